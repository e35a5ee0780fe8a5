/** Forty systems of the sample province; the first seven are the examples of R228. */
import type { AccessPath, NetworkZone, SystemCreate } from '@yunheng/contract'

export interface SampleSystem {
  readonly body: string
  readonly code: string
  readonly name: string
  readonly summary: string
  readonly level: 1 | 2 | 3
  readonly zone: NetworkZone
  readonly kind: SystemCreate['kind']
  readonly lifecycle: SystemCreate['lifecycle']
  readonly deployment: 'cloud' | 'to-migrate'
  readonly hasWeb: boolean
}

const PATH: Readonly<Record<NetworkZone, AccessPath>> = {
  internet: 'internet',
  'government-extranet': 'government-extranet',
  'dedicated-line': 'government-private-network',
}
export const pathsOf = (system: SampleSystem): AccessPath[] =>
  system.zone === 'internet' ? ['internet', 'government-extranet'] : [PATH[system.zone]]

type Row = readonly [
  body: string,
  code: string,
  name: string,
  summary: string,
  level: 1 | 2 | 3,
  zone: 'i' | 'g' | 'd',
  state: 'run' | 'trial' | 'build' | 'wait',
  hasWeb?: 'web',
]

const ZONES = { i: 'internet', g: 'government-extranet', d: 'dedicated-line' } as const

const ROWS: readonly Row[] = [
  ['service', 'HC-INTRANET', '省政府内网门户', '机关内部信息发布与导航。', 2, 'g', 'run', 'web'],
  ['centre', 'HC-EGOV-DC', '电子政务数据中心', '基础库与共享交换的承载平台。', 3, 'g', 'run'],
  ['centre', 'HC-ANTIVIRUS', '防病毒服务器', '全省终端与服务器的病毒库与策略分发。', 2, 'g', 'run'],
  [
    'beidu-community',
    'BD-COMMUNITY',
    '社区服务平台',
    '社区事项受理、网格走访与便民服务。',
    2,
    'i',
    'run',
    'web',
  ],
  ['resources', 'HC-LAND-ACQ', '征地支撑系统', '征地报批、补偿公示与档案。', 3, 'g', 'run', 'web'],
  ['survey', 'HC-GIS', '政务地理信息系统', '省级地理底图、图层服务与专题应用。', 3, 'g', 'run', 'web'],
  ['service', 'HC-OA', '办公自动化系统（OA）', '公文、会议、督办与日程。', 3, 'g', 'run', 'web'],
  ['service', 'HC-HALL', '一体化政务服务平台', '省市县三级事项的统一受理与办理。', 3, 'i', 'run', 'web'],
  ['service', 'HC-HOTLINE', '政务服务热线系统', '来电受理、派单与回访。', 2, 'g', 'run'],
  ['service', 'HC-RATING', '好差评系统', '评价采集、整改与统计。', 2, 'i', 'run', 'web'],
  ['service', 'HC-LICENCE', '电子证照库', '证照归集、核验与调用。', 3, 'g', 'run'],
  ['resources', 'HC-CADASTRE', '不动产登记平台', '不动产登记、查询与共享。', 3, 'g', 'run', 'web'],
  ['resources', 'HC-PLANNING', '国土空间规划一张图', '规划成果管理、审查与监测。', 3, 'g', 'trial', 'web'],
  ['survey', 'HC-REMOTE', '遥感影像处理系统', '影像入库、切片与变化检测。', 2, 'd', 'run'],
  ['survey', 'HC-GEOHAZARD', '地质灾害监测预警', '监测点数据接入与预警发布。', 2, 'd', 'trial'],
  ['civil', 'HC-AID', '社会救助管理系统', '低保、特困与临时救助的申请审核。', 3, 'g', 'run', 'web'],
  ['civil', 'HC-MARRIAGE', '婚姻登记系统', '登记、预约与档案。', 3, 'g', 'run'],
  ['civil', 'HC-ELDER', '养老服务平台', '机构备案、补贴与监管。', 2, 'i', 'trial', 'web'],
  ['civil', 'HC-NGO', '社会组织登记平台', '登记、年检与信息公开。', 2, 'i', 'run', 'web'],
  ['ecology', 'HC-AIR', '环境空气质量监测平台', '站点数据采集、质控与发布。', 2, 'd', 'run'],
  ['ecology', 'HC-WATER', '地表水自动监测系统', '断面数据采集与超标预警。', 2, 'd', 'run'],
  ['ecology', 'HC-PERMIT', '排污许可管理系统', '许可申请、执行报告与监管。', 3, 'g', 'run', 'web'],
  ['ecology', 'HC-EMERG', '环境应急指挥系统', '事件接报、会商与处置记录。', 2, 'g', 'build'],
  ['labour', 'HC-INSURANCE', '社会保险经办系统', '参保、缴费与待遇核定。', 3, 'g', 'run'],
  ['labour', 'HC-JOB', '公共就业服务平台', '求职招聘、失业登记与培训。', 2, 'i', 'run', 'web'],
  ['labour', 'HC-EXAM', '人事考试报名系统', '报名、缴费与成绩发布；报名季访问集中。', 2, 'i', 'run', 'web'],
  ['labour', 'HC-WAGE', '农民工工资支付监管', '在建项目工资专户与预警。', 2, 'g', 'trial', 'web'],
  ['health', 'HC-EHR', '全民健康信息平台', '电子健康档案归集与调阅。', 3, 'g', 'run'],
  ['health', 'HC-BOOKING', '预约挂号平台', '号源统一发布与预约。', 3, 'i', 'run', 'web'],
  ['health', 'HC-EPIDEMIC', '传染病监测预警系统', '病例报告、流调与预警。', 3, 'g', 'run'],
  ['health', 'HC-BLOOD', '采供血管理系统', '采集、检测与供应。', 2, 'g', 'wait'],
  ['education', 'HC-SCHOOL', '学籍管理系统', '学籍建立、异动与核查。', 3, 'g', 'run'],
  ['education', 'HC-ENROL', '招生考试信息平台', '报名、录取与查询；查分日访问集中。', 3, 'i', 'run', 'web'],
  ['education', 'HC-COURSE', '教育资源公共服务平台', '课程资源与空中课堂。', 2, 'i', 'run', 'web'],
  ['education', 'HC-TEACHER', '教师管理信息系统', '教师资格、注册与培训。', 2, 'g', 'wait'],
  [
    'yunjin-approval',
    'YJ-APPROVAL',
    '云津市行政审批系统',
    '工程与商事审批的受理与办理。',
    3,
    'g',
    'run',
    'web',
  ],
  ['yunjin-approval', 'YJ-TRADE', '云津市公共资源交易平台', '招标公告、开评标与公示。', 3, 'i', 'run', 'web'],
  ['yunjin-approval', 'YJ-CREDIT', '云津市信用信息平台', '信用归集、公示与修复。', 2, 'i', 'build', 'web'],
  ['beidu-community', 'BD-GRID', '北渡区网格治理系统', '事件上报、分派与考核。', 2, 'g', 'run', 'web'],
  ['beidu-community', 'BD-ARCHIVE', '北渡区社区档案系统', '居民档案数字化与查询。', 1, 'g', 'wait'],
]

export const sampleSystems: readonly SampleSystem[] = ROWS.map(
  ([body, code, name, summary, level, zone, state, web]) => ({
    body,
    code,
    name,
    summary,
    level,
    zone: ZONES[zone],
    kind: state === 'trial' || state === 'build' ? 'new' : 'stock',
    lifecycle: state === 'trial' ? 'trial' : state === 'build' ? 'building' : 'running',
    deployment: state === 'wait' ? 'to-migrate' : 'cloud',
    hasWeb: web === 'web',
  }),
)
