/** Four months of requests in the sample province, told as what people asked for and how it ended. */

export interface SampleLine {
  /** `<offering>/<plan>` of the shipped catalogue. */
  readonly plan: string
  readonly quantity: number
  readonly parameters: Readonly<Record<string, unknown>>
  /** Stands before the servers that the system has by then. */
  readonly overServers?: true
  /** Bound to the first server that the system has by then. */
  readonly atServer?: true
}

/**
 * How far it got by today: `draft`; `in-approval` (waits for the first approver); `returned`, `rejected`; `delivered`
 * (waits for confirmation); `completed`.
 */
export type SampleOutcome = 'draft' | 'in-approval' | 'returned' | 'rejected' | 'delivered' | 'completed'

export interface SampleRequest {
  readonly daysAgo: number
  readonly system: string
  readonly title: string
  readonly justification: string
  readonly lines: readonly SampleLine[]
  readonly termMonths: number
  readonly outcome: SampleOutcome
  readonly purpose?: 'formal' | 'test'
  /** At the end of its term it renews by itself, for so long. */
  readonly renewMonths?: number
  /** What the approver says. */
  readonly comment?: string
}

const HOST_IMAGE = 'openeuler'
const host = (size: string, quantity: number, rootDiskGiB = 60): SampleLine => ({
  plan: `cloud-host/${size}`,
  quantity,
  parameters: { image: HOST_IMAGE, rootDiskGiB },
})
const disk = (sizeGiB: number, quantity = 1): SampleLine => ({
  plan: 'cloud-storage/general-ssd',
  quantity,
  parameters: { sizeGiB },
})
const bucket = (sizeGiB: number): SampleLine => ({
  plan: 'object-storage/standard',
  quantity: 1,
  parameters: { sizeGiB },
})
const balancer: SampleLine = {
  plan: 'load-balancing/standard',
  quantity: 1,
  parameters: { protocol: 'http', port: 80, memberPort: 8080, healthPath: '/healthz' },
  overServers: true,
}
/** Paid for by what flows; so much a month is expected. */
const addressByTraffic = (trafficGb: number): SampleLine => ({
  plan: 'virtual-network/public-address-by-traffic',
  quantity: 1,
  parameters: { trafficGb },
  atServer: true,
})
/** Web traffic in from everywhere, administration from the operations network only. */
const firewall: SampleLine = {
  plan: 'cloud-firewall/rule-set',
  quantity: 1,
  parameters: {
    rules: [
      { direction: 'ingress', protocol: 'tcp', portFrom: 443, portTo: 443, remoteCidr: '0.0.0.0/0' },
      { direction: 'ingress', protocol: 'tcp', portFrom: 22, portTo: 22, remoteCidr: '10.20.0.0/16' },
    ],
  },
}
const waf: SampleLine = {
  plan: 'web-protection/waf-3000',
  quantity: 1,
  parameters: { domain: 'jobs.example.test', ports: [80, 443] },
}

export const sampleHistory: readonly SampleRequest[] = [
  {
    daysAgo: 119,
    system: 'HC-COURSE',
    title: '空中课堂直播临时节点',
    justification: '暑期集中直播一个月，结束后退还。所需资源按最小规格原则测算。',
    lines: [host('c4m8', 2)],
    termMonths: 1,
    outcome: 'completed',
  },
  {
    daysAgo: 118,
    system: 'HC-OA',
    title: '办公自动化系统上云首批资源',
    justification: '存量系统迁移上云，按现有规模申请应用与数据库服务器。所需资源按最小规格原则测算。',
    lines: [host('c4m8', 2), host('c8m16', 1, 100), disk(500), firewall],
    termMonths: 12,
    outcome: 'completed',
  },
  {
    daysAgo: 116,
    system: 'HC-INTRANET',
    title: '内网门户上云',
    justification: '门户网站整体迁移，日均访问约三千人次。所需资源按最小规格原则测算。',
    lines: [host('c2m4', 2), disk(100), firewall],
    termMonths: 12,
    outcome: 'completed',
  },
  {
    daysAgo: 111,
    system: 'HC-GIS',
    title: '地理信息系统服务节点',
    justification: '图层服务发布节点两台，影像缓存一块。所需资源按最小规格原则测算。',
    lines: [host('c8m16', 2, 100), disk(1000), firewall],
    termMonths: 24,
    outcome: 'completed',
  },
  {
    daysAgo: 109,
    system: 'HC-LAND-ACQ',
    title: '征地支撑系统迁移资源',
    justification: '原机房设备到期，迁移上云。所需资源按最小规格原则测算。',
    lines: [host('c4m8', 2), disk(200), firewall],
    termMonths: 12,
    outcome: 'completed',
  },
  {
    daysAgo: 104,
    system: 'BD-COMMUNITY',
    title: '社区服务平台上云',
    justification: '街道社区共用，含便民服务入口。所需资源按最小规格原则测算。',
    lines: [host('c4m8', 2), disk(200)],
    termMonths: 12,
    outcome: 'completed',
  },
  {
    daysAgo: 98,
    system: 'HC-EGOV-DC',
    title: '电子政务数据中心共享交换节点',
    justification: '基础库交换节点扩充。所需资源按最小规格原则测算。',
    lines: [host('c8m16', 2, 100), disk(1000, 2), firewall],
    termMonths: 24,
    outcome: 'completed',
  },
  {
    daysAgo: 95,
    system: 'HC-ANTIVIRUS',
    title: '防病毒服务器',
    justification: '全省病毒库分发。所需资源按最小规格原则测算。',
    lines: [host('c4m8', 1), disk(200)],
    termMonths: 12,
    outcome: 'completed',
  },
  {
    daysAgo: 90,
    system: 'HC-HALL',
    title: '一体化政务服务平台应用节点',
    justification: '统一受理应用节点，等保三级。所需资源按最小规格原则测算。',
    lines: [host('c4m16', 4, 100), disk(500, 2), firewall],
    termMonths: 12,
    outcome: 'completed',
  },
  {
    daysAgo: 84,
    system: 'HC-CADASTRE',
    title: '不动产登记平台数据库节点',
    justification: '登记库迁移上云。所需资源按最小规格原则测算。',
    lines: [host('c8m16', 2, 100), disk(1000), firewall],
    termMonths: 24,
    outcome: 'completed',
  },
  {
    daysAgo: 77,
    system: 'HC-AID',
    title: '社会救助系统上云',
    justification: '救助申请与核对业务上云。所需资源按最小规格原则测算。',
    lines: [host('c4m8', 2), disk(200), firewall],
    termMonths: 12,
    outcome: 'completed',
  },
  {
    daysAgo: 70,
    system: 'HC-PERMIT',
    title: '排污许可系统资源',
    justification: '执行报告季报期访问增长。所需资源按最小规格原则测算。',
    lines: [host('c4m8', 2), disk(200), firewall],
    termMonths: 12,
    outcome: 'completed',
  },
  {
    daysAgo: 66,
    system: 'HC-COURSE',
    title: '空中课堂临时扩容',
    justification: '暑期课程访问量上升。所需资源按最小规格原则测算。',
    lines: [host('c32m128', 6, 200)],
    termMonths: 6,
    outcome: 'rejected',
    comment: '规格明显超出推荐，请先核对监测数据后按最小规格重新申请。',
  },
  {
    daysAgo: 60,
    system: 'HC-COURSE',
    title: '教育资源平台应用节点',
    justification: '按监测结果重新核定。所需资源按最小规格原则测算。',
    lines: [host('c4m8', 3), disk(500)],
    termMonths: 12,
    outcome: 'completed',
  },
  {
    daysAgo: 57,
    system: 'HC-COURSE',
    title: '教育资源平台公网入口',
    justification: '课程访问集中在上课时段，按流量计费。所需资源按最小规格原则测算。',
    lines: [addressByTraffic(50)],
    termMonths: 12,
    outcome: 'completed',
  },
  {
    daysAgo: 52,
    system: 'HC-INSURANCE',
    title: '社保经办系统应用节点',
    justification: '经办业务全省集中。所需资源按最小规格原则测算。',
    lines: [host('c8m16', 2, 100), disk(500), firewall],
    termMonths: 12,
    outcome: 'completed',
  },
  {
    daysAgo: 45,
    system: 'HC-EHR',
    title: '健康信息平台调阅节点',
    justification: '跨机构调阅服务。所需资源按最小规格原则测算。',
    lines: [host('c4m16', 2, 100), disk(500), firewall],
    termMonths: 12,
    outcome: 'completed',
  },
  {
    daysAgo: 38,
    system: 'YJ-APPROVAL',
    title: '云津市审批系统上云',
    justification: '市级审批系统迁移。所需资源按最小规格原则测算。',
    lines: [host('c4m8', 2), disk(200), firewall],
    termMonths: 12,
    outcome: 'completed',
  },
  {
    daysAgo: 33,
    system: 'HC-EXAM',
    title: '考试报名系统压力测试环境',
    justification: '报名季前压测，测试完成即退还。所需资源按最小规格原则测算。',
    lines: [host('c4m8', 2)],
    termMonths: 1,
    renewMonths: 2,
    outcome: 'completed',
    purpose: 'test',
  },
  {
    daysAgo: 26,
    system: 'HC-HALL',
    title: '一体化政务服务平台负载均衡与材料库',
    justification: '应用节点前置负载均衡，办件材料归档至对象存储。所需资源按最小规格原则测算。',
    lines: [balancer, bucket(2000)],
    termMonths: 12,
    outcome: 'completed',
  },
  {
    daysAgo: 21,
    system: 'HC-LICENCE',
    title: '电子证照库查询节点',
    justification: '证照调用量增长。所需资源按最小规格原则测算。',
    lines: [host('c4m8', 2), disk(200), firewall],
    termMonths: 12,
    outcome: 'completed',
  },
  {
    daysAgo: 12,
    system: 'HC-JOB',
    title: '就业服务平台门户防护',
    justification: '互联网门户需要应用防护。所需资源按最小规格原则测算。',
    lines: [host('c2m4', 1), waf],
    termMonths: 12,
    outcome: 'delivered',
  },
  {
    daysAgo: 6,
    system: 'HC-NGO',
    title: '社会组织平台应用节点',
    justification: '年检季访问增长。所需资源按最小规格原则测算。',
    lines: [host('c2m4', 2), disk(100)],
    termMonths: 12,
    outcome: 'delivered',
  },
  {
    daysAgo: 4,
    system: 'HC-RATING',
    title: '好差评系统扩容',
    justification: '评价渠道增加。所需资源按最小规格原则测算。',
    lines: [host('c4m8', 2)],
    termMonths: 12,
    outcome: 'returned',
    comment: '请补充近三个月的处理器与内存使用率。',
  },
  {
    daysAgo: 2,
    system: 'HC-WAGE',
    title: '工资支付监管数据盘',
    justification: '专户流水留存。所需资源按最小规格原则测算。',
    lines: [disk(500)],
    termMonths: 12,
    outcome: 'in-approval',
  },
  {
    daysAgo: 1,
    system: 'HC-BOOKING',
    title: '预约挂号平台应用节点',
    justification: '号源统一发布。所需资源按最小规格原则测算。',
    lines: [host('c4m8', 2), firewall],
    termMonths: 12,
    outcome: 'in-approval',
  },
  {
    daysAgo: 1,
    system: 'HC-GEOHAZARD',
    title: '地质灾害监测数据接入节点',
    justification: '监测点增加。所需资源按最小规格原则测算。',
    lines: [host('c2m8', 1), disk(200)],
    termMonths: 12,
    outcome: 'in-approval',
  },
  {
    daysAgo: 0,
    system: 'HC-PLANNING',
    title: '国土空间规划图层服务',
    justification: '规划成果发布。所需资源按最小规格原则测算。',
    lines: [host('c4m8', 2), firewall],
    termMonths: 12,
    outcome: 'draft',
  },
]
