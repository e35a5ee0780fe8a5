/** What the probe says, in both languages: what is wrong, and what to do about it. */
import { ConnectorFault, type FaultKind } from '../../modules/cloud/connector.ts'
import type { Lack, Service } from './catalogue.ts'
import { codeOf } from './fault.ts'
import type { VersionedService, Versions } from './versions.ts'

export interface Words {
  readonly zh: string
  readonly en: string
}

export const SERVICE_NAMES: Readonly<Record<Service, Words>> = {
  identity: { zh: '身份服务（Keystone）', en: 'identity (Keystone)' },
  compute: { zh: '计算服务（Nova）', en: 'compute (Nova)' },
  network: { zh: '网络服务（Neutron）', en: 'network (Neutron)' },
  volume: { zh: '块存储服务（Cinder）', en: 'block storage (Cinder)' },
  image: { zh: '镜像服务（Glance）', en: 'image (Glance)' },
  'load-balancer': { zh: '负载均衡服务（Octavia）', en: 'load balancing (Octavia)' },
  'object-store': { zh: '对象存储服务（Swift）', en: 'object storage (Swift)' },
}

/** Why nothing answered, by the code of the system or of the TLS library. */
const TRANSPORT: Readonly<Record<string, Words>> = {
  ECONNREFUSED: {
    zh: '连接被拒绝：该端口没有服务在监听，请核对地址和端口。',
    en: 'Connection refused: nothing listens there. Check host and port.',
  },
  ENOTFOUND: {
    zh: '域名无法解析，请核对地址或 DNS。',
    en: 'The host name cannot be resolved. Check it, or the DNS.',
  },
  EAI_AGAIN: { zh: '域名解析暂时失败，请检查 DNS。', en: 'Name resolution failed for now. Check the DNS.' },
  EGRESS_REFUSED: {
    zh: '该地址不允许连接（回环、链路本地/元数据、组播或平台自身的地址）。确需使用时由运维在 YUNHENG_CLOUD_NETWORKS 中放行。',
    en: 'That address may not be connected to (loopback, link-local or metadata, multicast, or the platform’s own). Operators may allow it by YUNHENG_CLOUD_NETWORKS.',
  },
  EHOSTUNREACH: {
    zh: '主机不可达，请检查网络与防火墙。',
    en: 'The host cannot be reached. Check network and firewall.',
  },
  ENETUNREACH: { zh: '网络不可达，请检查路由。', en: 'The network cannot be reached. Check the routes.' },
  UND_ERR_CONNECT_TIMEOUT: {
    zh: '连接超时，请检查网络与防火墙。',
    en: 'Connecting took too long. Check network and firewall.',
  },
  ECONNRESET: {
    zh: '连接被对方中断，请核对地址应以 http 还是 https 开头。',
    en: 'The other side cut the connection. Check whether the address begins with http or https.',
  },
  UND_ERR_SOCKET: {
    zh: '连接被对方中断，请核对地址应以 http 还是 https 开头。',
    en: 'The other side cut the connection. Check whether the address begins with http or https.',
  },
  CERT_HAS_EXPIRED: {
    zh: 'TLS 证书已过期，请更新云平台的证书。',
    en: 'The TLS certificate has expired. Renew it on the cloud.',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    zh: 'TLS 证书与主机名不符，请使用证书中的名称。',
    en: 'The TLS certificate is for another host name. Use the name in it.',
  },
  ERR_SSL_WRONG_VERSION_NUMBER: {
    zh: '该端口没有使用 TLS，请把地址改为 http，或核对端口。',
    en: 'That port does not speak TLS. Use http, or check the port.',
  },
  ERR_SSL_PACKET_LENGTH_TOO_LONG: {
    zh: '该端口没有使用 TLS，请把地址改为 http，或核对端口。',
    en: 'That port does not speak TLS. Use http, or check the port.',
  },
}

const UNTRUSTED: Words = {
  zh: 'TLS 证书不受信任，请在登记时填入云平台的 CA 证书。',
  en: "The TLS certificate is not trusted. Give the cloud's CA certificate in its registration.",
}
for (const code of [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_GET_ISSUER_CERT',
])
  Object.assign(TRANSPORT, { [code]: UNTRUSTED })

const BY_FAULT: Readonly<Partial<Record<FaultKind, Words>>> = {
  unreachable: { zh: '服务无法访问。', en: 'The service cannot be reached.' },
  timeout: { zh: '服务未在限时内应答。', en: 'The service did not answer in time.' },
  unauthenticated: { zh: '令牌未被服务接受。', en: 'The service does not accept the token.' },
  forbidden: { zh: '该账号无权使用此服务。', en: 'The account may not use this service.' },
  'not-found': { zh: '服务地址不正确。', en: 'The address of the service is not right.' },
  nonsense: { zh: '应答不是 OpenStack 的格式。', en: 'The answer is not of the form that OpenStack gives.' },
  internal: { zh: '服务内部出错。', en: 'The service has an internal error.' },
}

export function wordsOfFault(error: unknown): Words {
  const transport = TRANSPORT[codeOf(error)]
  if (transport) return transport
  if (!(error instanceof ConnectorFault)) return quoted({ zh: '检查失败。', en: 'The check failed.' }, error)
  return quoted(BY_FAULT[error.fault] ?? { zh: '服务报错。', en: 'The service refused.' }, error)
}

/** Nothing answered at all, whoever was asked. */
export function isTransport(error: unknown): boolean {
  return TRANSPORT[codeOf(error)] !== undefined
}

/** Our sentence, then the cloud's own words. */
export function quoted(words: Words, error: unknown): Words {
  const all = error instanceof Error ? error.message : String(error)
  const said = all.length > 200 ? `${all.slice(0, 200)}…` : all
  return { zh: `${words.zh}（${said}）`, en: `${words.en} (${said})` }
}

export const WORDS = {
  reached: { zh: '身份服务可以访问。', en: 'The identity service answers.' },
  notKeystone: {
    zh: '该地址有应答，但不是 OpenStack 身份服务 v3；地址通常形如 http://主机:5000/v3。',
    en: 'Something answers there, but not the OpenStack identity service v3. The address usually looks like http://host:5000/v3.',
  },
  authenticated: { zh: '用户名和密码正确。', en: 'User name and password are right.' },
  wrongPassword: {
    zh: '用户名、密码或域不正确，或者是另一套云平台的账号。',
    en: 'User name, password or domain is wrong, or belongs to another cloud.',
  },
  passwordExpired: {
    zh: '该用户的密码已过期，请在云平台上更换后再更新登记。',
    en: 'The password of this user has expired. Change it on the cloud, then in the registration.',
  },
  userLocked: {
    zh: '该用户因多次登录失败被云平台锁定，请解锁或稍后再试。',
    en: 'The cloud has locked this user after too many failures. Unlock it, or try again later.',
  },
  userDisabled: { zh: '该用户已被云平台停用。', en: 'This user is disabled on the cloud.' },
  credentialGood: (until: Words | null): Words =>
    until === null
      ? { zh: '应用凭证有效，没有到期时间。', en: 'The application credential is good, without an end.' }
      : {
          zh: `应用凭证有效，${until.zh}到期；请在此之前更新登记。`,
          en: `The application credential is good until ${until.en}. Renew it in the registration before then.`,
        },
  credentialExpired: (at: Words): Words => ({
    zh: `应用凭证已于${at.zh}到期，请在云平台上新建并更新登记。`,
    en: `The application credential expired at ${at.en}. Make a new one on the cloud and change the registration.`,
  }),
  credentialRefused: {
    zh: '云平台有此应用凭证，但不接受：密钥不正确，或者凭证已到期、所属用户已停用（云平台不说是哪一种）。',
    en: 'The cloud knows this application credential but refuses it: the secret is wrong, or it has expired, or its user is disabled (the cloud does not say which).',
  },
  credentialUnknown: {
    zh: '云平台没有此应用凭证：ID 不正确、凭证已被删除，或者是另一套云平台的凭证。',
    en: 'The cloud has no such application credential: the ID is wrong, it was deleted, or it belongs to another cloud.',
  },
  noRoleInProject: (project: string): Words => ({
    zh: `用户名和密码正确，但该用户在项目“${project}”中没有角色，或该项目不存在。`,
    en: `User name and password are right, but the user has no role in project “${project}”, or there is no such project.`,
  }),
  authorised: {
    zh: '账号具有管理员权限，可以为租户创建项目。',
    en: 'The account is an administrator and can make projects for tenants.',
  },
  notAdministrator: (roles: readonly string[]): Words => ({
    zh: `权限不足：不是管理员，无法为租户创建项目（现有角色：${roles.join('、') || '无'}）；请授予 admin 角色。`,
    en: `Too low a role: not an administrator, so no projects can be made for tenants (roles now: ${roles.join(', ') || 'none'}). Grant the role admin.`,
  }),
  noProjectRole: (role: string): Words => ({
    zh: `云平台没有角色“${role}”，请创建该角色或在登记中另选。`,
    en: `The cloud has no role “${role}”. Create it, or name another one in the registration.`,
  }),
  serviceWorks: (service: Service): Words => ({
    zh: `${SERVICE_NAMES[service].zh}可用。`,
    en: `The ${SERVICE_NAMES[service].en} service works.`,
  }),
  /** With what was agreed on. */
  versioned: (service: VersionedService, { min, max }: Versions, used: string): Words => ({
    zh: `${SERVICE_NAMES[service].zh}可用，使用微版本 ${used}（该服务支持 ${min} 至 ${max}）。`,
    en: `The ${SERVICE_NAMES[service].en} service works; microversion ${used} is used (it knows ${min} to ${max}).`,
  }),
  tooOld: (service: VersionedService, needed: string): Words => ({
    zh: `${SERVICE_NAMES[service].zh}版本过旧，需要支持微版本 ${needed}。`,
    en: `The ${SERVICE_NAMES[service].en} service is too old: it must know microversion ${needed}.`,
  }),
  /** A service that can be done without. */
  absent: (service: Service): Words => ({
    zh: `该区域没有${SERVICE_NAMES[service].zh}，相应的资源不提供。`,
    en: `This region has no ${SERVICE_NAMES[service].en} service; what needs it is not offered.`,
  }),
  lacking: (service: Service, { lacks, instead }: Lack, interfaceName: string): Words => {
    const { zh, en } = SERVICE_NAMES[service]
    const list = instead.join('、')
    if (lacks === 'interface')
      return {
        zh: `服务目录中${zh}没有 ${interfaceName} 类地址；现有：${list}。请在登记中改选。`,
        en: `The catalogue has no ${interfaceName} address of the ${en} service, but: ${list}. Choose another in the registration.`,
      }
    return {
      zh: `该区域的服务目录中没有${zh}${list === '' ? '' : `；有此服务的区域：${list}`}。`,
      en: `In this region the catalogue lacks the ${en} service${list === '' ? '' : `; regions with it: ${list}`}.`,
    }
  },
  /** The catalogue names an address that is of no use from here. */
  deadAddress: (service: Service, address: string, why: Words): Words => ({
    zh: `服务目录给出的${SERVICE_NAMES[service].zh}地址 ${address} 用不了：${why.zh}若该地址只在云平台内部有效，请改选目录中的另一类地址（public、internal、admin）。`,
    en: `The catalogue's address of the ${SERVICE_NAMES[service].en} service, ${address}, is of no use: ${why.en} If it is valid only inside the cloud, choose another sort of address (public, internal, admin).`,
  }),
  region: (region: string, others: readonly string[]): Words => ({
    zh: `使用区域 ${region}${others.length === 0 ? '，云平台只有这一个区域' : `；其他区域：${others.join('、')}`}。`,
    en: `Region ${region} is used${others.length === 0 ? '; there is no other' : `; others: ${others.join(', ')}`}.`,
  }),
  chooseRegion: (regions: readonly string[]): Words => ({
    zh: `云平台有多个区域，请选定一个：${regions.join('、')}。每个区域各登记一次。`,
    en: `The cloud has several regions, choose one: ${regions.join(', ')}. Each is registered by itself.`,
  }),
  noRegion: (region: string, regions: readonly string[]): Words => ({
    zh: `服务目录中没有区域 ${region}；现有区域：${regions.join('、')}。`,
    en: `The catalogue has no region ${region}; there are: ${regions.join(', ')}.`,
  }),
  emptyCatalogue: {
    zh: '服务目录是空的：该账号所在项目看不到任何服务。',
    en: 'The catalogue is empty: no service is shown to the project of this account.',
  },
  clock: (seconds: number): Words => ({
    zh: `云平台时钟与本机相差 ${seconds} 秒。`,
    en: `The cloud's clock differs from ours by ${seconds} s.`,
  }),
  clockOff: (seconds: number): Words => ({
    zh: `云平台时钟与本机相差 ${seconds} 秒，请校准（NTP），否则计量会出错。`,
    en: `The cloud's clock differs from ours by ${seconds} s. Set them right (NTP), or usage will be wrong.`,
  }),
  quotaLifted: {
    zh: '配额由云衡管理：新建项目时会解除 OpenStack 自身的配额。',
    en: "Yunheng keeps the quotas: OpenStack's own are lifted in the projects that it makes.",
  },
  quotaKept: (instances: number, cores: number): Words => ({
    zh: `保留 OpenStack 的默认配额：每个项目云主机 ${instances} 台、vCPU ${cores} 个。`,
    en: `OpenStack's default quotas are kept: ${instances} servers and ${cores} vCPU for each project.`,
  }),
} as const
