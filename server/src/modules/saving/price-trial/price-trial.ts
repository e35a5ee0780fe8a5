/** A month of a body under prices that are tried: pure, by the rater that bills go by. */
import { type PriceBook, rateMonth } from '../../billing/index.ts'
import type { AgreedTerm, PriceInForce } from '../../catalogue/index.ts'

/**
 * The book as it would have been, had the version been in force all the time: it takes the place of its own provider's versions, or of the
 * general ones. Orders keep what they were placed at only where that is asked for.
 */
export function bookToTry(book: PriceBook, tried: PriceInForce, keepsPins: boolean): PriceBook {
  const others = book.prices.filter((one) => one.providerBodyId !== tried.providerBodyId)
  // What orders were placed at is still found for those that keep it.
  const replaced = book.prices.filter((one) => one.providerBodyId === tried.providerBodyId)
  return {
    prices: [tried, ...others],
    kept: [...book.kept, ...replaced],
    agreed: keepsPins ? book.agreed : withoutPins(book.agreed, unpinned),
    renewed: keepsPins ? book.renewed : withoutPins(book.renewed, (all) => all.map(unpinned)),
  }
}

/** The term stays what was agreed: its factor counts whatever the prices are. */
const unpinned = <T extends AgreedTerm>(one: T): T => ({ ...one, versionId: null })

const withoutPins = <T>(all: ReadonlyMap<string, T>, unpin: (one: T) => T) =>
  new Map([...all].map(([key, one]) => [key, unpin(one)]))

export interface Sum {
  readonly providerBodyId: string
  readonly offeringCode: string
  readonly fen: bigint
  readonly unpriced: number
}

type Month = Parameters<typeof rateMonth>[0]

/** By provider and service. */
export function trySums(month: Month): readonly Sum[] {
  const sums = new Map<string, Sum>()
  for (const { subject, amount } of rateMonth(month)) {
    const { provider_body_id: providerBodyId, offering_code } = month.subjects.get(subject) as {
      provider_body_id: string
      offering_code: string | null
    }
    const offeringCode = offering_code ?? ''
    const key = `${providerBodyId} ${offeringCode}`
    const before = sums.get(key)
    sums.set(key, {
      providerBodyId,
      offeringCode,
      fen: (before?.fen ?? 0n) + (amount ?? 0n),
      unpriced: (before?.unpriced ?? 0) + (amount === null ? 1 : 0),
    })
  }
  return [...sums.values()]
}
