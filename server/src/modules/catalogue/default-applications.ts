/**
 * Applications that are shipped: shared on demand, delivered by the provider's people on a work order and metered by what was ordered
 * (R78–R81, R84), and the operation guarantee of R82.
 */
import type { OfferingCreate } from '@yunheng/contract'
import { NONE, SEATS } from './default-parameters.ts'
import {
  BY_ACCOUNT,
  BY_DEVICE,
  BY_HOST,
  BY_INTERFACE,
  BY_MESSAGE,
  BY_SEAT,
  countedPlan,
  offering,
  one,
  order,
  unitPlan,
} from './offering-brief.ts'

const saas = { serviceClass: 'saas', part: 'application-layer' } as const
const functions = { ...saas, family: 'application-function' } as const
const information = { ...saas, family: 'information-resource' } as const
const guarantee = {
  serviceClass: 'saas',
  family: 'operation-guarantee',
  part: 'management-norms',
  owner: 'operations',
} as const
const instance = (code: string, zh: string, en: string) => unitPlan(code, zh, en, 'instance', one, NONE)
const accounts = (code: string, zh: string, en: string) => countedPlan(code, [zh, en], 'account', BY_ACCOUNT)
const seats = (code: string, zh: string, en: string) => countedPlan(code, [zh, en], 'seat', BY_SEAT)
const messages = (code: string, zh: string, en: string) => countedPlan(code, [zh, en], 'message', BY_MESSAGE)

/** R84: website, mail, messaging, document transfer, seal, office. */
const SHARED_SYSTEMS: readonly OfferingCreate[] = [
  offering({
    code: 'website',
    ...functions,
    zh: ['网站', '集约化部署的政府网站，按站点。'],
    en: ['Website', 'Government websites on one platform, by site.'],
    fulfilment: order(5),
    plans: [instance('site', '站点', 'Site')],
  }),
  offering({
    code: 'mail',
    ...functions,
    zh: ['电子邮件', '政务邮箱，按账号。'],
    en: ['Mail', 'Mailboxes for government, by account.'],
    fulfilment: order(3),
    plans: [accounts('mailbox', '邮箱账号', 'Mailboxes')],
  }),
  offering({
    code: 'instant-messaging',
    ...functions,
    zh: ['即时通信', '政务即时通信，按账号。'],
    en: ['Instant messaging', 'Messaging for government, by account.'],
    fulfilment: order(3),
    plans: [accounts('account', '账号', 'Accounts')],
  }),
  offering({
    code: 'document-transfer',
    ...functions,
    zh: ['电子公文传输', '单位之间的公文交换，按单位账号。'],
    en: ['Document transfer', 'Official documents between bodies, by account of a body.'],
    fulfilment: order(5),
    plans: [accounts('account', '单位账号', 'Accounts')],
  }),
  offering({
    code: 'e-seal',
    ...functions,
    zh: ['电子印章', '电子印章的制作与签章服务，按印章。'],
    en: ['E-seal', 'Electronic seals and signing, by seal.'],
    fulfilment: order(5),
    plans: [instance('seal', '电子印章', 'Seal')],
  }),
  offering({
    code: 'office',
    ...functions,
    zh: ['协同办公', '公文办理与日常办公，按账号。'],
    en: ['Office', 'Documents and daily office work, by account.'],
    fulfilment: order(5),
    plans: [accounts('account', '账号', 'Accounts')],
  }),
]

/** R78–R81. */
const COMMON_ABILITIES: readonly OfferingCreate[] = [
  offering({
    code: 'data-service',
    ...information,
    zh: ['数据服务', '数据目录、接口、标签与专题，目录按账号，接口按个，标签与专题按套。'],
    en: ['Data service', 'Catalogues by account, interfaces by number, tags and topics by set.'],
    fulfilment: order(5),
    plans: [
      accounts('catalogue', '数据目录', 'Data catalogue'),
      countedPlan('interface', ['数据接口', 'Data interfaces'], 'instance', BY_INTERFACE),
      instance('tag', '数据标签', 'Data tags'),
      instance('topic', '专题数据', 'Topic data'),
    ],
  }),
  offering({
    code: 'business-intelligence',
    ...functions,
    zh: ['商业智能（BI）', '报表与分析，按账号。'],
    en: ['Business intelligence', 'Reports and analysis, by account.'],
    fulfilment: order(5),
    plans: [accounts('analyst', '分析账号', 'Analyst accounts')],
  }),
  offering({
    code: 'smart-message',
    ...functions,
    zh: ['智能消息', '视频短信、通信解析、短信通知与验证码，按每月条数配额。'],
    en: ['Smart messages', 'Video messages, parsing, notices and codes, up to a quota of messages a month.'],
    fulfilment: order(3),
    plans: [
      messages('video', '视频短信', 'Video messages'),
      messages('parsing', '通信解析', 'Communication parsing'),
      messages('notice', '短信通知', 'Notices'),
      messages('code', '验证码', 'Verification codes'),
    ],
  }),
  offering({
    code: 'collaboration',
    ...functions,
    zh: ['协同服务', '消息、音视频会议、电子审批与智能客服，按席位。'],
    en: ['Collaboration', 'Messaging, meetings, e-approval and customer service, by seat.'],
    fulfilment: order(5),
    plans: [
      seats('messaging', '消息协同', 'Messaging'),
      seats('meeting', '音视频会议', 'Audio and video meetings'),
      seats('approval', '电子审批', 'E-approval'),
      seats('customer-service', '智能客服', 'Customer service'),
    ],
  }),
  offering({
    code: 'cloud-desktop',
    ...functions,
    zh: ['云桌面', '街道与窗口单位使用的云桌面，按席位。'],
    en: ['Cloud desktop', 'Desktops for street offices and service windows, by seat.'],
    fulfilment: order(5),
    plans: [unitPlan('standard', '标准桌面', 'Standard desktop', 'seat', { parameter: 'seats' }, SEATS)],
  }),
  offering({
    code: 'converged-communication',
    ...functions,
    zh: ['融合通信', '语音、视频与集群对讲的统一通信，按席位。'],
    en: ['Converged communication', 'Voice, video and trunked radio as one, by seat.'],
    fulfilment: order(10),
    plans: [seats('standard', '融合通信席位', 'Seats')],
  }),
  offering({
    code: 'unified-identity',
    ...functions,
    zh: ['统一身份认证', '自然人与法人统一认证的接入，按接入应用。'],
    en: ['Unified identity', 'One sign-in for persons and legal persons, by application.'],
    fulfilment: order(5),
    plans: [instance('application', '接入应用', 'Application')],
  }),
  offering({
    code: 'geographic-information',
    ...information,
    zh: ['地理信息', '统一地图与地理编码接口，按接口。'],
    en: ['Geographic information', 'Maps and geocoding, by interface.'],
    fulfilment: order(5),
    plans: [countedPlan('interface', ['地理信息接口', 'Interfaces'], 'instance', BY_INTERFACE)],
  }),
  offering({
    code: 'iot-sensing',
    ...information,
    zh: ['物联感知', '感知设备数据的汇聚与共享，按设备。'],
    en: ['IoT sensing', 'What sensors tell, gathered and shared, by device.'],
    fulfilment: order(5),
    plans: [countedPlan('devices', ['感知设备', 'Sensors'], 'device', BY_DEVICE)],
  }),
  offering({
    code: 'video-sharing',
    ...information,
    zh: ['视频共享', '公共视频资源的接入与共享，按摄像机。'],
    en: ['Video sharing', 'Public cameras, joined and shared, by camera.'],
    fulfilment: order(5),
    plans: [countedPlan('cameras', ['摄像机', 'Cameras'], 'device', BY_DEVICE)],
  }),
]

/** R82: the sixth family; units as purchases have them (facts §4). */
const GUARANTEES: readonly OfferingCreate[] = [
  offering({
    code: 'host-monitoring',
    ...guarantee,
    zh: ['主机深度监控（7×24）', '由统一运维团队全天监控主机，按主机。'],
    en: ['Deep host monitoring (24/7)', 'Hosts watched around the clock by operations, by host.'],
    fulfilment: order(3),
    plans: [countedPlan('per-host', ['按主机', 'Per host'], 'host', BY_HOST)],
  }),
  offering({
    code: 'remote-access',
    ...guarantee,
    zh: ['远程运维接入', '经堡垒机的远程运维，按账号。'],
    en: ['Remote access', 'Operations from elsewhere through a bastion, by account.'],
    fulfilment: order(3),
    plans: [accounts('account', '运维账号', 'Accounts')],
  }),
]

export const APPLICATIONS: readonly OfferingCreate[] = [...SHARED_SYSTEMS, ...COMMON_ABILITIES, ...GUARANTEES]
