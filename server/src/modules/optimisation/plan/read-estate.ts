import type { Db, Tx } from '../../../platform/db/index.ts'
import { elevated } from '../../../platform/db/index.ts'
import { type EstateOfPool, listEstateOfPool } from '../../cloud/index.ts'
import {
  type HostBond,
  listClaimedResources,
  listHostBonds,
  listUnbuiltClaims,
} from '../../placement/index.ts'
import { listResourcesById, type ResourceRow } from '../../resource/index.ts'
import type { Promised } from './consolidation.ts'

/** The hosts of a pool with what stands on them and what is promised there. */
export interface PoolEstate {
  readonly estate: EstateOfPool
  readonly promised: readonly (Promised & { readonly id: string })[]
  /** Resources that a claim of ours holds to their host. */
  readonly held: ReadonlySet<string>
  /** Machines whose systems are bound to others at a host (亲和约束), by the cloud's id. */
  readonly bonds: ReadonlyMap<string, HostBond>
}

export async function readEstate(db: Db, poolId: string): Promise<PoolEstate> {
  return {
    estate: await listEstateOfPool(db, poolId),
    promised: await listUnbuiltClaims(db, poolId),
    held: await listClaimedResources(db, poolId),
    bonds: await listHostBonds(db, poolId),
  }
}

/** Present, as intended and running: nothing else is under way with it. */
export const isAtRest = (row: ResourceRow | undefined): row is ResourceRow =>
  row !== undefined &&
  row.kind === 'server' &&
  row.presence === 'present' &&
  row.state === 'ready' &&
  row.agreement === 'level' &&
  row.external_id !== null

/** Servers of ours on these hosts that may be moved now, by resource id. */
export async function listMovable(tx: Tx, { estate, held }: PoolEstate): Promise<ReadonlySet<string>> {
  const ids = estate.guests.flatMap(({ resourceId }) =>
    resourceId === null || held.has(resourceId) ? [] : [resourceId],
  )
  const rows = ids.length === 0 ? [] : await elevated(tx, () => listResourcesById(tx, ids))
  return new Set(rows.filter(isAtRest).map((row) => row.id))
}
