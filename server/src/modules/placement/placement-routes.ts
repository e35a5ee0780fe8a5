import { placementOperations as operations, placementWhatIfOperations as whatIfs } from '@yunheng/contract'
import { type Route, route } from '../../platform/http/index.ts'
import { bondRoutes } from './bond/bond-routes.ts'
import type { Placing } from './claim.ts'
import { placementOptions } from './placement-options.ts'
import { findPlacement, listPlacements } from './placement-store.ts'
import { toPlacements } from './placement-view.ts'
import { exportWhatIf, whatIfShape } from './what-if-shape.ts'

/** `placement.move` stands with the resources that it moves. */
export function createPlacementRoutes(placing: Placing): readonly Route[] {
  return [
    ...bondRoutes,
    route(operations.list, async (ctx, { query }) => {
      const db = ctx.authz.require(ctx, 'list', 'placement')
      const { items: rows, nextPageToken } = await listPlacements(db, query, query)
      return { items: await toPlacements(ctx, rows), nextPageToken }
    }),
    route(operations.get, async (ctx, { params }) => {
      const row = ctx.authz.authorised(ctx, 'view', 'placement', await findPlacement(ctx.db, params.id))
      const [view] = await toPlacements(ctx, [row])
      return view as NonNullable<typeof view>
    }),
    route(operations.try, (ctx, { body }) => {
      ctx.authz.require(ctx, 'list', 'placement')
      return placing.foresee(ctx, body)
    }),
    route(operations.options, (ctx, { params }) => placementOptions(ctx, placing, params.id)),
    route(whatIfs.shape, (ctx, { body }) => whatIfShape(ctx, placing, body)),
    route(whatIfs.exportShape, (ctx, { body, query }) => exportWhatIf(ctx, placing, body, query.language)),
  ]
}
