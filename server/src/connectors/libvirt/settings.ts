/** What a registration says, parsed once. Hosts come as a list of libvirt URIs; nothing in one can run a program of its own. */
import { type ConnectionSettings, ConnectorFault, count, oneOf } from '../../modules/cloud/connector.ts'

export type Transport = 'unix' | 'ssh' | 'tls' | 'tcp'

export interface HostSettings {
  /** Part of every identifier on it: the name that the list gives, or its address. */
  readonly name: string
  readonly transport: Transport
  /** Null for a socket of this machine. */
  readonly address: string | null
  readonly port: number | null
  readonly user: string | null
  readonly socket: string | null
}

export interface Settings {
  readonly hosts: readonly HostSettings[]
  readonly pool: string
  readonly imagePool: string
  /** Bridge of the hosts that all networks are put on; null for networks that stand apart, each on its host. */
  readonly bridge: string | null
  readonly emulated: boolean
  readonly sshKey: string | null
  readonly hostKeys: string | null
  readonly caCertificate: string | null
  readonly clientCertificate: string | null
  readonly clientKey: string | null
  /** How long a guest has to shut down by itself before it is switched off. */
  readonly graceMs: number
  readonly pageSize: number
  readonly timeoutMs: number
  readonly virsh: string
}

const HOSTS_MAX = 64
const HOST_NAME = /^[A-Za-z0-9][A-Za-z0-9.:_-]{0,62}$/
const ADDRESS = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:.]+\])$/
const USER = /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/
/** Of pools, bridges and the like; also safe where virsh reads a line of words. */
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/

export function parseSettings({ endpoint, credentials, options }: ConnectionSettings): Settings {
  // Which of the fields are kept encrypted is the registry's matter.
  const given = { ...options, ...credentials }
  const pool = plain(given.pool || 'default', 'pool')
  return {
    hosts: parseHosts(endpoint),
    pool,
    imagePool: plain(given.imagePool || pool, 'imagePool'),
    bridge: given.bridge ? plain(given.bridge, 'bridge') : null,
    emulated: oneOf(given, 'acceleration', ['kvm', 'emulated']) === 'emulated',
    sshKey: given.sshKey || null,
    hostKeys: given.hostKeys || null,
    caCertificate: given.caCertificate || null,
    clientCertificate: given.clientCertificate || null,
    clientKey: given.clientKey || null,
    graceMs: count(given, 'graceSeconds', 20, 0, 40) * 1000,
    pageSize: count(given, 'pageSize', 200, 1, 1000),
    timeoutMs: count(given, 'timeoutMs', 45_000, 100, 600_000),
    virsh: 'virsh',
  }
}

/** `name=uri` or `uri`, with commas, semicolons or white space between. */
export function parseHosts(endpoint: string): readonly HostSettings[] {
  const parts = endpoint.split(/[\s,;]+/).filter((part) => part !== '')
  if (parts.length === 0 || parts.length > HOSTS_MAX)
    throw new ConnectorFault('invalid', `one to ${HOSTS_MAX} hosts, not ${parts.length}`)
  const hosts = parts.map(parseHost)
  const names = new Set(hosts.map((host) => host.name))
  if (names.size !== hosts.length) throw new ConnectorFault('invalid', 'two hosts of one name')
  return hosts
}

const TRANSPORTS: Readonly<Record<string, Transport>> = {
  'qemu:': 'unix',
  'qemu+unix:': 'unix',
  'qemu+ssh:': 'ssh',
  'qemu+tls:': 'tls',
  'qemu+tcp:': 'tcp',
}

function parseHost(part: string): HostSettings {
  const [, given = null, text = ''] = /^(?:([^=/?]+)=)?(.*)$/s.exec(part) ?? []
  if (!URL.canParse(text)) throw new ConnectorFault('invalid', `not a libvirt URI: ${text}`)
  const url = new URL(text)
  const transport = TRANSPORTS[url.protocol]
  if (transport === undefined)
    throw new ConnectorFault('invalid', `qemu+ssh, qemu+tls, qemu+tcp or qemu+unix, not ${url.protocol}`)
  if (url.pathname !== '/system') throw new ConnectorFault('invalid', `a URI ends with /system: ${text}`)
  if (url.password !== '' || url.hash !== '')
    throw new ConnectorFault('invalid', 'a libvirt URI takes no password')
  // `command=`, `netcat=` and `pkipath=` would let a registration name programs and files of this machine.
  const foreign = [...url.searchParams.keys()].filter((key) => key !== 'socket')
  if (foreign.length > 0) throw new ConnectorFault('invalid', `not allowed in a URI: ${foreign.join(', ')}`)
  return { ...addressOf(url, transport, text), name: nameOf(given, url) }
}

function addressOf(url: URL, transport: Transport, text: string): Omit<HostSettings, 'name'> {
  const isLocal = transport === 'unix'
  if (isLocal !== (url.hostname === ''))
    throw new ConnectorFault('invalid', `${isLocal ? 'no' : 'a'} host belongs in ${text}`)
  if (!isLocal && !ADDRESS.test(url.hostname))
    throw new ConnectorFault('invalid', `not a host: ${url.hostname}`)
  const user = url.username === '' ? null : url.username
  if (user !== null && !USER.test(user)) throw new ConnectorFault('invalid', `not a user: ${user}`)
  const socket = url.searchParams.get('socket')
  if (socket !== null && !/^\/[A-Za-z0-9_./-]{1,200}$/.test(socket))
    throw new ConnectorFault('invalid', `not a socket: ${socket}`)
  return {
    transport,
    address: isLocal ? null : url.hostname,
    port: url.port === '' ? null : Number(url.port),
    user,
    socket,
  }
}

function nameOf(given: string | null, url: URL): string {
  const name = given ?? (url.host === '' ? 'local' : url.host.replace(/^\[|\]/g, ''))
  if (!HOST_NAME.test(name)) throw new ConnectorFault('invalid', `not a name for a host: ${name}`)
  return name
}

function plain(value: string, name: string): string {
  if (!PLAIN.test(value))
    throw new ConnectorFault('invalid', `${name}: not a name that libvirt takes: ${value}`)
  return value
}
