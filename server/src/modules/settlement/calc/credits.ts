/**
 * Credits of a month: pure. Each resource has its own availability; what went down together for the same events is one line. Two events
 * that overlap give one credit, since only the time that the resource was down counts.
 */
import { roundHalfAway } from '../../billing/index.ts'
import {
  type CreditStep,
  creditPercentOf,
  lengthOf,
  outagesOf,
  type Stretch,
  shownAvailability,
  within,
} from './availability.ts'

export interface EventWindow extends Stretch {
  readonly id: string
  /** The provider's cause, or maintenance that nobody was told of; else the time is cut out. */
  readonly counts: boolean
  /** All that stood in the pool; null where resources are named. */
  readonly poolId: string | null
  readonly resourceIds: ReadonlySet<string>
}

export interface Charged {
  readonly resourceId: string
  readonly poolId: string
  /** 分 of the month. */
  readonly amount: bigint
}

export interface CreditRules {
  readonly leastMinutes: number
  readonly credits: readonly CreditStep[]
}

export interface Credit {
  readonly month: string
  /** That took part in it. */
  readonly eventIds: readonly string[]
  readonly resources: number
  readonly downMs: number
  readonly availability: string
  readonly percent: number
  /** 分: what the resources cost in the month, and what of it is given back. */
  readonly charged: bigint
  readonly credit: bigint
}

const MINUTE_MS = 60_000

/** What is left to be given of months that were settled: all that is known now, less what was given. What was given too much stands. */
export function lateOf(of: {
  readonly credits: readonly Credit[]
  /** 分 by month. */
  readonly given: ReadonlyMap<string, bigint>
  /** Events that became known after their quarter was settled. */
  readonly lateIds: ReadonlySet<string>
}) {
  const months = Map.groupBy(of.credits, ({ month }) => month)
  return [...months.keys()].sort().flatMap((month) => {
    const credits = months.get(month) ?? []
    const total = credits.reduce((sum, { credit }) => sum + credit, 0n)
    const given = of.given.get(month) ?? 0n
    const ids = new Set(credits.flatMap(({ eventIds }) => eventIds))
    const eventIds = [...ids].filter((id) => of.lateIds.has(id)).sort()
    const credit = total - given
    return credit > 0n && eventIds.length > 0 ? [{ month, eventIds, total, given, credit }] : []
  })
}

export function creditsOfMonth(of: {
  readonly month: string
  readonly window: Stretch
  readonly events: readonly EventWindow[]
  readonly charges: readonly Charged[]
  readonly rules: CreditRules
}): readonly Credit[] {
  const groups = new Map<string, Omit<Credit, 'credit'>>()
  for (const [resourceId, held] of byResource(of.charges)) {
    if (held.amount <= 0n) continue
    const down = downOf(resourceId, held.pools, of)
    if (down === null) continue
    const { eventIds, downMs, percent, availability } = down
    const key = JSON.stringify([percent, downMs, eventIds])
    const group = groups.get(key)
    groups.set(key, {
      month: of.month,
      eventIds,
      resources: (group?.resources ?? 0) + 1,
      downMs,
      availability,
      percent,
      charged: (group?.charged ?? 0n) + held.amount,
    })
  }
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => ({ ...group, credit: roundHalfAway(group.charged * BigInt(group.percent), 100n) }))
    .filter(({ credit }) => credit > 0n)
}

function byResource(charges: readonly Charged[]) {
  const all = new Map<string, { amount: bigint; readonly pools: Set<string> }>()
  for (const { resourceId, poolId, amount } of charges) {
    const one = all.get(resourceId) ?? { amount: 0n, pools: new Set<string>() }
    one.amount += amount
    one.pools.add(poolId)
    all.set(resourceId, one)
  }
  return all
}

function downOf(
  resourceId: string,
  pools: ReadonlySet<string>,
  {
    window,
    events,
    rules,
  }: { readonly window: Stretch; readonly events: readonly EventWindow[]; readonly rules: CreditRules },
) {
  const touching = events.filter((event) =>
    event.poolId === null ? event.resourceIds.has(resourceId) : pools.has(event.poolId),
  )
  const counting = touching.filter(({ counts }) => counts)
  const excluded = touching.filter(({ counts }) => !counts)
  const outages = within(outagesOf(counting, excluded, rules.leastMinutes * MINUTE_MS), window)
  const [totalMs, downMs] = [window.to - window.from, lengthOf(outages)]
  const percent = creditPercentOf(totalMs, downMs, rules.credits)
  if (percent === 0) return null
  return {
    eventIds: [
      ...new Set(
        counting
          .filter((event) => outages.some(({ from, to }) => event.from < to && event.to > from))
          .map(({ id }) => id),
      ),
    ].sort(),
    downMs,
    percent,
    availability: shownAvailability(totalMs, downMs),
  }
}
