import { type CloudInventory, inventoryOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { findCloud } from '../cloud/index.ts'
import { exportItems } from './item/export-items.ts'
import { decideEach, ignoreItem, unignoreItem } from './item/ignore-item.ts'
import { toChange, toItem } from './item/item-view.ts'
import { countItems, findShownItem, listChanges, listShownItems } from './item/list-items.ts'
import type { ScanOptions } from './scan/scan.ts'
import { listCloudScans, listScans } from './scan/scan-store.ts'
import { toCloudInventory, toScan } from './scan/scan-view.ts'
import { believeLoss, wantScan } from './scan/want-scan.ts'

const DAY_MS = 24 * 3_600_000

export function createInventoryRoutes(options: ScanOptions): readonly Route[] {
  const dayBefore = (ctx: Ctx) => new Date(ctx.clock.now().getTime() - DAY_MS)
  const oneCloud = async (ctx: Ctx, id: string): Promise<CloudInventory> => {
    const [row] = await listCloudScans(ctx.db, dayBefore(ctx), id)
    return toCloudInventory(ctx, ctx.authz.authorised(ctx, 'view', 'inventory', row), options)
  }
  const oneItem = async (ctx: Ctx, id: string) => {
    const item = await findShownItem(ctx.db, id, dayInChina(ctx.clock.now()))
    return ctx.authz.authorised(ctx, 'view', 'inventory', item)
  }
  return [
    route(operations.clouds, async (ctx, { query }) => {
      const rows = await listCloudScans(ctx.authz.require(ctx, 'list', 'inventory'), dayBefore(ctx))
      const items = rows.map((row) => toCloudInventory(ctx, row, options))
      return { items: query.old === undefined ? items : items.filter((one) => one.isOld === query.old) }
    }),
    route(operations.scans, async (ctx, { params, query }) => {
      const db = ctx.authz.require(ctx, 'list', 'inventory')
      ctx.authz.authorised(ctx, 'view', 'inventory', await findCloud(db, params.id))
      return listScans(db, params.id, query, toScan)
    }),
    route(operations.scan, async (ctx, { params }) => {
      await wantScan(ctx, params.id)
      return oneCloud(ctx, params.id)
    }),
    route(operations.believeLoss, async (ctx, { params, body }) => {
      await believeLoss(ctx, params.id, body.reason)
      return oneCloud(ctx, params.id)
    }),
    route(operations.items, async (ctx, { query }) =>
      listShownItems(
        ctx.authz.require(ctx, 'list', 'inventory'),
        query,
        query,
        dayInChina(ctx.clock.now()),
        (row) => toItem(ctx, row),
      ),
    ),
    route(operations.count, async (ctx, { query }) =>
      countItems(ctx.authz.require(ctx, 'list', 'inventory'), query, dayInChina(ctx.clock.now())),
    ),
    route(operations.export, (ctx, { query }) => exportItems(ctx, query)),
    route(operations.ignoreMany, async (ctx, { body }) => {
      ctx.authz.require(ctx, 'operate', 'inventory')
      return decideEach(body.ids, (id) => ignoreItem(ctx, id, body))
    }),
    route(operations.unignoreMany, async (ctx, { body }) => {
      ctx.authz.require(ctx, 'operate', 'inventory')
      return decideEach(body.ids, (id) => unignoreItem(ctx, id))
    }),
    route(operations.item, async (ctx, { params }) => toItem(ctx, await oneItem(ctx, params.id))),
    route(operations.changes, async (ctx, { params, query }) => {
      const { id } = await oneItem(ctx, params.id)
      return listChanges(ctx.db, id, query, toChange)
    }),
    route(operations.ignore, async (ctx, { params, body }) => {
      await ignoreItem(ctx, params.id, body)
      return toItem(ctx, await oneItem(ctx, params.id))
    }),
    route(operations.unignore, async (ctx, { params }) => {
      await unignoreItem(ctx, params.id)
      return toItem(ctx, await oneItem(ctx, params.id))
    }),
  ]
}
