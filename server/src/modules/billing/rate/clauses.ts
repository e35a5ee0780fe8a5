/** Which price clause applies to whom and when: pure. */
import { factorOf, type PriceInForce, type RenewedPin, toScaled } from '../../catalogue/index.ts'
import { type BilledSubject, hourOf, type Window } from '../../metering/index.ts'

/** Prices that were agreed when it was applied for (R277). */
export interface Pin {
  readonly versionId: string
  readonly termMonths: number
  readonly until: Date | null
}

export interface PriceBook {
  /** Every version that ever was in force. */
  readonly prices: readonly PriceInForce[]
  /** Further ones that nothing but an agreement refers to any more. */
  readonly kept: readonly PriceInForce[]
  /** By request line. */
  readonly pins: ReadonlyMap<string, Pin>
  /** By resource: what was agreed for renewals, which counts in their days before what the order had. */
  readonly renewed: ReadonlyMap<string, readonly RenewedPin[]>
}

/** A stretch of a month in which the prices of a subject do not change. */
export interface PriceStretch {
  readonly window: Window
  readonly price: PriceInForce | null
  /** Billionths. */
  readonly factor: bigint
}

type Priced = Pick<BilledSubject, 'provider_body_id' | 'request_line_id'> &
  Partial<Pick<BilledSubject, 'resource_id'>>

/** Hours within the month at which the price of any of these subjects may change, in their order. */
export function cutsOf(book: PriceBook, subjects: readonly Priced[], window: Window): readonly number[] {
  const providers = new Set(subjects.map((one) => one.provider_body_id))
  const cuts = new Set<number>()
  const note = (at: Date | null) => {
    const hour = at === null ? null : hourOf(at)
    if (hour !== null && hour > window.from && hour < window.to) cuts.add(hour)
  }
  for (const { providerBodyId, from, to } of book.prices)
    if (providerBodyId === null || providers.has(providerBodyId)) {
      note(from)
      note(to)
    }
  for (const { request_line_id } of subjects)
    if (request_line_id !== null) note(book.pins.get(request_line_id)?.until ?? null)
  for (const { from, until } of [...book.renewed.values()].flat()) {
    note(from)
    note(until)
  }
  return [...cuts].sort((a, b) => a - b)
}

/** The windows between the cuts. */
export function stretchesBetween(cuts: readonly number[], window: Window): readonly Window[] {
  const ends = [...cuts, window.to]
  return ends.map((to, index) => ({ from: index === 0 ? window.from : (ends[index - 1] as number), to }))
}

/** What applies to a subject in each of these windows; windows side by side with the same price are one stretch. */
export function priceStretches(
  book: PriceBook,
  subject: Priced,
  windows: readonly Window[],
): readonly PriceStretch[] {
  const pin = subject.request_line_id === null ? undefined : book.pins.get(subject.request_line_id)
  const each = windows.map((window) => ({ window, ...priceAt(book, subject, pin, window.from) }))
  return each.map((one, index) => {
    let [first, last] = [index, index]
    const isSame = (at: number) => each[at]?.price === one.price && each[at]?.factor === one.factor
    while (first > 0 && isSame(first - 1)) first -= 1
    while (last < each.length - 1 && isSame(last + 1)) last += 1
    const window = { from: (each[first] as typeof one).window.from, to: (each[last] as typeof one).window.to }
    return { ...one, window }
  })
}

const WHOLE = toScaled('1')

/** What was agreed, for a renewal or with the order, while it lasts; then the provider's own prices where it has some in force; otherwise the general ones. */
export function priceAt(book: PriceBook, subject: Priced, pin: Pin | undefined, hour: number) {
  const renewed = book.renewed
    .get(subject.resource_id ?? '')
    ?.find(({ from, until }) => hourOf(from) <= hour && hour < hourOf(until))
  const isPinned = pin !== undefined && (pin.until === null || hour < hourOf(pin.until))
  const agreed = renewed ?? (isPinned ? pin : undefined)
  const price = agreed && [...book.prices, ...book.kept].find((one) => one.versionId === agreed.versionId)
  if (price !== undefined)
    return { price, factor: toScaled(factorOf({ months: agreed?.termMonths ?? 0 }, price.termFactors)) }
  const inForce = book.prices.filter(
    ({ from, to }) => hourOf(from) <= hour && (to === null || hour < hourOf(to)),
  )
  const of = (providerBodyId: string | null) =>
    inForce
      .filter((one) => one.providerBodyId === providerBodyId)
      .reduce<PriceInForce | null>((best, one) => (best === null || one.from > best.from ? one : best), null)
  return { price: of(subject.provider_body_id) ?? of(null), factor: WHOLE }
}
