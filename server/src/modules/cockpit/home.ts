import {
  type HomeFigure,
  type HomeSeries,
  type HomeSummary,
  homeOperations as operations,
  roles,
  type Side,
} from '@yunheng/contract'
import { actingPost } from '../../platform/actor.ts'
import type { Ctx } from '../../platform/context.ts'
import { type Route, route } from '../../platform/http/index.ts'

/** What one module puts on the home page. Each answers under the caller's own sight. */
export interface HomeSource {
  figures(ctx: Ctx, side: Side): Promise<readonly HomeFigure[]>
  series?(ctx: Ctx, side: Side): Promise<readonly HomeSeries[]>
}

const FIGURES_MAX = 30
const SERIES_MAX = 4

export function createHomeRoutes(sources: readonly HomeSource[]): readonly Route[] {
  return [route(operations.summary, (ctx) => summarise(ctx, sources))]
}

async function summarise(ctx: Ctx, sources: readonly HomeSource[]): Promise<HomeSummary> {
  const post = actingPost(ctx.actor)
  // Somebody without a post has nothing to look after: an empty page that says so, not an error.
  const side: Side = post === null ? 'department' : roles[post.role].side
  const asOf = ctx.clock.now().toISOString()
  if (post === null) return { side, figures: [], series: [], asOf }
  const figures: HomeFigure[] = []
  const series: HomeSeries[] = []
  // One after another: a home page is no reason to take ten connections.
  for (const source of sources) {
    figures.push(...(await source.figures(ctx, side)))
    if (source.series) series.push(...(await source.series(ctx, side)))
  }
  return { side, figures: figures.slice(0, FIGURES_MAX), series: series.slice(0, SERIES_MAX), asOf }
}
