import { spendingOperations as operations } from '@yunheng/contract'
import { type Route, route } from '../../../platform/http/index.ts'
import { listRates } from './compare-rates.ts'
import { exportRates, exportSpending } from './export-spending.ts'
import { listSpending, sumSpending } from './read-spending.ts'

export const spendingRoutes: readonly Route[] = [
  route(operations.list, (ctx, { query }) => listSpending(ctx, query, query)),
  route(operations.export, (ctx, { query }) => exportSpending(ctx, query)),
  route(operations.summary, (ctx, { query }) => sumSpending(ctx, query)),
  route(operations.rates, (ctx, { query }) => listRates(ctx, query, query)),
  route(operations.exportRates, (ctx, { query }) => exportRates(ctx, query)),
]
