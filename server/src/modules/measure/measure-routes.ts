import { measureOperations as operations } from '@yunheng/contract'
import { type Route, route } from '../../platform/http/index.ts'
import { measuresOfResource } from './measures-of.ts'

export const createMeasureRoutes = (everyMs: number): readonly Route[] => [
  route(operations.ofResource, (ctx, { params, query }) =>
    measuresOfResource(ctx, params.id, query, everyMs),
  ),
]
