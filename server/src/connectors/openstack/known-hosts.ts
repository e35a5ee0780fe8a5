/**
 * The compute hosts by their names: a server tells the name of the host it stands on, the port speaks of hosts by their
 * identifiers, and a move is asked for by the name of the host's service.
 */
import { ConnectorFault, type ExternalId } from '../../modules/cloud/connector.ts'
import { objectAt, textAt } from './answer.ts'
import type { Call } from './call.ts'
import { unless } from './fault.ts'

export interface KnownHost {
  readonly ref: ExternalId
  readonly name: string
  readonly service: string
  /** It works, and takes servers. */
  readonly isOpen: boolean
}

const KEY = 'compute hosts'
const LIFE_MS = 5 * 60_000

/** Empty where the registered administrator is not shown them. */
export function knownHosts(call: Call): Promise<readonly KnownHost[]> {
  const admin = call.admin()
  return admin.memo.shared(KEY, LIFE_MS, () => unless('forbidden', readHosts(admin), []))
}

/** As they are now: for what is decided by them. */
export function hostsAnew(call: Call): Promise<readonly KnownHost[]> {
  call.memo.forget(KEY)
  return knownHosts(call)
}

/**
 * Whether there is anywhere to move to. Asked with every pass of every resource, so a question that fails must not stand in
 * the way of the others.
 */
export async function hasSeveralHosts(admin: Call): Promise<boolean> {
  const known = 'several hosts, last known'
  try {
    const isSo = (await knownHosts(admin)).filter((host) => host.isOpen).length > 1
    admin.memo.keep(known, Number.POSITIVE_INFINITY, isSo)
    return isSo
  } catch (error) {
    if (!(error instanceof ConnectorFault)) throw error
    return admin.memo.peek<boolean>(known) ?? false
  }
}

async function readHosts(admin: Call): Promise<readonly KnownHost[]> {
  const rows = await admin.list('compute', ['os-hypervisors', 'detail'], 'hypervisors')
  return rows.map((row) => ({
    ref: textAt(row, 'id'),
    name: textAt(row, 'hypervisor_hostname'),
    service: textAt(objectAt(row, 'service'), 'host'),
    isOpen: row.state === 'up' && row.status === 'enabled',
  }))
}
