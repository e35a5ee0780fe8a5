import { DAY_S, dayEndAfter } from '../civil-month.ts'
import type { HeldStretch } from './held-stretches.ts'

/** What counts of a stretch by natural days. */
export interface CountedOfDays {
  /** Its own seconds of days that count; and, of the one that is held when a day ends, those in which nothing was held. */
  readonly seconds: number
  /** Thousandths of a unit × seconds, by the size that each day ends with. */
  readonly held: bigint
  /** The same of seconds in which nothing was held. */
  readonly unheld: bigint
}

/** Lays the natural days that these stretches of one resource and dimension count for over them. Their order is by time. */
export function countedOfDays(stretches: readonly HeldStretch[]): readonly CountedOfDays[] {
  const counted = stretches.map(() => ({ seconds: 0, held: 0n, unheld: 0n }))
  for (const [last, { from, until, amount }] of stretches.entries())
    for (let dayEnd = dayEndAfter(secondOf(from)); dayEnd <= secondOf(until); dayEnd += DAY_S) {
      let unheld = DAY_S
      for (let index = last; index >= 0; index -= 1) {
        const stretch = stretches[index] as HeldStretch
        const begin = Math.max(secondOf(stretch.from), dayEnd - DAY_S)
        const seconds = Math.min(secondOf(stretch.until), dayEnd) - begin
        if (seconds <= 0) break
        const one = counted[index] as (typeof counted)[number]
        one.seconds += seconds
        one.held += BigInt(amount) * BigInt(seconds)
        unheld -= seconds
      }
      const own = counted[last] as (typeof counted)[number]
      own.seconds += unheld
      own.unheld += BigInt(amount) * BigInt(unheld)
    }
  return counted
}

const secondOf = (at: Date) => Math.floor(at.getTime() / 1000)
