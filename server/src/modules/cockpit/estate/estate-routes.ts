import { type Estate, estateOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { listAllClouds, listAllNodes, listAllPools, listAllZones } from '../../cloud/index.ts'
import type { CloudAge } from '../../inventory/index.ts'
import { estateOf } from './estate.ts'
import { exportEstate } from './export-estate.ts'

/** From here on it is not all that is shown: each list of rows is bounded by its store. */
const CUT = { clouds: 500, nodes: 5000, zones: 10_000, pools: 10_000 } as const

export function createEstateRoutes(parts: {
  /** How old what is known of each cloud is: the inventory's own measure. */
  readonly ages: (db: Db, now: Date) => Promise<ReadonlyMap<string, CloudAge>>
}): readonly Route[] {
  async function estate(ctx: Ctx): Promise<Estate> {
    const db = ctx.authz.require(ctx, 'list', 'cloud')
    const now = ctx.clock.now()
    const clouds = await listAllClouds(db)
    const nodes = await listAllNodes(db)
    const zones = await listAllZones(db)
    const pools = ctx.authz.may(ctx.actor, 'list', 'pool') ? await listAllPools(db) : []
    const rows = { clouds, nodes, zones, pools, ages: await parts.ages(db, now) }
    return {
      ...estateOf(rows, now),
      isCut: (Object.keys(CUT) as (keyof typeof CUT)[]).some((key) => rows[key].length >= CUT[key]),
      asOf: now.toISOString(),
    }
  }
  return [
    route(operations.get, estate),
    route(operations.export, async (ctx, { query }) => exportEstate(ctx, await estate(ctx), query.language)),
  ]
}
