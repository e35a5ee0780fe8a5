import type { Reason } from './reasons.ts'

export const workOrderReasons = {
  'work-order.wrong_state': {
    kind: 'conflict',
    zh: '工单当前状态不能这样办理。',
    en: 'The work order is not in a state for that.',
  },
  'work-order.evidence_missing': {
    kind: 'precondition',
    zh: '请先上传至少一份交付凭据。',
    en: 'Hand in at least one piece of evidence first.',
  },
  'work-order.too_much_evidence': {
    kind: 'capacity',
    zh: '每张工单最多 {limit} 份凭据。',
    en: 'A work order takes at most {limit} pieces of evidence.',
  },
  'work-order.calendar_missing': {
    kind: 'precondition',
    zh: '工作日历缺少 {year} 年，无法计算期限。请先导入该年日历。',
    en: 'The working calendar has no {year}, so no due date can be computed. Import that year first.',
  },
  'work-order.not_this_way': {
    kind: 'conflict',
    zh: '交付工单由使用单位确认或退回；运维机构派发的工单由运维机构验收、退回或取消。',
    en: 'The department confirms or returns a delivery; operations pass, send back or cancel what they dispatched.',
  },
  'work-order.subject_unknown': {
    kind: 'invalid',
    zh: '所填的系统、云平台或节点不存在，或节点不属于该云平台。',
    en: 'The system, cloud or node is not there, or the node is not one of that cloud.',
  },
  'work-order.provider_unknown': {
    kind: 'invalid',
    zh: '派单对象须是在册的云平台服务商或监管平台服务商。',
    en: 'A work order goes to an open body of a provider of clouds or of the platform.',
  },
  'work-order.provider_needed': {
    kind: 'precondition',
    zh: '请填写派单对象，或指明云平台，由其服务商办理。',
    en: 'Name the provider, or the cloud whose provider is to do it.',
  },
  'work-order.no_security_lead': {
    kind: 'precondition',
    zh: '还没有指定安全责任主体，无法默认派单。请填写派单对象，或先在机构中指定（R44）。',
    en: 'No body leads on security yet, so nobody is addressed by default. Name a provider, or designate the lead first (R44).',
  },
  'work-order.destruction_system': {
    kind: 'precondition',
    zh: '数据销毁工单须指明所属系统：由运维机构和该系统的使用单位共同见证。',
    en: 'The destruction of data names the system: operations and its department witness it together.',
  },
  'work-order.witness_unfit': {
    kind: 'precondition',
    zh: '数据销毁须指定一名在岗的运维人员见证；其他工单不设见证人。',
    en: 'The destruction of data names a witness who holds a post of operations now; no other order has one.',
  },
  'work-order.nothing_to_witness': {
    kind: 'conflict',
    zh: '只有服务商已报告完成的数据销毁工单可以签署见证。',
    en: 'A witness signs a destruction of data that the provider has reported as done.',
  },
  'work-order.not_witness': {
    kind: 'forbidden',
    zh: '由派单时指定的运维见证人和系统使用单位的人员签署见证。',
    en: 'The witness named by operations and the people of the system’s department sign.',
  },
  'work-order.witnessed': {
    kind: 'conflict',
    zh: '本方已签署见证。',
    en: 'Your side has signed already.',
  },
  'work-order.witness_missing': {
    kind: 'precondition',
    zh: '运维机构和使用单位都签署见证后才能验收（R40、R233）。',
    en: 'Both operations and the department have to sign as witnesses before it passes (R40, R233).',
  },
  'blob.too_large': {
    kind: 'invalid',
    zh: '文件超过 {limitMiB} MiB。',
    en: 'The file is larger than {limitMiB} MiB.',
  },
  'blob.type_mismatch': {
    kind: 'invalid',
    zh: '文件内容与所填类型不符。',
    en: 'The content of the file is not of the type that was given.',
  },
  'blob.name_invalid': {
    kind: 'invalid',
    zh: '文件名不能含有路径或控制字符。',
    en: 'A file name holds no path and no control characters.',
  },
} as const satisfies Record<string, Reason>
