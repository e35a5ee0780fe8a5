import type { HostWanted } from '@yunheng/contract'
import type { Db } from '../../../platform/db/index.ts'
import { listHostRooms } from '../../cloud/index.ts'
import { ofKind, take, type Weighable } from './choose-host.ts'

/** How long claims may share one look at the hosts. */
const SHARED_MS = 2_000

interface Glance {
  readonly hosts: readonly Weighable[]
  readonly byId: ReadonlyMap<string, Weighable>
  readonly byKind: Map<string, readonly Weighable[]>
}

/**
 * One look at all hosts for the claims of two seconds, by those who share a sight: reading 5,000 hosts costs more than a hundred
 * claims. What this process gives out meanwhile is counted on it; what others do is caught by the claim itself, which
 * compares with the row as it is. Only the ranking may be a little behind.
 */
export function createHostGlance() {
  const glances = new Map<string, { readonly glance: Promise<Glance>; readonly atMs: number }>()

  async function look(db: Db, sight: string, isFresh: boolean): Promise<Glance> {
    const known = glances.get(sight)
    const nowMs = performance.now()
    if (!isFresh && known !== undefined && nowMs - known.atMs < SHARED_MS) return known.glance
    if (glances.size >= 100) glances.clear()
    const glance = listHostRooms(db).then((rooms) => {
      const hosts = rooms.map((room): Weighable => ({ ...room, free: { ...room.free } }))
      return { hosts, byId: new Map(hosts.map((host) => [host.id, host])), byKind: new Map() }
    })
    glances.set(sight, { glance, atMs: nowMs })
    // A look that failed is nobody else's answer.
    glance.catch(() => glances.delete(sight))
    return glance
  }

  return {
    /** Hosts of the kind that is wanted. */
    async ofKind(db: Db, sight: string, wanted: HostWanted, isFresh: boolean): Promise<readonly Weighable[]> {
      const { hosts, byKind } = await look(db, sight, isFresh)
      const { cloudId, zoneId, poolId, poolClass, networkZone, domesticOnly } = wanted
      const key = [cloudId, zoneId, poolId, poolClass, networkZone, domesticOnly].join(' ')
      const known = byKind.get(key)
      if (known !== undefined) return known
      const kind = ofKind(hosts, wanted)
      byKind.set(key, kind)
      return kind
    },
    /** This process has just taken room on a host. */
    async taken(sight: string, hostId: string, wanted: HostWanted): Promise<void> {
      const host = (await glances.get(sight)?.glance)?.byId.get(hostId)
      if (host !== undefined) take(host, wanted.takes)
    },
  }
}
