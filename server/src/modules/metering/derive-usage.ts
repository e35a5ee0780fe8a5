import { DAY_S, dayEndAfter, type Window } from './civil-month.ts'
import type { Holding } from './meter.ts'
import type { MeteredAmount } from './metered-amounts.ts'

export const HOUR_S = 3600

/** What a resource was from `at` on, until the next one. */
export interface Phase {
  /** Milliseconds since 1970, UTC. */
  readonly at: number
  /** Of two that begin at once the one that became known last counts. */
  readonly ordinal: number
  readonly condition: Holding | 'missing' | 'over'
  /** Whose, where and by which order: usage of one subject is never mixed with that of another. */
  readonly subject: number
  readonly amounts: readonly MeteredAmount[]
  /** What flows through it counts as well (`count/`). */
  readonly goesByTraffic?: boolean
}

export interface UsageRow {
  readonly subject: number
  /** Hours since 1970, UTC. */
  readonly hour: number
  readonly dimension: MeteredAmount['dimension']
  readonly holding: Holding
  /** Thousandths of a unit × seconds. */
  readonly quantity: number
  /**
   * Of the last hour of a civil day that was not all as its end: what the whole day counts for in this way, where a price goes by
   * natural days ({@link mixedDays}). Otherwise that is 24 times the quantity.
   */
  readonly ofDay?: number
}

/**
 * Usage of one resource in a window of whole hours, from its phases alone: the same phases give the same rows, however
 * often, and the rows of two windows side by side are those of the whole. No clock is read, and phases that came late or
 * out of order take their places by `at`, so that nothing is ever negative or counted twice (F11).
 *
 * @param phases all that begin before the window's end, from the one on that stands when the civil day of its beginning begins; in any
 *   order.
 * @param window hours since 1970, the end not included.
 */
export function deriveUsage(phases: readonly Phase[], window: Window): readonly UsageRow[] {
  const rows: UsageRow[] = []
  const ordered = [...phases].sort((a, b) => a.at - b.at || a.ordinal - b.ordinal)
  const days = mixedDays(ordered, window)
  const parts = createParts(rows, days)
  for (const [index, phase] of ordered.entries()) {
    if (phase.condition === 'missing' || phase.condition === 'over') continue
    const next = ordered[index + 1]
    const from = Math.max(secondOf(phase.at), window.from * HOUR_S)
    const to = Math.min(next === undefined ? Number.POSITIVE_INFINITY : secondOf(next.at), window.to * HOUR_S)
    for (let at = from; at < to; ) {
      const hour = Math.floor(at / HOUR_S)
      const end = Math.min(to, (hour + 1) * HOUR_S)
      if (end - at === HOUR_S && !days.has(hour)) addWhole(rows, phase, phase.condition, hour)
      else parts.add(phase, phase.condition, { hour, seconds: end - at })
      at = end
    }
  }
  parts.end()
  return rows
}

/** Phases stand side by side: an hour that one of them fills has nothing of another. Most hours by far, and no key is made for them. */
function addWhole(rows: UsageRow[], { subject, amounts }: Phase, holding: Holding, hour: number): void {
  for (const { dimension, amount } of amounts)
    rows.push({ subject, hour, dimension, holding, quantity: amount * HOUR_S })
}

interface Part {
  readonly hour: number
  readonly seconds: number
}

/** Of hours that several phases share, or that end a day which they share, one hour after another: what belongs together is added up. */
function createParts(rows: UsageRow[], days: ReadonlyMap<number, Day>) {
  const sums = new Map<string, Sum>()
  let current = Number.NaN
  const add = (
    { subject, amounts }: Phase,
    holding: Holding,
    counted: { seconds: number; ofDay: number },
  ) => {
    for (const { dimension, amount } of amounts) {
      const key = `${subject} ${dimension} ${holding}`
      const { quantity, ofDay } = sums.get(key) ?? { quantity: 0, ofDay: 0 }
      sums.set(key, {
        subject,
        hour: current,
        dimension,
        holding,
        quantity: quantity + amount * counted.seconds,
        ofDay: ofDay + amount * counted.ofDay,
      })
    }
  }
  const end = () => {
    const day = days.get(current)
    // Also where nothing was held in that way in that hour.
    for (const holding of day?.atEnd ? HOLDINGS_OF_DAY : [])
      if (day?.atEnd && day.seconds[holding] > 0)
        add(day.atEnd, holding, { seconds: 0, ofDay: day.seconds[holding] })
    for (const { ofDay, ...row } of sums.values())
      rows.push(day === undefined || ofDay === row.quantity * HOURS_OF_DAY ? row : { ...row, ofDay })
    sums.clear()
  }
  return {
    end,
    add(phase: Phase, holding: Holding, { hour, seconds }: Part): void {
      if (hour !== current) end()
      current = hour
      add(phase, holding, { seconds, ofDay: 0 })
    },
  }
}

interface Sum extends UsageRow {
  readonly ofDay: number
}

const HOURS_OF_DAY = 24
const HOLDINGS_OF_DAY: readonly Holding[] = ['serving', 'stopped', 'unseen']

/** A civil day that was not all one. */
interface Day {
  /** What it is when it ends; null where nothing is held then. */
  atEnd: Phase | null
  /** Seconds of the day, whole: what was not held of it counts as serving. */
  readonly seconds: Record<Holding, number>
}

/**
 * By natural days the size and the owner of a day are those of its end, and the day counts whole. How it counts goes by its seconds:
 * what was switched off or not seen in it counts as that, whoever held it then, all the rest as running. So what is switched off for an
 * hour saves an hour, at whatever time of the day. Days that end in the window, by their last hours; those that one phase fills are what
 * their last hour is.
 */
function mixedDays(ordered: readonly Phase[], window: Window): ReadonlyMap<number, Day> {
  const [begin, end] = [dayEndAfter(window.from * HOUR_S) - DAY_S, window.to * HOUR_S]
  const days = new Map<number, Day>()
  for (const [index, phase] of ordered.entries()) {
    const next = ordered[index + 1]
    const from = Math.max(secondOf(phase.at), begin)
    const to = Math.min(next === undefined ? end : secondOf(next.at), end)
    if (from >= to) continue
    // Of a phase, only its first day and its last may be shared.
    for (const dayEnd of new Set([dayEndAfter(from), dayEndAfter(to - 1)])) {
      const [first, last] = [Math.max(from, dayEnd - DAY_S), Math.min(to, dayEnd)]
      if (dayEnd <= end && last - first < DAY_S) noteShare(days, dayEnd, phase, { first, last })
    }
  }
  return days
}

function noteShare(
  days: Map<number, Day>,
  dayEnd: number,
  phase: Phase,
  { first, last }: { readonly first: number; readonly last: number },
): void {
  const { condition } = phase
  if (condition === 'missing' || condition === 'over') return
  const hour = dayEnd / HOUR_S - 1
  const day = days.get(hour) ?? { atEnd: null, seconds: { serving: DAY_S, stopped: 0, unseen: 0 } }
  days.set(hour, day)
  if (last === dayEnd) day.atEnd = phase
  if (condition === 'serving') return
  day.seconds[condition] += last - first
  day.seconds.serving -= last - first
}

/** Both ends of a stretch are cut down to the whole second, so that stretches side by side stay side by side. */
const secondOf = (at: number) => Math.floor(at / 1000)
