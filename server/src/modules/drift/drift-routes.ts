import { DRIFT_SORTS, type DriftCounts, driftOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { decideAll } from './decide-drift.ts'
import { listDecisions } from './decision-store.ts'
import { countDrift, listDrift } from './drift-store.ts'
import { COUNTED_MAX, toCounted, toDecision, toDrift } from './drift-view.ts'

async function counts(ctx: Ctx): Promise<DriftCounts> {
  const db = ctx.authz.require(ctx, 'list', 'drift')
  const today = dayInChina(ctx.clock.now())
  const entries: [string, DriftCounts['changed']][] = []
  for (const sort of DRIFT_SORTS)
    entries.push([sort, toCounted(await countDrift(db, sort, today, COUNTED_MAX + 1))])
  return Object.fromEntries(entries) as DriftCounts
}

export const driftRoutes: readonly Route[] = [
  route(operations.list, async (ctx, { query }) =>
    listDrift(ctx.authz.require(ctx, 'list', 'drift'), query, query, dayInChina(ctx.clock.now()), (row) =>
      toDrift(ctx, row),
    ),
  ),
  route(operations.counts, (ctx) => counts(ctx)),
  route(operations.decisions, async (ctx, { query }) =>
    listDecisions(ctx.authz.require(ctx, 'list', 'drift'), query, query, toDecision),
  ),
  route(operations.decide, async (ctx, { body }) => {
    ctx.authz.require(ctx, 'operate', 'drift')
    const subjects = body.items.map((one) => ({ ...one, version: one.version ?? null }))
    return { items: [...(await decideAll(ctx, subjects, { ...body, until: body.until ?? null }))] }
  }),
]
