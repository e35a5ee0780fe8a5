/** The decision table that chooses the flow of a request (申请路由). Rows from the strictest down; the first that fits. */
import {
  type DecisionTableContent,
  NETWORK_ZONES,
  POOL_CLASSES,
  REQUEST_KINDS,
  REQUEST_PURPOSES,
} from '@yunheng/contract'

export const REQUEST_ROUTING = 'request-routing'

/** Above this estimated cost of the whole term a higher authority looks at it as well (product default). */
const LARGE_YUAN = 500_000

const DEFAULT = '产品默认值'
const LEVELS = '盐政办发〔2024〕7号 四(二)'

type Rule = DecisionTableContent['rules'][number]

function rule(
  id: string,
  flowKey: string,
  tests: Readonly<Record<string, string>>,
  note: Rule['note'],
  source: string,
): Rule {
  const when = INPUTS.map((input) => tests[input.name] ?? '-')
  return { id, when, flowKey, note, source, isProductDefault: source === DEFAULT }
}

const INPUTS: DecisionTableContent['inputs'] = [
  { name: 'kind', label: { zh: '申请类别', en: 'Kind' }, type: 'string', values: [...REQUEST_KINDS] },
  { name: 'purpose', label: { zh: '用途', en: 'Purpose' }, type: 'string', values: [...REQUEST_PURPOSES] },
  { name: 'atEdge', label: { zh: '部署在边缘节点', en: 'On an edge node' }, type: 'boolean' },
  {
    name: 'poolClass',
    label: { zh: '资源池类别', en: 'Pool class' },
    type: 'string',
    values: [...POOL_CLASSES],
  },
  {
    name: 'networkZone',
    label: { zh: '网络区域', en: 'Network zone' },
    type: 'string',
    values: [...NETWORK_ZONES],
  },
  {
    name: 'aboveRecommended',
    label: { zh: '超出推荐规格', en: 'Above the recommended specification' },
    type: 'boolean',
  },
  { name: 'costYuan', label: { zh: '预计费用（元）', en: 'Estimated cost (yuan)' }, type: 'number' },
  {
    name: 'growthUnborne',
    label: { zh: '使用率不支持扩容', en: 'Use does not bear it out' },
    type: 'boolean',
  },
  { name: 'savingsUndone', label: { zh: '节约通知未办', en: 'Saving notices undone' }, type: 'boolean' },
]

export const REQUEST_ROUTING_CONTENT: DecisionTableContent = {
  hitPolicy: 'first',
  inputs: INPUTS,
  rules: [
    rule('release', 'release', { kind: '"release"' }, { zh: '释放资源', en: 'Release' }, DEFAULT),
    rule(
      'emergency',
      'emergency',
      { purpose: '"emergency"' },
      { zh: '应急资源先开通后补手续', en: 'Emergency: opened first, papers after' },
      DEFAULT,
    ),
    rule(
      'edge',
      'city-approval',
      { atEdge: 'true' },
      { zh: '边缘节点：市级审批，附必要性论证', en: 'Edge node: city, with proof of necessity' },
      LEVELS,
    ),
    // The seed states the city level for 专属云平台; for this pool it is an inference, and so a default.
    rule(
      'full-stack',
      'city-approval',
      { poolClass: '"full-stack-dedicated"' },
      { zh: '全栈专属资源池：市级审批', en: 'Full-stack dedicated pool: city' },
      DEFAULT,
    ),
    rule(
      'dedicated',
      'dedicated-pool',
      { poolClass: '"dedicated"' },
      { zh: '专属资源池：同级主管部门审批', en: 'Dedicated pool: authority of the same level' },
      LEVELS,
    ),
    rule(
      'heterogeneous',
      'dedicated-pool',
      { poolClass: '"heterogeneous"' },
      { zh: '异构资源池：同级主管部门审批', en: 'Heterogeneous pool: authority of the same level' },
      DEFAULT,
    ),
    rule(
      'test-renewal',
      'test-renewal',
      { kind: '"renew"', purpose: '"test"' },
      { zh: '测试资源续期', en: 'Renewal of test resources' },
      DEFAULT,
    ),
    rule(
      'above-recommended',
      'higher-approval',
      { aboveRecommended: 'true' },
      {
        zh: '超出推荐规格：主管部门一并审核',
        en: 'Above the recommended specification: the authority looks at it as well',
      },
      DEFAULT,
    ),
    rule(
      'large-cost',
      'higher-approval',
      { costYuan: `> ${LARGE_YUAN}` },
      { zh: '预计费用超过 50 万元', en: 'Estimated cost above 500,000 yuan' },
      DEFAULT,
    ),
    rule(
      'growth-unborne',
      'higher-approval',
      { growthUnborne: 'true' },
      {
        zh: '使用率不支持扩容：主管部门一并审核',
        en: 'Use does not bear the growth out: the authority looks at it as well',
      },
      DEFAULT,
    ),
    rule(
      'savings-undone',
      'higher-approval',
      { savingsUndone: 'true' },
      {
        zh: '节约通知须整改或逾期未办：主管部门一并审核',
        en: 'Saving notices insisted on or late: the authority looks at it as well',
      },
      DEFAULT,
    ),
    rule(
      'dedicated-line',
      'higher-approval',
      { networkZone: '"dedicated-line"' },
      { zh: '专线区', en: 'Dedicated-line zone' },
      DEFAULT,
    ),
    rule(
      'general',
      'general-pool',
      {},
      { zh: '通用资源池：本级审批', en: 'General pool: own level' },
      LEVELS,
    ),
  ],
}
