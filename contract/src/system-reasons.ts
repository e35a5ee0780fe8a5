import type { Reason } from './reasons.ts'

export const systemReasons = {
  'system.classified': {
    kind: 'precondition',
    zh: '涉密系统不得登记和部署在政务云上（青政办〔2017〕24号 六；非涉密系统方可上云）。请按保密规定另行管理，本平台不保存其任何内容。',
    en: 'Classified systems stay outside the cloud and this ledger (Qingzhengban [2017] No. 24, section 6). Nothing of it is stored here.',
  },
  'system.level_not_on_cloud': {
    kind: 'precondition',
    zh: '等保四级及以上系统不上云（宿政办发〔2022〕58号、长政办发〔2018〕22号）。如需登记，请选择“豁免”并填写豁免记录。',
    en: 'Systems of protection level 4 and above do not go on the cloud. To list one, choose “exempt” and give the exemption record.',
  },
  'system.level_lowered': {
    kind: 'precondition',
    zh: '等保级别不得低于原级别（安全管理标准不变，青政办〔2017〕24号 四）。',
    en: 'The protection level may not be lowered: the security standard does not change (Qingzhengban [2017] No. 24, section 4).',
  },
  'system.exemption_required': {
    kind: 'precondition',
    zh: '不上云的系统须填写豁免记录：依据、理由、批准单位与日期（应上尽上）。',
    en: 'A system that stays off the cloud needs an exemption record: basis, reason, who approved it and when.',
  },
  'system.exemption_not_expected': {
    kind: 'invalid',
    zh: '只有部署方式为“豁免”的系统才填写豁免记录。',
    en: 'Only a system whose deployment is “exempt” carries an exemption record.',
  },
  'system.new_must_be_on_cloud': {
    kind: 'precondition',
    zh: '新建系统必须上云，或有豁免记录（存量逐步迁移、增量集中统建）；“待迁移”只适用于存量系统。',
    en: 'A new system is built on the cloud or has an exemption record; “to migrate” is for stock systems only.',
  },
  'system.wave_not_expected': {
    kind: 'invalid',
    zh: '迁移批次只用于存量系统；新建系统直接在云上建设。',
    en: 'A migration wave is for an existing system; a new one is built on the cloud.',
  },
  'system.wave_not_found': {
    kind: 'precondition',
    zh: '没有找到所选迁移批次，请在迁移批次中重新选择。',
    en: 'The migration wave that was chosen is not there. Choose one of the list.',
  },
  'system.path_does_not_fit_zone': {
    kind: 'precondition',
    zh: '访问路径与网络区域不符：部署在该网络区域的系统，其访问路径须包含对应的网络。',
    en: 'The access paths do not fit the network zone: the zone’s own network must be among them.',
  },
  'system.person_not_of_body': {
    kind: 'precondition',
    zh: '责任人须是系统所属机构的在职人员，或在该机构任岗。',
    en: 'The responsible person must work in the body that owns the system, or hold a post there.',
  },
  'system.body_not_found': {
    kind: 'precondition',
    zh: '没有找到所属机构，或该机构不能拥有信息系统。',
    en: 'The owning body was not found, or it may not own systems.',
  },
  'system.code_taken': {
    kind: 'conflict',
    zh: '系统编码 {code} 已被使用。',
    en: 'The system code {code} is taken.',
  },
  'system.stage_order': {
    kind: 'conflict',
    zh: '系统当前阶段不能进入所选阶段，须按 规划 → 建设 → 试运行 → 运行 依次推进。',
    en: 'Not the next stage. The order is planned, building, trial, running.',
  },
  'system.trial_too_short': {
    kind: 'precondition',
    zh: '试运行须满 {days} 天方可转入正式运行（平顶山市政务云使用流程）；最早 {earliest}。',
    en: 'The trial run lasts at least {days} days before formal running; earliest {earliest}.',
  },
  'system.retired': {
    kind: 'conflict',
    zh: '系统已停用，只能查看。',
    en: 'The system is retired and can only be looked at.',
  },
  'system.has_resources': {
    kind: 'conflict',
    zh: '系统名下仍有资源，请先申请释放。',
    en: 'The system still has resources. Release them first.',
  },
  'system.no_responsible_person': {
    kind: 'precondition',
    zh: '系统没有指定责任人，不能申请资源。请先在系统台账中指定。',
    en: 'The system has no responsible person, so nothing can be applied for. Name one in the ledger first.',
  },
  'system.not_for_cloud': {
    kind: 'precondition',
    zh: '系统登记为不上云（豁免），不能申请云资源。',
    en: 'The system is registered as exempt from the cloud, so cloud resources cannot be applied for.',
  },
  'system.zone_not_reachable': {
    kind: 'precondition',
    zh: '所选网络区域与系统登记的访问路径不符。跨区访问请提交访问开通工单。',
    en: 'The chosen network zone does not fit the system’s access paths. Ask for cross-zone access by a work order.',
  },
} as const satisfies Record<string, Reason>
