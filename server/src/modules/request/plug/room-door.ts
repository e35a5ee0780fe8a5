import type { PoolMapping } from '@yunheng/contract'
import type { Tx } from '../../../platform/db/index.ts'
import { elevated } from '../../../platform/db/index.ts'
import {
  capacityOf,
  findQuotaLeft,
  isSimulated,
  listPoolCandidates,
  type PoolRow,
  plus,
} from '../../cloud/index.ts'
import { findBody } from '../../organisation/index.ts'
import type { PoolRoom, PoolWanted, RoomDoor } from '../doors.ts'

export const roomDoor: Omit<RoomDoor, 'listOldClouds'> = {
  findQuota: findQuotaLeft,
  async listPools(tx: Tx, wanted: PoolWanted) {
    const filter = { class: wanted.poolClass, networkZone: wanted.networkZone, state: 'open' } as const
    return elevated(tx, async () => {
      // A pool dedicated to a body serves those below it as well: the ids of the path are the body and all above.
      const line = new Set((await findBody(tx, wanted.bodyId))?.path.split('/') ?? [])
      const rows = await listPoolCandidates(tx, filter)
      return rows.filter((row) => mayUse(row, wanted, line)).map(toRoom)
    })
  },
}

/** The same conditions that placement filters by, as far as a body can know them beforehand. */
function mayUse(row: PoolRow, wanted: PoolWanted, line: ReadonlySet<string>): boolean {
  const inService =
    row.cloud_state === 'healthy' || row.cloud_state === 'degraded' || row.cloud_state === 'new'
  const isOwn = row.dedicated_body_id === null || line.has(row.dedicated_body_id)
  const isPlace =
    (row.node_kind === 'edge') === wanted.atEdge && row.node_kind.startsWith('dr-') === wanted.atRecovery
  return inService && isOwn && isPlace && row.node_intake === 'managed'
}

function toRoom(row: PoolRow): PoolRoom {
  const capacity = capacityOf(row)
  const mapping = row.mapping as PoolMapping
  return {
    id: row.id,
    name: row.name,
    class: row.class,
    networkZone: row.network_zone,
    cloud: { id: row.cloud_id, name: row.cloud_name, isSimulated: isSimulated(row.cloud_kind) },
    images: mapping.images.map((image) => image.code),
    tiers: mapping.volumeTypes.map((type) => type.tier),
    provider: { id: row.provider_id, name: row.provider_name },
    limit: capacity.limit,
    taken: plus(capacity.reserved, capacity.allocated),
    free: capacity.free,
    observedAt: row.observed_at,
  }
}
