/** What the probe says, in both languages: what is wrong, and what to do about it. */
import { ConnectorFault, type FaultKind } from '../../modules/cloud/connector.ts'
import { COMPUTE_VERSION, VOLUME_VERSION } from './call.ts'
import { codeOf } from './fault.ts'
import type { Service } from './session.ts'

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
    zh: '用户名、密码或域不正确。',
    en: 'User name, password or domain is wrong.',
  },
  noRoleInProject: (project: string): Words => ({
    zh: `用户名和密码正确，但该用户在项目“${project}”中没有角色，或该项目不存在。`,
    en: `User name and password are right, but the user has no role in project “${project}”, or there is no such project.`,
  }),
  authorised: {
    zh: '账号具有管理员权限，可以为租户创建项目。',
    en: 'The account is an administrator and can make projects for tenants.',
  },
  notAdministrator: {
    zh: '该用户不是管理员，无法为租户创建项目；请授予 admin 角色。',
    en: 'The user is not an administrator and cannot make projects for tenants. Grant the role admin.',
  },
  noProjectRole: (role: string): Words => ({
    zh: `云平台没有角色“${role}”，请创建该角色或在登记中另选。`,
    en: `The cloud has no role “${role}”. Create it, or name another one in the registration.`,
  }),
  serviceWorks: (service: Service): Words => ({
    zh: `${SERVICE_NAMES[service].zh}可用。`,
    en: `The ${SERVICE_NAMES[service].en} service works.`,
  }),
  tooOld: (service: Service): Words => ({
    zh: `${SERVICE_NAMES[service].zh}版本过旧，需要支持微版本 ${service === 'compute' ? COMPUTE_VERSION : VOLUME_VERSION}。`,
    en: `The ${SERVICE_NAMES[service].en} service is too old: it must know microversion ${service === 'compute' ? COMPUTE_VERSION : VOLUME_VERSION}.`,
  }),
  notInCatalogue: (service: Service, why: string): Words => ({
    zh: `服务目录中没有${SERVICE_NAMES[service].zh}，或区域名称不正确（${why}）。`,
    en: `The catalogue lacks the ${SERVICE_NAMES[service].en} service, or the region's name is wrong (${why}).`,
  }),
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
