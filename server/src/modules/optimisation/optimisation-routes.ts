import { poolForecastOperations as forecasts, drainPlanOperations as plans } from '@yunheng/contract'
import { type Route, route } from '../../platform/http/index.ts'
import { adviseDrain } from './consolidate/advise-drain.ts'
import { forecastPool } from './forecast/forecast-pool.ts'
import { consolidationRoutes } from './plan/consolidation-routes.ts'

export const optimisationRoutes: readonly Route[] = [
  route(plans.get, (ctx, { params, query }) => adviseDrain(ctx, params.id, query)),
  route(forecasts.get, (ctx, { params }) => forecastPool(ctx, params.id)),
  ...consolidationRoutes,
]
