/** Opens the connector on the two hosts that `up.sh` has brought up. */
import { readFileSync } from 'node:fs'
import { libvirtKind } from '../../../server/src/connectors/libvirt/index.ts'
import type { ConnectionSettings, Connector } from '../../../server/src/modules/cloud/connector.ts'
import { createEgress } from '../../../server/src/platform/net/egress.ts'

export const STATE = process.env.LV_STATE ?? ''
export const HOSTS = ['host-1', 'host-2'] as const
/** The department's own network, which both hosts are on. */
export const [BRIDGE, NETWORK] = [process.env.LV_BRIDGE ?? 'br0', process.env.LV_NETWORK ?? '10.91.7']
const read = (name: string) => readFileSync(`${STATE}/ssh/${name}`, 'utf8')

export const socketOf = (host: string) => `qemu+unix:///system?socket=${STATE}/${host}/run/libvirt-sock`

/** Both by their sockets: the quickest way in. */
export const SOCKETS = `host-1=${socketOf('host-1')} host-2=${socketOf('host-2')}`

/** The first as from another machine. */
export const overSsh = () => `host-1=qemu+ssh://root@127.0.0.1:${read('port').trim()}/system`

export const LIBVIRT: ConnectionSettings = {
  cloudId: 'libvirt-lane',
  endpoint: SOCKETS,
  region: null,
  credentials: {},
  // A guest of the lane does not heed the button, and there is no KVM where the lane must run.
  options: { acceleration: 'emulated', graceSeconds: '0' },
}

export const sshSettings = () => ({
  endpoint: overSsh(),
  credentials: { sshKey: read('client') },
  options: { ...LIBVIRT.options, hostKeys: read('known') },
})

/** The lane's hosts stand on this machine, where a platform would not look for any unless it is told so. */
export const EGRESS = createEgress({ allowed: ['127.0.0.0/8', '::1'] })
export const IMAGE = 'tiny.qcow2'

export function openLibvirt(changed: Partial<ConnectionSettings> = {}, now = () => new Date()): Connector {
  return libvirtKind({ now, egress: EGRESS }).connect({ ...LIBVIRT, ...changed })
}
