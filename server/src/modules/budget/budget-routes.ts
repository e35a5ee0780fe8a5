import {
  type Budget,
  fundPlanOperations,
  budgetListOperations as lists,
  budgetOperations as operations,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { listActuals } from './actual/actual-store.ts'
import { exportActuals } from './actual/export-actuals.ts'
import { type BudgetRow, findBudget, listBudgets } from './budget-store.ts'
import { presentBudget, presentLines, toActual, toCommitment } from './budget-view.ts'
import { addStopFile, getStopFile } from './check/add-stop-file.ts'
import { exportComparisons, listComparisons, type SpentPorts } from './check/compare-bills.ts'
import { exportDuplicates, exportReductions, exportStops } from './check/export-checks.ts'
import { type CheckPorts, listDuplicates, listReductions, listStops } from './check/list-checks.ts'
import { listCommitments } from './commitment-store.ts'
import { decideBudget, permitMore } from './decide-budget.ts'
import { exportBudgets } from './export-budgets.ts'
import { listFundPlans } from './fund-plan-store.ts'
import { changeBudget, proposeBudget } from './propose-budget.ts'
import { setFundPlan, toFundPlan } from './set-fund-plan.ts'

export const createBudgetRoutes = (ports: CheckPorts & SpentPorts): readonly Route[] => [
  ...linesRoutes(ports),
  ...ledgerRoutes,
  ...checkRoutes(ports),
]

const linesRoutes = (ports: SpentPorts): readonly Route[] => {
  const shown = async (ctx: Ctx, row: Promise<BudgetRow>): Promise<Budget> =>
    presentBudget(ports, ctx, ctx.db, await row)
  return [
    route(operations.list, async (ctx, { query }) => {
      const db = ctx.authz.require(ctx, 'list', 'budget')
      const { items, nextPageToken } = await listBudgets(db, query, query, (row) => row)
      return { items: [...(await presentLines(ports, db, items))], nextPageToken }
    }),
    route(operations.export, (ctx, { query }) => exportBudgets(ports, ctx, query)),
    route(operations.get, async (ctx, { params }) => {
      const found = await findBudget(ctx.db, params.id)
      return presentBudget(ports, ctx, ctx.db, ctx.authz.authorised(ctx, 'view', 'budget', found))
    }),
    route(operations.create, (ctx, { body }) => shown(ctx, proposeBudget(ctx, body))),
    route(operations.change, (ctx, { params, body }) => shown(ctx, changeBudget(ctx, params.id, body))),
    route(operations.accept, (ctx, { params, body }) =>
      shown(ctx, decideBudget(ctx, params.id, 'accept', body)),
    ),
    route(operations.decline, (ctx, { params, body }) =>
      shown(ctx, decideBudget(ctx, params.id, 'decline', body)),
    ),
    route(operations.permit, (ctx, { params, body }) => shown(ctx, permitMore(ctx, params.id, body))),
  ]
}

const ledgerRoutes: readonly Route[] = [
  route(operations.commitments, async (ctx, { query }) =>
    listCommitments(ctx.authz.require(ctx, 'list', 'budget'), query, query, toCommitment),
  ),
  route(operations.actuals, async (ctx, { query }) =>
    listActuals(ctx.authz.require(ctx, 'list', 'budget'), query, query, toActual),
  ),
  route(operations.exportActuals, (ctx, { query }) => exportActuals(ctx, query)),
]

const checkRoutes = (ports: CheckPorts & SpentPorts): readonly Route[] => [
  route(lists.duplicates, (ctx, { query }) => listDuplicates(ctx, query)),
  route(lists.exportDuplicates, (ctx, { query }) => exportDuplicates(ctx, query)),
  route(lists.reductions, (ctx, { query }) => listReductions(ctx, query)),
  route(lists.exportReductions, (ctx, { query }) => exportReductions(ctx, query)),
  route(lists.stops, (ctx, { query }) => listStops(ports, ctx, query)),
  route(lists.exportStops, (ctx, { query }) => exportStops(ports, ctx, query)),
  route(lists.comparisons, (ctx, { query }) => listComparisons(ports, ctx, query)),
  route(lists.exportComparisons, (ctx, { query }) => exportComparisons(ports, ctx, query)),
  route(lists.addStopFile, (ctx, { params, body }) => addStopFile(ctx, params.id, body)),
  route(lists.getStopFile, (ctx, { params }) => getStopFile(ctx, params.id, params.fileId)),
  route(fundPlanOperations.list, async (ctx, { query }) =>
    listFundPlans(ctx.authz.require(ctx, 'list', 'budget'), query, query, (row) => toFundPlan(ctx, row)),
  ),
  route(fundPlanOperations.set, async (ctx, { body }) => toFundPlan(ctx, await setFundPlan(ctx, body))),
]
