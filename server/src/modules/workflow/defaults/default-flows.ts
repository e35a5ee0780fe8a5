/**
 * The flows that the product ships, as BPMN files beside this one. Which level decides comes from 盐政办发〔2024〕7号
 * 四(二); the terms and the rest are proposals, so each says that it is a product default until the authority publishes
 * a version of its own (facts/rules §0).
 */
export interface DefaultFlow {
  /** Key of the flow, id of its process and name of its file. */
  readonly key: string
  readonly subjectNoun: string
  readonly source: string
  readonly note: string
}

const LEVELS = '盐政办发〔2024〕7号 四(二)；办理时限为产品默认值'
const DEFAULT = '产品默认值'
const ENDING = '盐政办发〔2024〕7号 四；办理时限为产品默认值'

export const DEFAULT_FLOWS: readonly DefaultFlow[] = [
  {
    key: 'general-pool',
    subjectNoun: 'request',
    source: LEVELS,
    note: '本单位审核 2 个工作日，云管理机构审核 5 个工作日',
  },
  { key: 'dedicated-pool', subjectNoun: 'request', source: LEVELS, note: '专属资源池须经同级主管部门审批' },
  { key: 'city-approval', subjectNoun: 'request', source: LEVELS, note: '须附必要性论证，由市级审批' },
  { key: 'higher-approval', subjectNoun: 'request', source: DEFAULT, note: '云管理机构与主管部门并行审核' },
  {
    key: 'adoption',
    subjectNoun: 'adoption',
    source: DEFAULT,
    note: '已有资源纳管：归属单位 5 个工作日内确认',
  },
  {
    key: 'own-cloud-ending',
    subjectNoun: 'service-contract',
    source: ENDING,
    note: '自行租用云到期前：单位管理员 20 个工作日内报告迁移安排',
  },
  {
    key: 'own-cloud-ending-authority',
    subjectNoun: 'service-contract',
    source: ENDING,
    note: '签约的不是使用单位的，由同级主管部门办理',
  },
  {
    key: 'migration-subsidy',
    subjectNoun: 'subsidy',
    source: DEFAULT,
    note: '上云补助：云管理机构审核、主管部门审批各 5 个工作日',
  },
  {
    key: 'saving-notice',
    subjectNoun: 'saving-notice',
    source: DEFAULT,
    note: '节约通知：单位管理员 10 个工作日内答复，逾期升级到单位审批人',
  },
  {
    key: 'saving-objection',
    subjectNoun: 'saving-notice',
    source: DEFAULT,
    note: '对节约通知的异议：云管理机构 5 个工作日内审定',
  },
  {
    key: 'bill-confirmation',
    subjectNoun: 'bill',
    source: DEFAULT,
    note: '账单确认：单位管理员在规则“账单答复时限”的工作日内确认或逐笔提出异议，逾期升级到单位审批人，不视为同意',
  },
  { key: 'release', subjectNoun: 'request', source: DEFAULT, note: '资源释放' },
  { key: 'test-renewal', subjectNoun: 'request', source: DEFAULT, note: '测试资源续期' },
  { key: 'emergency', subjectNoun: 'request', source: DEFAULT, note: '先开通后补手续，1 个工作日' },
]
