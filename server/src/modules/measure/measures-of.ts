import type { MeasureFigures, MeasurePeriod, MeasuresOfResource } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { elevated } from '../../platform/db/index.ts'
import { monthsLater } from '../../platform/worktime/index.ts'
import { findResource } from '../resource/index.ts'
import { dayOf, expectedSamples, isRate, meanOf, peakMeanOf, percentileOf } from './measure.ts'
import { findLastDay, listPeriods, type PeriodSummary } from './measure-store.ts'

const MONTHS = 13
const SHANGHAI_MS = 8 * 3_600_000

/** What a resource used of what it has: a month by its days, and the months before it. */
export async function measuresOfResource(
  ctx: Ctx,
  id: string,
  { month: asked }: { readonly month?: string },
  everyMs: number,
): Promise<MeasuresOfResource> {
  const resource = ctx.authz.authorised(ctx, 'view', 'measure', await findResource(ctx.db, id))
  const now = ctx.clock.now()
  const month = asked ?? dayOf(now.getTime()).slice(0, 7)
  // Whoever sees the resource sees its whole story, also of the time when somebody else held it.
  return ctx.inTx((tx) =>
    elevated(tx, async () => {
      const window = { from: `${month}-01`, to: lastDayOf(month) }
      const thirteen = { from: `${monthsLater(month, 1 - MONTHS)}-01`, to: window.to }
      const months = toPeriods(await listPeriods(tx, id, thirteen, 'month'))
      const days = toPeriods(await listPeriods(tx, id, window, 'day'))
      const figures = months.find(({ key }) => key === month)?.figures ?? []
      return {
        lastDay: await findLastDay(tx, id),
        everyMinutes: everyMs / 60_000,
        month,
        figures,
        coverage: coverageOf(figures, month, resource.provisioned_at, now, everyMs),
        days,
        months,
        asOf: now.toISOString(),
      }
    }),
  )
}

const lastDayOf = (month: string): string => {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}

const startOf = (day: string) => Date.parse(`${day}T00:00:00Z`) - SHANGHAI_MS

function coverageOf(
  figures: MeasuresOfResource['figures'],
  month: string,
  since: Date | null,
  now: Date,
  everyMs: number,
): number | null {
  const fromMs = Math.max(startOf(`${month}-01`), since?.getTime() ?? Number.POSITIVE_INFINITY)
  const untilMs = Math.min(startOf(`${monthsLater(month, 1)}-01`), now.getTime())
  const expected = expectedSamples(fromMs, untilMs, everyMs)
  if (expected === 0) return null
  const taken = Math.max(0, ...figures.map(({ samples }) => samples))
  return Math.min(100, Math.floor((taken * 1000) / expected) / 10)
}

function toPeriods(rows: readonly PeriodSummary[]): MeasurePeriod[] {
  const byKey = Map.groupBy(rows, ({ key }) => key)
  return [...byKey].map(([key, of]) => ({ key, figures: of.flatMap(toFigures) }))
}

/** Thousandths as percent, bytes as KiB; one decimal more than is shown. */
const shownOf = (isOfRate: boolean, value: number) =>
  Math.round((isOfRate ? value / 1024 : value / 10) * 100) / 100

function toFigures({
  metric,
  summary,
}: Pick<PeriodSummary, 'metric' | 'summary'>): readonly MeasureFigures[] {
  const [mean, peakMean, p95] = [meanOf(summary), peakMeanOf(summary), percentileOf(metric, summary, 95)]
  if (mean === null || peakMean === null || p95 === null) return []
  const shown = (value: number) => shownOf(isRate(metric), value)
  return [
    {
      metric,
      samples: summary.samples,
      mean: shown(mean),
      peakMean: shown(peakMean),
      peak: shown(summary.peak),
      p95From: shown(p95.from),
      p95To: shown(p95.to),
    },
  ]
}
