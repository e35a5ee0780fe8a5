/**
 * The sample province, 衡川省: every name in it is invented, and its region codes begin with 99, which GB/T 2260 does not
 * use. Nobody who reads it can mistake it for a real place or person.
 */
import type { BodyCreate, Role } from '@yunheng/contract'

interface SampleRegion {
  readonly code: string
  readonly name: string
  readonly level: 'province' | 'city' | 'county' | 'street'
  readonly parent: string | null
}

export const sampleRegions: readonly SampleRegion[] = [
  { code: '990000', name: '衡川省', level: 'province', parent: null },
  { code: '990100', name: '云津市', level: 'city', parent: '990000' },
  { code: '990102', name: '北渡区', level: 'county', parent: '990100' },
  { code: '990102001', name: '渡口街道', level: 'street', parent: '990102' },
  { code: '990102002', name: '槐堤街道', level: 'street', parent: '990102' },
  { code: '990121', name: '南圩县', level: 'county', parent: '990100' },
  { code: '990200', name: '青澜市', level: 'city', parent: '990000' },
  { code: '990202', name: '石桥坊区', level: 'county', parent: '990200' },
  { code: '990221', name: '柳汀县', level: 'county', parent: '990200' },
  { code: '990300', name: '松渚市', level: 'city', parent: '990000' },
  { code: '990302', name: '东堤区', level: 'county', parent: '990300' },
  { code: '990321', name: '白沙滩县', level: 'county', parent: '990300' },
]

export interface SamplePerson {
  /** Sign-in name of the sample account, unique in the province. */
  readonly username: string
  readonly name: string
  readonly role: Role
  readonly title: string
}

export interface SampleBody {
  /** Key in these files. */
  readonly key: string
  readonly region: string
  readonly parent: string | null
  readonly kind: BodyCreate['kind']
  readonly guideField?: NonNullable<BodyCreate['guideField']>
  readonly name: string
  readonly shortName: string
  readonly people: readonly SamplePerson[]
}

const who = (username: string, name: string, role: Role, title: string): SamplePerson => ({
  username,
  name,
  role,
  title,
})

/** The three posts that every department has. */
const staff = (
  prefix: string,
  names: readonly [admin: string, head: string, applicant: string],
): SamplePerson[] => [
  who(`${prefix}-admin`, names[0], 'department-admin', '信息化管理员'),
  who(`${prefix}-head`, names[1], 'department-approver', '分管负责人'),
  who(`${prefix}`, names[2], 'department-applicant', '信息化经办'),
]

export const sampleBodies: readonly SampleBody[] = [
  {
    key: 'leading',
    region: '990000',
    parent: null,
    kind: 'leading-group',
    name: '衡川省数字政府建设领导小组',
    shortName: '领导小组',
    people: [who('leading', '岑望舒', 'guide', '办公室联络员')],
  },
  {
    key: 'bureau',
    region: '990000',
    parent: null,
    kind: 'regulator-bureau',
    name: '衡川省大数据管理局',
    shortName: '省大数据局',
    people: [
      who('bureau', '顾衡之', 'regulator-bureau', '云监管处处长'),
      who('audit', '闻照', 'audit-admin', '审计管理员'),
    ],
  },
  {
    key: 'centre',
    region: '990000',
    parent: 'bureau',
    kind: 'regulator-centre',
    name: '衡川省大数据管理中心',
    shortName: '省大数据中心',
    people: [
      who('centre', '沈量', 'regulator-centre', '资源分配科科长'),
      who('centre2', '俞则', 'regulator-centre', '资源分配科科员'),
      who('system', '纪常', 'system-admin', '系统管理员'),
      who('security', '卫昭', 'security-admin', '安全管理员'),
    ],
  },
  {
    key: 'yunjin-bureau',
    region: '990100',
    parent: null,
    kind: 'regulator-bureau',
    name: '云津市大数据管理局',
    shortName: '云津市大数据局',
    people: [who('yunjin-bureau', '陆平澜', 'regulator-bureau', '政务云科科长')],
  },
  {
    key: 'yunjin-centre',
    region: '990100',
    parent: 'yunjin-bureau',
    kind: 'regulator-centre',
    name: '云津市大数据中心',
    shortName: '云津市数据中心',
    people: [who('yunjin-centre', '韩度', 'regulator-centre', '资源管理岗')],
  },
  {
    key: 'qinglan-bureau',
    region: '990200',
    parent: null,
    kind: 'regulator-bureau',
    name: '青澜市大数据管理局',
    shortName: '青澜市大数据局',
    people: [who('qinglan-bureau', '程砚', 'regulator-bureau', '政务云科科长')],
  },
  {
    key: 'qinglan-centre',
    region: '990200',
    parent: 'qinglan-bureau',
    kind: 'regulator-centre',
    name: '青澜市大数据中心',
    shortName: '青澜市数据中心',
    people: [who('qinglan-centre', '项衡', 'regulator-centre', '资源管理岗')],
  },
  {
    key: 'beidu-bureau',
    region: '990102',
    parent: null,
    kind: 'regulator-bureau',
    name: '北渡区大数据局',
    shortName: '北渡区大数据局',
    people: [who('beidu-bureau', '常与', 'regulator-bureau', '政务云专员')],
  },
  {
    key: 'operations',
    region: '990000',
    parent: null,
    kind: 'operations',
    name: '衡川省政务云统一运维服务中心',
    shortName: '统一运维中心',
    people: [who('ops', '方砺', 'operations-engineer', '值班工程师')],
  },
  {
    key: 'lanzhou',
    region: '990000',
    parent: null,
    kind: 'provider',
    name: '澜舟云（虚构）有限公司',
    shortName: '澜舟云',
    people: [
      who('lanzhou', '白帆', 'provider-operator', '交付工程师'),
      who('lanzhou-admin', '邹放', 'provider-admin', '平台经理'),
    ],
  },
  {
    key: 'panshi',
    region: '990000',
    parent: null,
    kind: 'provider',
    name: '磐石云（虚构）有限公司',
    shortName: '磐石云',
    people: [
      who('panshi', '石磊岩', 'provider-operator', '交付工程师'),
      who('panshi-admin', '于稳', 'provider-admin', '平台经理'),
    ],
  },
  {
    key: 'xingdu',
    region: '990000',
    parent: null,
    kind: 'provider',
    name: '星渡云（虚构）有限公司',
    shortName: '星渡云',
    people: [
      who('xingdu', '辰星汉', 'provider-operator', '交付工程师'),
      who('xingdu-admin', '季舟', 'provider-admin', '平台经理'),
    ],
  },
  {
    key: 'platform',
    region: '990000',
    parent: null,
    kind: 'platform-provider',
    name: '衡鉴平台（虚构）有限公司',
    shortName: '监管平台服务商',
    people: [who('platform', '温鉴', 'provider-operator', '平台运营')],
  },
  {
    key: 'cyberspace',
    region: '990000',
    parent: null,
    kind: 'guide',
    guideField: 'cyberspace',
    name: '衡川省网信办',
    shortName: '省网信办',
    people: [who('cyberspace', '安澈', 'guide', '网络安全处')],
  },
  {
    key: 'police',
    region: '990000',
    parent: null,
    kind: 'guide',
    guideField: 'public-security',
    name: '衡川省公安厅网安总队',
    shortName: '省网安总队',
    people: [who('police', '铁衡', 'guide', '等级保护支队')],
  },
  {
    key: 'xinchuang',
    region: '990000',
    parent: null,
    kind: 'guide',
    guideField: 'xinchuang',
    name: '衡川省党信办',
    shortName: '省党信办',
    people: [who('xinchuang', '容新', 'guide', '信创推进处')],
  },
  {
    key: 'cipher',
    region: '990000',
    parent: null,
    kind: 'guide',
    guideField: 'cipher',
    name: '衡川省密码管理局',
    shortName: '省密码局',
    people: [who('cipher', '秘思', 'guide', '应用推进处')],
  },
  {
    key: 'finance',
    region: '990000',
    parent: null,
    kind: 'guide',
    guideField: 'finance',
    name: '衡川省财政厅',
    shortName: '省财政厅',
    people: [who('finance', '钱谦', 'guide', '预算处')],
  },
  {
    key: 'auditing',
    region: '990000',
    parent: null,
    kind: 'guide',
    guideField: 'audit',
    name: '衡川省审计厅',
    shortName: '省审计厅',
    people: [who('auditing', '明核', 'guide', '电子数据审计处')],
  },
  {
    key: 'resources',
    region: '990000',
    parent: null,
    kind: 'department',
    name: '衡川省自然资源厅',
    shortName: '省自然资源厅',
    people: staff('resources', ['林畴', '山岚', '田亩']),
  },
  {
    key: 'survey',
    region: '990000',
    parent: 'resources',
    kind: 'department',
    name: '衡川省自然资源信息中心',
    shortName: '自然资源信息中心',
    people: staff('survey', ['谷川', '原野', '江图']),
  },
  {
    key: 'service',
    region: '990000',
    parent: null,
    kind: 'department',
    name: '衡川省政务服务管理局',
    shortName: '省政务服务局',
    people: staff('service', ['安宁', '苏畅', '和悦']),
  },
  {
    key: 'civil',
    region: '990000',
    parent: null,
    kind: 'department',
    name: '衡川省民政厅',
    shortName: '省民政厅',
    people: staff('civil', ['慈航', '善闻', '康宜']),
  },
  {
    key: 'ecology',
    region: '990000',
    parent: null,
    kind: 'department',
    name: '衡川省生态环境厅',
    shortName: '省生态环境厅',
    people: staff('ecology', ['碧宇', '清源', '蓝汀']),
  },
  {
    key: 'labour',
    region: '990000',
    parent: null,
    kind: 'department',
    name: '衡川省人力资源和社会保障厅',
    shortName: '省人社厅',
    people: staff('labour', ['勤学', '任远', '业成']),
  },
  {
    key: 'health',
    region: '990000',
    parent: null,
    kind: 'department',
    name: '衡川省卫生健康委员会',
    shortName: '省卫健委',
    people: staff('health', ['安泰', '柏康', '荣健']),
  },
  {
    key: 'education',
    region: '990000',
    parent: null,
    kind: 'department',
    name: '衡川省教育厅',
    shortName: '省教育厅',
    people: staff('education', ['文修', '书同', '习之']),
  },
  {
    key: 'yunjin-approval',
    region: '990100',
    parent: null,
    kind: 'department',
    name: '云津市行政审批局',
    shortName: '云津市审批局',
    people: staff('yunjin', ['程简', '宋达', '易通']),
  },
  {
    key: 'beidu-community',
    region: '990102',
    parent: null,
    kind: 'department',
    name: '北渡区社区服务中心',
    shortName: '北渡社区中心',
    people: staff('beidu', ['里仁', '邻善', '睦和']),
  },
]
