/** The catalogue that is shipped: the nine services of R60–R68 here, PaaS and applications beside. */
import type { OfferingCreate, PlanContent } from '@yunheng/contract'
import { APPLICATIONS } from './default-applications.ts'
import {
  ADDRESS_BY_TRAFFIC,
  BALANCER,
  BUCKET,
  CROSS_ZONE,
  FIREWALL,
  HOSTS,
  NETWORK,
  PUBLIC_ADDRESS,
  SERVER,
  SITE,
  SNAPSHOT,
  VOLUME,
  VPN,
} from './default-parameters.ts'
import { PLATFORM_SERVICES } from './default-platform.ts'
import { cloud, offering, one, order, unitPlan } from './offering-brief.ts'

/** Host tiers of public catalogues (facts §4): small ones are the usual choice, large ones want reasons (R102). */
function serverPlan(cores: number, memoryGiB: number, isRecommended: boolean): PlanContent {
  return {
    code: `c${cores}m${memoryGiB}`,
    title: { zh: `${cores} 核 ${memoryGiB} GiB`, en: `${cores} cores, ${memoryGiB} GiB` },
    isRecommended,
    dimensions: [
      { dimension: 'vcpu', amount: { fixed: cores }, recommended: 8 },
      { dimension: 'memory-gib', amount: { fixed: memoryGiB }, recommended: 32 },
      { dimension: 'root-disk-gib', amount: { parameter: 'rootDiskGiB' }, minimum: 20, recommended: 100 },
    ],
    parameters: SERVER,
  }
}

function volumePlan(code: string, zh: string, en: string, isRecommended: boolean): PlanContent {
  return {
    code,
    title: { zh, en },
    isRecommended,
    dimensions: [
      { dimension: 'storage-gib', amount: { parameter: 'sizeGiB' }, minimum: 10, recommended: 2048 },
    ],
    parameters: VOLUME,
  }
}

const security = { family: 'information-security', part: 'security-guarantee' } as const

export const DEFAULT_CATALOGUE: readonly OfferingCreate[] = [
  offering({
    code: 'cloud-host',
    zh: ['云主机', '按需创建、调整和释放的虚拟主机（处理器、内存、磁盘可动态调整）。'],
    en: ['Cloud host', 'Virtual servers, made, resized and released on demand.'],
    fulfilment: cloud('server'),
    plans: [
      serverPlan(2, 4, true),
      serverPlan(2, 8, false),
      serverPlan(4, 8, true),
      serverPlan(4, 16, false),
      serverPlan(8, 16, true),
      serverPlan(8, 32, false),
      serverPlan(16, 64, false),
      serverPlan(32, 128, false),
    ],
  }),
  offering({
    code: 'cloud-storage',
    zh: ['云存储', '云硬盘的创建、挂载、扩容、快照与删除，三档性能。'],
    en: ['Cloud storage', 'Volumes to make, attach, extend, snapshot and delete, in three tiers.'],
    fulfilment: cloud('volume', 'snapshot'),
    plans: [
      volumePlan('general-ssd', '普通存储（IOPS 1000–3000）', 'General (1,000–3,000 IOPS)', true),
      volumePlan(
        'high-performance-ssd',
        '高性能存储（IOPS 3000–20000）',
        'High performance (3,000–20,000 IOPS)',
        false,
      ),
      volumePlan('static', '静态存储', 'Static', false),
      unitPlan('snapshot', '快照', 'Snapshot', 'snapshot-gib', { parameter: 'sizeGiB' }, SNAPSHOT),
    ],
  }),
  offering({
    code: 'object-storage',
    zh: ['对象存储', '存放文件、图片和备份的存储桶，经 S3 或 Swift 接口读写，按容量上限申请。'],
    en: [
      'Object storage',
      'Buckets for files, pictures and copies, read and written by S3 or Swift, up to a limit.',
    ],
    // Where the cloud has none, its provider sets one up by hand.
    fulfilment: { by: 'connector', kinds: ['bucket'], workingDays: 3 },
    plans: [unitPlan('standard', '标准存储', 'Standard', 'object-gib', { parameter: 'sizeGiB' }, BUCKET)],
  }),
  offering({
    code: 'virtual-network',
    zh: ['虚拟网络', '以 VxLAN 隔离的专有网络、子网与路由；公网地址与带宽。'],
    en: ['Virtual network', 'Private networks isolated by VxLAN, subnets, routers; public addresses.'],
    fulfilment: cloud('network', 'subnet', 'router', 'floating-ip'),
    plans: [
      unitPlan('private-network', '专有网络', 'Private network', 'instance', one, NETWORK),
      {
        code: 'public-address',
        title: { zh: '公网地址', en: 'Public address' },
        isRecommended: false,
        dimensions: [
          { dimension: 'public-ip', amount: one },
          { dimension: 'bandwidth-mbps', amount: { parameter: 'bandwidthMbps' }, recommended: 20 },
        ],
        parameters: PUBLIC_ADDRESS,
      },
      {
        code: 'public-address-by-traffic',
        title: { zh: '公网地址（按流量）', en: 'Public address, by traffic' },
        isRecommended: false,
        dimensions: [
          { dimension: 'public-ip', amount: one },
          { dimension: 'traffic-gb', amount: { parameter: 'trafficGb' } },
        ],
        parameters: ADDRESS_BY_TRAFFIC,
      },
    ],
  }),
  offering({
    code: 'cloud-firewall',
    ...security,
    zh: ['云防火墙', '有状态的访问控制，规则自定义，按等保要求配置。'],
    en: [
      'Cloud firewall',
      'Stateful access control with rules of your own, set as the protection level asks.',
    ],
    fulfilment: cloud('security-group'),
    plans: [unitPlan('rule-set', '访问控制规则集', 'Rule set', 'instance', one, FIREWALL)],
  }),
  offering({
    // R10: what lies between the zones is the provider's, so a person opens it and shows that it is open.
    code: 'cross-zone-access',
    zh: ['跨网络区访问', '互联网区、政务外网区与专线区之间的访问，由服务商按工单开通并提交凭据，到期关闭。'],
    en: [
      'Cross-zone access',
      'Access between network zones, opened by the provider on a work order with evidence, closed at its end.',
    ],
    fulfilment: order(5),
    ...security,
    plans: [unitPlan('access', '访问通道', 'Access', 'instance', one, CROSS_ZONE)],
  }),
  offering({
    code: 'vpn',
    ...security,
    zh: ['虚拟专用网', '远程安全接入的加密隧道，按账号管理，有责任人和到期日。'],
    en: ['VPN', 'Tunnels for secure remote access, by account, with an owner and an expiry.'],
    fulfilment: order(3),
    plans: [
      unitPlan('ssl-vpn', 'SSL VPN 账号', 'SSL VPN accounts', 'account', { parameter: 'accounts' }, VPN),
    ],
  }),
  offering({
    code: 'web-protection',
    ...security,
    zh: ['虚拟应用安全防护网关', 'Web 应用防护，按站点。'],
    en: ['Web protection gateway', 'Protection of Web applications, by site.'],
    fulfilment: order(3),
    plans: [unitPlan('waf-3000', '3000 QPS', '3,000 QPS', 'instance', one, SITE)],
  }),
  offering({
    code: 'intrusion-prevention',
    ...security,
    zh: ['虚拟入侵防御系统', '对主机流量的入侵检测与阻断。'],
    en: ['Intrusion prevention', 'Finds and stops intrusions in the traffic of hosts.'],
    fulfilment: order(3),
    plans: [unitPlan('per-host', '按主机', 'Per host', 'host', { parameter: 'hosts' }, HOSTS)],
  }),
  offering({
    code: 'anti-virus',
    ...security,
    zh: ['虚拟防病毒系统', '主机防病毒，统一升级病毒库。'],
    en: ['Anti-virus', 'Anti-virus for hosts, updated centrally.'],
    fulfilment: order(3),
    plans: [unitPlan('per-host', '按主机', 'Per host', 'host', { parameter: 'hosts' }, HOSTS)],
  }),
  offering({
    code: 'load-balancing',
    zh: ['虚拟负载均衡', '四层与七层多协议、多算法的流量分发，后端至少 2 台主机。'],
    en: ['Load balancing', 'Spreads traffic by several protocols and algorithms over at least two hosts.'],
    // R68: where the cloud has none, its provider sets one up by hand.
    fulfilment: { by: 'connector', kinds: ['load-balancer'], workingDays: 3 },
    plans: [unitPlan('standard', '标准型', 'Standard', 'instance', one, BALANCER)],
  }),
  ...PLATFORM_SERVICES,
  ...APPLICATIONS,
]
