/** Where the year ends: pure, in whole 分 (R274). */
import type { ForecastBasis } from '@yunheng/contract'

/** So many last bills that the mean is of. */
export const LAST_BILLS = 3

export interface SpentOn {
  readonly requestId: string | null
  readonly amountMinor: bigint
}

/** What is known of one body that is paid for. Months are their first days. */
export interface BodyMonths {
  /** Months whose bill was sent; of the year before as well. */
  readonly billed: ReadonlySet<string>
  /** Committed and not billed. */
  readonly committed: ReadonlyMap<string, bigint>
  readonly spent: ReadonlyMap<string, readonly SpentOn[]>
}

/** The last day of what is known to end: an order of which every resource is given back, or goes at the end of its term. */
export type Ends = ReadonlyMap<string, string>

export interface ForecastMonth {
  readonly month: string
  readonly actualMinor: bigint
  readonly committedMinor: bigint
  readonly forecastMinor: bigint
  readonly lowMinor: bigint
  readonly highMinor: bigint
  readonly basis: ForecastBasis
}

export interface YearForecast {
  readonly months: readonly ForecastMonth[]
  readonly forecastMinor: bigint
  readonly lowMinor: bigint
  readonly highMinor: bigint
  /** Of how many bills the mean is, at most; 0 while none was sent. */
  readonly bills: number
}

const max = (a: bigint, b: bigint) => (a > b ? a : b)
const min = (a: bigint, b: bigint) => (a < b ? a : b)
const sum = (all: readonly bigint[]) => all.reduce((one, other) => one + other, 0n)

/**
 * A month whose bill was sent counts as billed. One to come counts as the larger of what is committed for it and the mean of the last
 * three bills, less the orders that will have ended by then; the band is the smallest and the largest of the three in place of the
 * mean. A month that is over without a bill counts as committed.
 */
export function forecastYear(year: number, bodies: readonly BodyMonths[], ends: Ends): YearForecast {
  const months = Array.from({ length: 12 }, (_, index) => {
    const month = `${year}-${String(index + 1).padStart(2, '0')}-01`
    return ofMonth(
      month,
      bodies.map((body) => ofBody(body, month, ends)),
    )
  })
  const all = (of: (month: ForecastMonth) => bigint) => sum(months.map(of))
  return {
    months,
    forecastMinor: all(({ forecastMinor }) => forecastMinor),
    lowMinor: all(({ lowMinor }) => lowMinor),
    highMinor: all(({ highMinor }) => highMinor),
    bills: Math.max(0, ...bodies.map((body) => lastBills(body).length)),
  }
}

function ofMonth(month: string, parts: readonly Omit<ForecastMonth, 'month'>[]): ForecastMonth {
  const all = (of: (part: Omit<ForecastMonth, 'month'>) => bigint) => sum(parts.map(of))
  const has = (basis: ForecastBasis) => parts.some((part) => part.basis === basis)
  return {
    month,
    actualMinor: all(({ actualMinor }) => actualMinor),
    committedMinor: all(({ committedMinor }) => committedMinor),
    forecastMinor: all(({ forecastMinor }) => forecastMinor),
    lowMinor: all(({ lowMinor }) => lowMinor),
    highMinor: all(({ highMinor }) => highMinor),
    // Of several bodies the least certain is told.
    basis: has('mean') ? 'mean' : has('committed') || parts.length === 0 ? 'committed' : 'billed',
  }
}

function ofBody(body: BodyMonths, month: string, ends: Ends): Omit<ForecastMonth, 'month'> {
  const actualMinor = sum((body.spent.get(month) ?? []).map(({ amountMinor }) => amountMinor))
  const committedMinor = body.committed.get(month) ?? 0n
  if (body.billed.has(month)) return { ...exactly(actualMinor), actualMinor, committedMinor, basis: 'billed' }
  const likely = likelyOf(body, month, ends)
  const floor = max(committedMinor, 0n)
  if (likely === null || likely.mean <= floor) {
    const highMinor = likely === null ? floor : max(likely.high, floor)
    return {
      actualMinor,
      committedMinor,
      forecastMinor: floor,
      lowMinor: floor,
      highMinor,
      basis: 'committed',
    }
  }
  return {
    actualMinor,
    committedMinor,
    forecastMinor: likely.mean,
    lowMinor: max(likely.low, floor),
    highMinor: likely.high,
    basis: 'mean',
  }
}

const exactly = (minor: bigint) => ({ forecastMinor: minor, lowMinor: minor, highMinor: minor })

const lastBills = ({ billed }: BodyMonths): readonly string[] => [...billed].sort().slice(-LAST_BILLS)

/** The last bills without what will have ended: their mean, the smallest and the largest. Null for months before the last bill. */
function likelyOf(body: BodyMonths, month: string, ends: Ends) {
  const recent = lastBills(body)
  const last = recent.at(-1)
  if (last === undefined || month <= last) return null
  const sums = recent.map((each) =>
    sum(
      (body.spent.get(each) ?? []).flatMap(({ requestId, amountMinor }) => {
        const until = requestId === null ? undefined : ends.get(requestId)
        return until !== undefined && until < month ? [] : [amountMinor]
      }),
    ),
  )
  const positive = sums.map((each) => max(each, 0n))
  const [first = 0n] = positive
  return {
    mean: max(sum(sums) / BigInt(sums.length), 0n),
    low: positive.reduce(min, first),
    high: positive.reduce(max, first),
  }
}
