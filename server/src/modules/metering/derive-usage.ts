import { isLastOfDay, type Window } from './civil-month.ts'
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
   * Of the last hour of a civil day that was not all as its end was: what the quantity would be if it had been. A price by natural
   * days goes by it: a day counts for what is held when it ends.
   */
  readonly asAtEnd?: number
}

/**
 * Usage of one resource in a window of whole hours, from its phases alone: the same phases give the same rows, however
 * often, and the rows of two windows side by side are those of the whole. No clock is read, and phases that came late or
 * out of order take their places by `at`, so that nothing is ever negative or counted twice (F11).
 *
 * @param phases all that begin before the window's end, from the one that stands at its beginning on; in any order.
 * @param window hours since 1970, the end not included.
 */
export function deriveUsage(phases: readonly Phase[], window: Window): readonly UsageRow[] {
  const rows: UsageRow[] = []
  const parts = createParts(rows)
  const ordered = [...phases].sort((a, b) => a.at - b.at || a.ordinal - b.ordinal)
  for (const [index, phase] of ordered.entries()) {
    if (phase.condition === 'missing' || phase.condition === 'over') continue
    const next = ordered[index + 1]
    const from = Math.max(secondOf(phase.at), window.from * HOUR_S)
    const to = Math.min(next === undefined ? Number.POSITIVE_INFINITY : secondOf(next.at), window.to * HOUR_S)
    for (let at = from; at < to; ) {
      const hour = Math.floor(at / HOUR_S)
      const end = Math.min(to, (hour + 1) * HOUR_S)
      if (end - at === HOUR_S) addWhole(rows, phase, phase.condition, hour)
      else
        parts.add(phase, phase.condition, { hour, seconds: end - at, isToEnd: end === (hour + 1) * HOUR_S })
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

interface Sum {
  readonly row: UsageRow
  /** Held when the hour ended. */
  readonly atEnd: number
}

interface Part {
  readonly hour: number
  readonly seconds: number
  readonly isToEnd: boolean
}

/** Of hours that several phases share, one hour after another: what belongs together is added up. */
function createParts(rows: UsageRow[]) {
  const sums = new Map<string, Sum>()
  let current = Number.NaN
  const end = () => {
    for (const sum of sums.values()) rows.push(toRow(sum))
    sums.clear()
  }
  return {
    end,
    add({ subject, amounts }: Phase, holding: Holding, { hour, seconds, isToEnd }: Part): void {
      if (hour !== current) end()
      current = hour
      for (const { dimension, amount } of amounts) {
        const key = `${subject} ${dimension} ${holding}`
        const before = sums.get(key)
        const quantity = (before?.row.quantity ?? 0) + amount * seconds
        sums.set(key, {
          row: { subject, hour, dimension, holding, quantity },
          atEnd: (before?.atEnd ?? 0) + (isToEnd ? amount : 0),
        })
      }
    },
  }
}

function toRow({ row, atEnd }: Sum): UsageRow {
  const asAtEnd = atEnd * HOUR_S
  return !isLastOfDay(row.hour) || asAtEnd === row.quantity ? row : { ...row, asAtEnd }
}

/** Both ends of a stretch are cut down to the whole second, so that stretches side by side stay side by side. */
const secondOf = (at: number) => Math.floor(at / 1000)
