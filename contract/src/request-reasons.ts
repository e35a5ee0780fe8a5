import type { Reason } from './reasons.ts'

/** Refusals of acts on requests. What a gate says stands in `request-gate-reasons.ts`. */
export const requestReasons = {
  'request.system_not_yours': {
    kind: 'precondition',
    zh: '没有找到该信息系统，或它不属于本单位及下属单位。',
    en: 'The system was not found, or it does not belong to your body or one below it.',
  },
  'request.line_malformed': {
    kind: 'invalid',
    zh: '第 {line} 行不完整：{why}',
    en: 'Line {line} is not well formed: {whyEn}',
  },
  'request.provider_unknown': {
    kind: 'precondition',
    zh: '所选机构不是云平台服务商。',
    en: 'A body that was chosen is not a provider.',
  },
  'request.line_not_found': {
    kind: 'precondition',
    zh: '所选明细不在此申请中，或尚未交付。',
    en: 'A chosen line is not in this request, or is not delivered.',
  },
  'request.not_applicant': {
    kind: 'forbidden',
    zh: '只有申请人本人或本单位管理员可以进行此操作。',
    en: 'Only the applicant or the administrator of the body may do this.',
  },
  'request.not_editable': {
    kind: 'conflict',
    zh: '申请已提交，不能修改。如需修改，请先撤回。',
    en: 'The request was submitted and does not change. Withdraw it first to correct it.',
  },
  'request.not_draft': {
    kind: 'conflict',
    zh: '只能删除草稿；已提交过的申请请撤销或取消，记录会保留。',
    en: 'Only drafts can be removed. Withdraw or cancel what was submitted; its record is kept.',
  },
  'request.not_copyable': {
    kind: 'precondition',
    zh: '只有“新增”申请可以作为参照。',
    en: 'Only requests for new resources can be copied.',
  },
  'request.not_submittable': {
    kind: 'conflict',
    zh: '申请当前状态不能提交。',
    en: 'The request cannot be submitted in its present state.',
  },
  'request.gates_closed': {
    kind: 'precondition',
    zh: '有 {count} 项规则不满足，不能提交：{first}',
    en: '{count} rule(s) stand in the way: {first}',
  },
  'request.submit_anew': {
    kind: 'conflict',
    zh: '修改后的内容可能需要其他人审批，请在申请页面重新提交。',
    en: 'What was corrected may need other approvers. Submit it again on the request’s own page.',
  },
  'request.not_withdrawable': {
    kind: 'conflict',
    zh: '只有审批中或已退回的申请可以撤回。',
    en: 'Only a request in approval, or one that was returned, can be withdrawn.',
  },
  'request.not_cancellable': {
    kind: 'conflict',
    zh: '申请当前状态不能取消。已确认的资源请申请释放。',
    en: 'The request cannot be cancelled in its present state. Apply for release of what was confirmed.',
  },
  'request.delivery_failing': {
    kind: 'upstream',
    zh: '第 {line} 行开通遇到问题：{words}',
    en: 'Line {line} has run into trouble: {wordsEn}',
  },
  'request.papers_overdue': {
    kind: 'precondition',
    zh: '应急材料已逾期，应于 {due} 前补齐。',
    en: 'The emergency papers are overdue: they were due by {due}.',
  },
  'request.not_delivered': {
    kind: 'conflict',
    zh: '还没有待确认的交付。',
    en: 'Nothing waits for confirmation yet.',
  },
  'request.not_waiting': {
    kind: 'conflict',
    zh: '此申请不在等待分配。',
    en: 'This request does not wait for allocation.',
  },
  'request.override_needs_reason': {
    kind: 'precondition',
    zh: '指定资源池须在备注中说明理由：它会记入安排说明与审计。',
    en: 'Naming the pools needs a reason in the comment: it is kept with the placement and in the audit trail.',
  },
  'request.nothing_to_place': {
    kind: 'precondition',
    zh: '只有审批中或已批准待分配的新增申请可以试安排；已安排的请看各资源的安排说明。',
    en: 'Only a new request in approval, or one that waits for room, can be tried. What is placed has its explanation.',
  },
  'request.still_no_room': {
    kind: 'capacity',
    zh: '仍然没有可用的资源池：{why}',
    en: 'There is still no pool with room: {why}',
  },
  'request.closed': {
    kind: 'conflict',
    zh: '申请已办结，只能查看。',
    en: 'The request is closed and can only be looked at.',
  },
  'request.attachment_type': {
    kind: 'precondition',
    zh: '不支持的文件类型。请上传 PDF、OFD、图片、Word、Excel 或纯文本文件。',
    en: 'This type of file is not accepted. Send PDF, OFD, an image, Word, Excel or plain text.',
  },
  'request.attachment_too_large': {
    kind: 'precondition',
    zh: '单个附件不得超过 10 MiB。',
    en: 'A file may have at most 10 MiB.',
  },
  'request.attachment_too_many': {
    kind: 'precondition',
    zh: '一份申请最多 20 个附件。',
    en: 'A request takes at most 20 files.',
  },
  'request-template.not_for_all': {
    kind: 'forbidden',
    zh: '只有云管理机构可以发布供各单位共用的模板。',
    en: 'Only the cloud authority makes templates for all.',
  },
  'request-template.not_yours': {
    kind: 'forbidden',
    zh: '此模板由其他机构维护，不能修改。',
    en: 'Another body keeps this template.',
  },
} as const satisfies Record<string, Reason>
