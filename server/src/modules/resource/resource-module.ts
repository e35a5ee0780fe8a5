/** Puts the module together: routes, reconciler, and the door that `request` uses. */
import { placementOperations, resourceOperations } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { type Route, route } from '../../platform/http/index.ts'
import type { Reconciler } from '../../platform/reconcile/index.ts'
import { CHINA_CALENDAR, toWorkCalendar } from '../../platform/worktime/index.ts'
import type { Connections } from '../cloud/index.ts'
import { findPlacement, type Placing, toPlacements } from '../placement/index.ts'
import { loadWorkCalendar } from '../workflow/index.ts'
import { cloudHoldings } from './cloud-holdings.ts'
import { connectorsOf } from './connector-of.ts'
import { type ChangeToIntend, intendChange } from './intend/intend-change.ts'
import { movePlacement } from './operate/move-placement.ts'
import { openConsole } from './operate/open-console.ts'
import type { OnRestore, ResourcePorts } from './ports.ts'
import {
  createResourceReconciler,
  DEFAULT_RECONCILER_OPTIONS,
  type ReconcilerOptions,
} from './reconcile/resource-reconciler.ts'
import { resourceRoutes, restoreRoute } from './resource-routes.ts'
import { workOrderClock } from './work-order/work-order-clock.ts'
import { createWorkOrderRoutes } from './work-order/work-order-routes.ts'

export interface ResourceModule {
  readonly routes: readonly Route[]
  readonly reconcilers: readonly Reconciler[]
  /** An approved change of size. @throws `pool.full`, `quota.exceeded`, `resource.size_smaller`, `resource.given_back`. */
  intendChange(tx: Tx, ctx: Ctx, change: ChangeToIntend): Promise<void>
}

export interface ResourceModuleParts {
  readonly placing: Placing
  readonly connections: Connections
  readonly noteObserved: ResourcePorts['noteObserved']
  /** Left out, nobody keeps terms. */
  readonly onRestore?: OnRestore
  readonly options?: Partial<ReconcilerOptions>
}

export function createResourceModule(parts: ResourceModuleParts): ResourceModule {
  const { placing, connections } = parts
  const ports: ResourcePorts = {
    holdings: cloudHoldings,
    connectorOf: connectorsOf(connections),
    noteObserved: parts.noteObserved,
    // Before the first start has put a calendar in, the one that is shipped counts.
    workCalendar: async (db) => (await loadWorkCalendar(db)) ?? toWorkCalendar(CHINA_CALENDAR, 0),
    closePlacement: (tx, ctx, placementId) => placing.close(tx, ctx, placementId),
  }
  const move = route(placementOperations.move, async (ctx, { params, body }) => {
    const id = await movePlacement(ctx, { placing, holdings: cloudHoldings }, params.id, body)
    const row = ctx.authz.authorised(ctx, 'view', 'placement', await findPlacement(ctx.db, id))
    const [view] = await toPlacements(ctx, [row])
    return view as NonNullable<typeof view>
  })
  const screen = route(resourceOperations.console, (ctx, { params }) => openConsole(ctx, ports, params.id))
  const restore = restoreRoute(parts.onRestore ?? (async () => ({ wasStopped: false })))
  return {
    routes: [...resourceRoutes, restore, ...createWorkOrderRoutes(ports), move, screen],
    reconcilers: [
      createResourceReconciler(ports, { ...DEFAULT_RECONCILER_OPTIONS, ...parts.options }),
      workOrderClock,
    ],
    intendChange: (tx, ctx, change) => intendChange(tx, ctx, cloudHoldings, change),
  }
}
