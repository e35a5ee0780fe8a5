import { capacityTargetOperations as operations } from '@yunheng/contract'
import { type Route, route } from '../../platform/http/index.ts'
import { sumInstalled } from '../cloud/index.ts'
import { targetsOf } from './capacity-target.ts'

export const targetRoutes: readonly Route[] = [
  route(operations.list, async (ctx) => ({
    items: [...targetsOf(await sumInstalled(ctx.authz.require(ctx, 'list', 'pool')))],
    asOf: ctx.clock.now().toISOString(),
  })),
]
