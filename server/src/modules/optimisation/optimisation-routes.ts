import { drainPlanOperations as plans } from '@yunheng/contract'
import { type Route, route } from '../../platform/http/index.ts'
import { adviseDrain } from './consolidate/advise-drain.ts'

export const optimisationRoutes: readonly Route[] = [
  route(plans.get, (ctx, { params, query }) => adviseDrain(ctx, params.id, query)),
]
