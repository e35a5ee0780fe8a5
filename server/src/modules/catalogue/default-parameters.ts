/** Parameters of the offerings that are shipped. Names are those of the resource's spec, so that they pass on unchanged. */
import type { ParameterSchema } from '@yunheng/contract'

const title = (zh: string, en: string) => ({ 'x-title': { zh, en } })
const gib = { 'x-unit': { zh: 'GiB', en: 'GiB' } }
const ids = (choices: string, maxItems: number) => ({
  type: 'array',
  items: { type: 'string', format: 'uuid' },
  maxItems,
  uniqueItems: true,
  default: [],
  'x-choices': choices,
})

function parameters(properties: Record<string, unknown>, required: readonly string[] = []): ParameterSchema {
  return { type: 'object', properties, required: [...required], additionalProperties: false }
}

export const NONE = parameters({})

export const SERVER = parameters(
  {
    image: {
      type: 'string',
      minLength: 1,
      maxLength: 63,
      'x-choices': 'images',
      ...title('操作系统镜像', 'Image'),
    },
    rootDiskGiB: {
      type: 'integer',
      minimum: 20,
      maximum: 500,
      default: 40,
      ...gib,
      ...title('系统盘', 'Root disk'),
    },
    subnetIds: {
      ...ids('subnets', 10),
      ...title('子网（不选则使用系统的默认网络）', 'Subnets (the system’s own when none)'),
    },
    securityGroupIds: { ...ids('security-groups', 20), ...title('安全组', 'Security groups') },
    keyPairId: { type: 'string', format: 'uuid', 'x-choices': 'key-pairs', ...title('登录密钥', 'Key pair') },
    bootFromVolume: {
      type: 'boolean',
      default: false,
      ...title('系统盘使用云硬盘', 'The root disk is a volume'),
    },
    keepRootVolume: {
      type: 'boolean',
      default: false,
      ...title('释放云主机时保留系统盘云硬盘', 'That volume stays when the server is released'),
    },
  },
  ['image'],
)

export const VOLUME = parameters(
  {
    sizeGiB: { type: 'integer', minimum: 10, maximum: 32_768, ...gib, ...title('容量', 'Size') },
    serverId: { type: 'string', format: 'uuid', 'x-choices': 'servers', ...title('挂载到', 'Attach to') },
    backupId: {
      type: 'string',
      format: 'uuid',
      'x-choices': 'backups',
      ...title('由备份恢复（不选则为空盘）', 'Restored from a backup (empty without)'),
    },
  },
  ['sizeGiB'],
)

export const SNAPSHOT = parameters(
  {
    volumeId: { type: 'string', format: 'uuid', 'x-choices': 'volumes', ...title('云硬盘', 'Volume') },
    sizeGiB: {
      type: 'integer',
      minimum: 10,
      maximum: 32_768,
      ...gib,
      ...title('云硬盘容量', 'Size of the volume'),
    },
  },
  ['volumeId', 'sizeGiB'],
)

export const BUCKET = parameters(
  {
    sizeGiB: { type: 'integer', minimum: 1, maximum: 1_000_000, ...gib, ...title('容量上限', 'At most') },
  },
  ['sizeGiB'],
)

export const NETWORK = parameters(
  {
    cidr: {
      type: 'string',
      minLength: 9,
      maxLength: 18,
      default: '10.0.0.0/24',
      ...title('网段（可与其他单位相同）', 'Range (may be the same as another body’s)'),
    },
    dnsServers: {
      type: 'array',
      items: { type: 'string', format: 'ipv4' },
      maxItems: 5,
      default: [],
      ...title('域名服务器', 'Name servers'),
    },
  },
  [],
)

export const PUBLIC_ADDRESS = parameters({
  serverId: { type: 'string', format: 'uuid', 'x-choices': 'servers', ...title('绑定到', 'Bind to') },
  bandwidthMbps: {
    type: 'integer',
    minimum: 1,
    maximum: 1000,
    default: 5,
    'x-unit': { zh: 'Mbps', en: 'Mbps' },
    ...title('带宽', 'Bandwidth'),
  },
})

/** What is expected is for estimates and commitments alone: what is billed is what flowed. */
export const ADDRESS_BY_TRAFFIC = parameters({
  serverId: { type: 'string', format: 'uuid', 'x-choices': 'servers', ...title('绑定到', 'Bind to') },
  trafficGb: {
    type: 'integer',
    minimum: 1,
    maximum: 1_000_000,
    default: 100,
    'x-unit': { zh: 'GB', en: 'GB' },
    ...title(
      '预计每月流出流量（用于估算，按实际流量计费）',
      'Traffic expected in a month (for the estimate; what flows is billed)',
    ),
  },
})

const RULE = parameters(
  {
    direction: { type: 'string', enum: ['ingress', 'egress'], ...title('方向', 'Direction') },
    protocol: { type: 'string', enum: ['tcp', 'udp', 'icmp', 'any'], ...title('协议', 'Protocol') },
    portFrom: { type: 'integer', minimum: 1, maximum: 65_535, ...title('起始端口', 'First port') },
    portTo: { type: 'integer', minimum: 1, maximum: 65_535, ...title('结束端口', 'Last port') },
    remoteCidr: { type: 'string', minLength: 3, maxLength: 43, ...title('对端网段', 'Other side') },
  },
  ['direction', 'protocol', 'remoteCidr'],
)

/** Stateful rules: answers to what is let in are let out (R63). */
export const FIREWALL = parameters({
  rules: { type: 'array', items: RULE, maxItems: 200, default: [], ...title('访问规则', 'Rules') },
})

const zone = (zh: string, en: string) => ({
  type: 'string',
  enum: ['internet', 'government-extranet', 'dedicated-line'],
  ...title(zh, en),
})
const range = (zh: string, en: string) => ({ type: 'string', minLength: 3, maxLength: 43, ...title(zh, en) })
const words = (zh: string, en: string, maxLength: number) => ({
  type: 'string',
  minLength: 1,
  maxLength,
  ...title(zh, en),
})

/** Who reaches whom over which border, why, and until when (R10). The gate on rules reads `fromCidr`, `toCidr`, `expiresOn`. */
export const CROSS_ZONE = parameters(
  {
    fromZone: zone('来源网络区域', 'From network zone'),
    fromSystem: words('来源系统', 'From system', 100),
    fromCidr: range('来源网段', 'From range'),
    toZone: zone('目标网络区域', 'To network zone'),
    toSystem: words('目标系统', 'To system', 100),
    toCidr: range('目标网段', 'To range'),
    protocol: { type: 'string', enum: ['tcp', 'udp', 'icmp', 'any'], ...title('协议', 'Protocol') },
    ports: words('端口（如 443、8000-8010）', 'Ports (443, 8000-8010)', 200),
    reason: words('访问理由', 'Reason', 500),
    expiresOn: { type: 'string', format: 'date', ...title('到期日', 'Expires on') },
  },
  [
    'fromZone',
    'fromSystem',
    'fromCidr',
    'toZone',
    'toSystem',
    'toCidr',
    'protocol',
    'ports',
    'reason',
    'expiresOn',
  ],
)

export const VPN = parameters(
  {
    accounts: { type: 'integer', minimum: 1, maximum: 500, ...title('账号数', 'Accounts') },
    owner: { type: 'string', minLength: 1, maxLength: 60, ...title('账号责任人', 'Owner of the accounts') },
    expiresOn: { type: 'string', format: 'date', ...title('到期日', 'Expires on') },
  },
  ['accounts', 'owner', 'expiresOn'],
)

export const SITE = parameters(
  {
    domain: { type: 'string', minLength: 3, maxLength: 253, ...title('防护域名', 'Domain') },
    ports: {
      type: 'array',
      items: { type: 'integer', minimum: 1, maximum: 65_535 },
      minItems: 1,
      maxItems: 20,
      default: [80, 443],
      ...title('防护端口', 'Ports'),
    },
  },
  ['domain'],
)

/** Services by host. What is named is protected first; the rest of the number protects the system's other hosts (R67). */
export const HOSTS = parameters(
  {
    hosts: { type: 'integer', minimum: 1, maximum: 10_000, ...title('主机数', 'Hosts') },
    serverIds: {
      ...ids('servers', 100),
      ...title(
        '指定主机（不选则按创建先后覆盖本系统主机）',
        'These hosts first (the oldest of the system when none)',
      ),
    },
  },
  ['hosts'],
)

/** A container cluster (R74): its release and its size are changed by approved requests, and so recorded. */
export const CONTAINERS = parameters(
  {
    version: {
      type: 'string',
      enum: ['1.30', '1.31', '1.32', '1.33'],
      default: '1.32',
      ...title('Kubernetes 版本', 'Kubernetes release'),
    },
    nodes: {
      type: 'integer',
      minimum: 2,
      maximum: 200,
      default: 3,
      ...title('工作节点数', 'Worker nodes'),
    },
  },
  ['version', 'nodes'],
)

export const BALANCER = parameters(
  {
    protocol: { type: 'string', enum: ['tcp', 'udp', 'http', 'https'], ...title('协议', 'Protocol') },
    algorithm: {
      type: 'string',
      enum: ['round-robin', 'least-connections', 'source-address'],
      default: 'round-robin',
      ...title('算法', 'Algorithm'),
    },
    port: { type: 'integer', minimum: 1, maximum: 65_535, default: 80, ...title('监听端口', 'Port') },
    memberPort: {
      type: 'integer',
      minimum: 1,
      maximum: 65_535,
      ...title('后端端口（不填则与监听端口相同）', 'Port of the servers (the same when left out)'),
    },
    healthPath: {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      ...title(
        '健康检查路径（仅 HTTP；不填则只检查能否连接）',
        'Health path (HTTP only; connections are checked without)',
      ),
    },
    serverIds: {
      type: 'array',
      items: { type: 'string', format: 'uuid' },
      minItems: 2,
      maxItems: 100,
      uniqueItems: true,
      'x-choices': 'servers',
      ...title('后端主机（至少 2 台）', 'Backend servers (at least 2)'),
    },
  },
  ['protocol', 'port', 'serverIds'],
)

export const SEATS = parameters(
  { seats: { type: 'integer', minimum: 1, maximum: 10_000, ...title('席位数', 'Seats') } },
  ['seats'],
)
