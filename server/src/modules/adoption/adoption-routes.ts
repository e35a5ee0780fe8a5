import { adoptionPlanOperations, adoptionOperations as operations, PRICEABLE_KINDS } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { type Flows, removeEntries, sendBackEntries, submitList, withdrawList } from './list/act-on-list.ts'
import { assignItems } from './list/assign.ts'
import { findList, listEntries, listLists } from './list/list-store.ts'
import { presentList, toEntry, toSummary } from './list/list-view.ts'
import { priceResources } from './plan/price-resources.ts'
import { listPlansByKind, setPlan, setPricedFrom } from './plan/set-plan.ts'
import type { ClosedUntil } from './ports.ts'
import { listOpenItems } from './proposal/item-list-store.ts'
import { itemPresenter } from './proposal/item-view.ts'
import { proposeOwners } from './proposal/propose-owners.ts'
import { exportRates } from './rate/export-rates.ts'
import { listClouds, listCounties, listNodes } from './rate/rate-store.ts'
import { oldBefore, ratesOf, toCloud, toCounty, toNode } from './rate/rates.ts'
import { downloadItems } from './workbook/download-items.ts'
import { uploadAssignments } from './workbook/upload-assignments.ts'

export function createAdoptionRoutes(flows: Flows, closedUntil: ClosedUntil): readonly Route[] {
  const acted = async (ctx: Ctx, id: string, act: Promise<void>) => {
    await act
    return presentList(ctx, id)
  }
  const asOf = (ctx: Ctx) => ctx.clock.now().toISOString()
  return [
    route(operations.clouds, async (ctx) => ({
      items: (await listClouds(ctx.authz.require(ctx, 'list', 'inventory'))).map(toCloud),
      asOf: asOf(ctx),
    })),
    route(operations.items, async (ctx, { query }) => {
      const db = ctx.authz.require(ctx, 'list', 'inventory')
      return listOpenItems(db, query, query, await itemPresenter(db))
    }),
    route(operations.propose, (ctx, { params }) => proposeOwners(ctx, params.id)),
    route(operations.download, (ctx, { query }) => downloadItems(ctx, query)),
    route(operations.upload, (ctx, { body }) => uploadAssignments(ctx, body)),
    route(operations.list, (ctx, { query }) =>
      listLists(ctx.authz.require(ctx, 'list', 'adoption'), query, query, toSummary),
    ),
    route(operations.get, (ctx, { params }) => presentList(ctx, params.id)),
    route(operations.entries, async (ctx, { params, query }) => {
      const list = ctx.authz.authorised(ctx, 'view', 'adoption', await findList(ctx.db, params.id))
      return listEntries(ctx.db, list.id, query, query, toEntry)
    }),
    route(operations.assign, async (ctx, { body }) => {
      const { listId, ...counts } = await assignItems(ctx, body)
      return { list: await presentList(ctx, listId), ...counts }
    }),
    route(operations.submit, (ctx, { params, body }) =>
      acted(ctx, params.id, submitList(ctx, flows, closedUntil, params.id, body.version)),
    ),
    route(operations.withdraw, (ctx, { params, body }) =>
      acted(ctx, params.id, withdrawList(ctx, flows, params.id, body.version)),
    ),
    route(operations.removeEntries, (ctx, { params, body }) =>
      acted(ctx, params.id, removeEntries(ctx, params.id, body)),
    ),
    route(operations.sendBack, (ctx, { params, body }) =>
      acted(ctx, params.id, sendBackEntries(ctx, params.id, body)),
    ),
    route(adoptionPlanOperations.plans, async (ctx, { query }) => {
      const db = ctx.authz.require(ctx, 'list', 'adoption')
      const kinds = query.kind === undefined ? PRICEABLE_KINDS : [query.kind]
      return { items: await listPlansByKind(db, kinds) }
    }),
    route(adoptionPlanOperations.price, (ctx, { body }) => priceResources(ctx, closedUntil, body)),
    route(adoptionPlanOperations.setPlan, (ctx, { params, body }) =>
      acted(ctx, params.id, setPlan(ctx, params.id, body)),
    ),
    route(adoptionPlanOperations.setPricedFrom, (ctx, { params, body }) =>
      acted(ctx, params.id, setPricedFrom(ctx, closedUntil, params.id, body)),
    ),
    route(operations.rates, async (ctx) => {
      const db = ctx.authz.require(ctx, 'list', 'inventory')
      const nodes = (await listNodes(db, oldBefore(ctx.clock.now()))).map(toNode)
      const counties = (await listCounties(db)).map(toCounty)
      return { items: [...ratesOf(nodes, counties)], nodes, counties, asOf: asOf(ctx) }
    }),
    route(operations.exportRates, (ctx, { query }) => exportRates(ctx, query)),
  ]
}
