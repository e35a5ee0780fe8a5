import { platformOperations } from '@yunheng/contract'
import type { Ctx } from '../context.ts'
import { type Route, route } from './route.ts'

/** What a sign-in page may know before anybody has signed in. */
export function createAboutRoute(parts: {
  readonly version: string
  /** Whether the sample data was loaded. */
  isSample(ctx: Ctx): Promise<boolean>
}): Route {
  return route(platformOperations.about, async (ctx) => ({
    name: '云衡 Yunheng',
    version: parts.version,
    sample: await parts.isSample(ctx),
  }))
}
