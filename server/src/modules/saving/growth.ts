/** Whether what a system has is used so far that more may be asked for: answers the port of requests, by the measures that savings go by. */
import type { MeasureMetric } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { addDays, dayInChina } from '../../platform/worktime/index.ts'
import { meanOf, merge, percentileOf, type Summary, sumWindow } from '../measure/index.ts'
import type { GrowthAsked, GrowthFact } from '../request/index.ts'
import { listResourcesOfSystem, type ResourceRow } from '../resource/index.ts'
import { platformRulesOnDay, rulesOnDay } from '../rule/index.ts'
import { type DayWindow, lastDays, lengthOf, overlaps } from './civil-days.ts'
import { undersizedEvidence } from './figures.ts'
import { listExemptionsOf, listSizedDays } from './judged-store.ts'
import { type Thresholds, thresholdsOf } from './thresholds.ts'

type Of = ReadonlyMap<MeasureMetric, Summary>
type Line = GrowthFact['lines'][number]

/** R128. The figures are of its own body: whoever sees the request sees them. */
export async function growthOf(ctx: Ctx, tx: Tx, asked: GrowthAsked): Promise<GrowthFact | null> {
  return elevated(tx, async () => {
    const today = dayInChina(ctx.clock.now())
    const rules = await rulesOnDay(tx, today, asked.bodyId)
    const { value: isAsked } = rules.flag('growth.gate.asked')
    if (!isAsked) return null
    const { value: isBlocking, ...source } = rules.flag('growth.gate.blocks')
    const thresholds = thresholdsOf((await platformRulesOnDay(tx, today)).book)
    const servers = await serversOf(tx, asked.systemId)
    if (servers.length === 0) return null
    const window = lastDays(today, thresholds.undersized.days)
    const sums = await sumWindow(tx, await ofOneSize(tx, servers, window), window)
    const peak = await isNearPeak(tx, asked.systemId, thresholds, today)
    const { cpuMean, cpuP95, memoryMean } = thresholds.undersized
    return {
      rule: { isBlocking, ...source },
      ...window,
      limits: { cpuMean, cpuP95, memoryMean },
      lines: asked.lines.flatMap(({ number, resourceId }): Line[] => {
        const named = resourceId === null ? servers : servers.filter(({ id }) => id === resourceId)
        if (named.length === 0) return []
        const name = resourceId === null ? null : (named[0]?.name ?? null)
        return [{ number, name, ...judgeUse(named, sums, window, thresholds, peak) }]
      }),
    }
  })
}

const serversOf = async (tx: Tx, systemId: string): Promise<readonly ResourceRow[]> =>
  (await listResourcesOfSystem(tx, systemId)).filter(
    (row) => row.kind === 'server' && row.presence === 'present' && row.provisioned_at !== null,
  )

/** What was measured of a server while it had another size bears no growth out, and stands against none. */
async function ofOneSize(tx: Tx, servers: readonly ResourceRow[], { from }: DayWindow) {
  const ids = servers.map(({ id }) => id)
  const sized = await listSizedDays(tx, ids)
  return ids.filter((id) => (sized.get(id) ?? '') < from)
}

/** A declared peak that is under way, or near enough that what is made for it may look idle (R126). */
async function isNearPeak(tx: Tx, systemId: string, { seasonLead }: Thresholds, today: string) {
  const declared = (await listExemptionsOf(tx, [systemId])).get(systemId) ?? []
  const near = { from: today, to: addDays(today, seasonLead) }
  return declared.some(({ sort, ...span }) => sort === 'season' && overlaps(near, span))
}

/** Those that were measured on enough days, together. */
function judgeUse(
  servers: readonly ResourceRow[],
  sums: ReadonlyMap<string, Of>,
  window: DayWindow,
  thresholds: Thresholds,
  isPeak: boolean,
): Omit<Line, 'number' | 'name'> {
  const known = servers.flatMap(({ id }) => {
    const of = sums.get(id)
    const days = of?.get('cpu')?.days ?? 0
    return of !== undefined && days * 100 >= thresholds.coverage * lengthOf(window) ? [of] : []
  })
  const of = together(known)
  const [cpu, memory] = [of.get('cpu'), of.get('memory')]
  const p95 = cpu === undefined ? null : percentileOf('cpu', cpu, 95)
  const verdict = isPeak
    ? 'season'
    : known.length === 0
      ? 'unmeasured'
      : undersizedEvidence({ window, of }, thresholds).length > 0
        ? 'borne-out'
        : 'not-borne-out'
  return {
    verdict,
    cpuMean: percent(cpu === undefined ? null : meanOf(cpu)),
    cpuP95: percent(p95?.to ?? null),
    memoryMean: percent(memory === undefined ? null : meanOf(memory)),
  }
}

function together(all: readonly Of[]): Of {
  const sum = new Map<MeasureMetric, Summary>()
  for (const of of all)
    for (const [metric, summary] of of) {
      const before = sum.get(metric)
      sum.set(metric, before === undefined ? summary : merge(before, summary))
    }
  return sum
}

/** Thousandths, with one decimal. */
const percent = (thousandths: number | null) => (thousandths === null ? null : Math.round(thousandths) / 10)
