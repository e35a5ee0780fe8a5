import type { SystemTopology } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { findSystem } from '../system/index.ts'
import { listLinks } from './link-store.ts'
import { listResources } from './list-store.ts'
import { toItem } from './resource-view.ts'

/** What one picture can hold; a system beyond that has the list. */
const ITEMS_MAX = 2000

/** The resources of a system that the caller sees, and what stands on what among them. */
export async function getTopology(ctx: Ctx, systemId: string): Promise<SystemTopology> {
  const db = ctx.authz.require(ctx, 'list', 'resource')
  const { items, nextPageToken } = await listResources(
    db,
    ctx.actor,
    { systemId },
    { pageSize: ITEMS_MAX },
    toItem,
  )
  // A provider does not keep the ledger of systems: it knows those that have something on its clouds.
  if (items.length === 0) ctx.authz.authorised(ctx, 'list', 'resource', await findSystem(db, systemId))
  const ids = new Set(items.map(({ id }) => id))
  const links = await listLinks(db, [...ids])
  return {
    items,
    links: links
      .filter((link) => ids.has(link.stands_on_id))
      .map((link) => ({ resourceId: link.resource_id, standsOnId: link.stands_on_id })),
    isCut: nextPageToken !== null,
    asOf: ctx.clock.now().toISOString(),
  }
}
