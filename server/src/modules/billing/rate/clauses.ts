/** Which price clause applies to whom and when: pure. */
import {
  type AgreedTerm,
  factorOf,
  type PriceInForce,
  type RenewedTerm,
  toScaled,
} from '../../catalogue/index.ts'
import { type BilledSubject, hourOf, type Window } from '../../metering/index.ts'

export interface PriceBook {
  /** Every version that ever was in force. */
  readonly prices: readonly PriceInForce[]
  /** Further ones that nothing but an agreement refers to any more. */
  readonly kept: readonly PriceInForce[]
  /** By request line: the term of its order, and the prices that it keeps. */
  readonly agreed: ReadonlyMap<string, AgreedTerm>
  /** By resource: what was agreed for renewals, which counts in their days before what the order had. */
  readonly renewed: ReadonlyMap<string, readonly RenewedTerm[]>
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

/** Hours within the month at which the price of any of these subjects changes, in their order. */
export function cutsOf(book: PriceBook, subjects: readonly Priced[], window: Window): readonly number[] {
  return inOrder([
    ...cutsOfPrices(book, subjects, window),
    ...subjects.flatMap((subject) => cutsOfTerms(book, subject, window)),
  ])
}

/** Hours within the month at which other versions count with the providers of these subjects. */
export function cutsOfPrices(
  { prices }: PriceBook,
  subjects: readonly Pick<Priced, 'provider_body_id'>[],
  window: Window,
): readonly number[] {
  const providers = new Set(subjects.map((one) => one.provider_body_id))
  return inOrder(
    prices
      .filter(({ providerBodyId: own }) => own === null || providers.has(own))
      .flatMap(({ from, to }) => hoursWithin(window, [from, to])),
  )
}

/** Hours within the month at which a term of the subject begins or ends, and something else applies than the hour before. */
export function cutsOfTerms(book: PriceBook, subject: Priced, window: Window): readonly number[] {
  const ends = [
    book.agreed.get(subject.request_line_id ?? '')?.until ?? null,
    ...(book.renewed.get(subject.resource_id ?? '') ?? []).flatMap(({ from, until }) => [from, until]),
  ]
  return hoursWithin(window, ends).filter((hour) => {
    const [before, after] = [priceAt(book, subject, hour - 1), priceAt(book, subject, hour)]
    return before.price !== after.price || before.factor !== after.factor
  })
}

export function hoursWithin({ from, to }: Window, instants: readonly (Date | null)[]): readonly number[] {
  return instants
    .flatMap((at) => (at === null ? [] : [hourOf(at)]))
    .filter((hour) => hour > from && hour < to)
}

export const inOrder = (hours: readonly number[]): readonly number[] =>
  [...new Set(hours)].sort((a, b) => a - b)

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
  const each = windows.map((window) => ({ window, ...priceAt(book, subject, window.from) }))
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

/**
 * The prices that were agreed, for a renewal or with the order, while its term lasts; otherwise the provider's own where it has some in
 * force, then the general ones. Whichever they are, their factor for the term that was agreed applies while it lasts.
 */
export function priceAt(book: PriceBook, subject: Priced, hour: number) {
  const agreed = agreedAt(book, subject, hour)
  const price = keptBy(book, agreed) ?? inForceAt(book, subject.provider_body_id, hour)
  if (price === null || agreed === undefined) return { price, factor: WHOLE }
  return { price, factor: toScaled(factorOf({ months: agreed.termMonths }, price.termFactors)) }
}

const EVER = { from: new Date(0), until: new Date(8.64e15) }

/** As if what counts for these subjects in an hour had always counted and would for ever: what months to come are told by. */
export function bookAsOf(
  book: PriceBook,
  subjects: readonly (Priced & Pick<BilledSubject, 'resource_id'>)[],
  hour: number,
): PriceBook {
  const inForce = book.prices.filter(
    ({ from, to }) => hourOf(from) <= hour && (to === null || hour < hourOf(to)),
  )
  return {
    prices: inForce.map((price) => ({ ...price, from: EVER.from, to: null })),
    kept: [...book.kept, ...book.prices],
    agreed: new Map(),
    renewed: new Map(
      subjects.flatMap((subject) => {
        const agreed = agreedAt(book, subject, hour)
        const { resource_id: resourceId } = subject
        return agreed === undefined ? [] : [[resourceId, [{ ...agreed, ...EVER, resourceId }]] as const]
      }),
    ),
  }
}

function agreedAt({ agreed, renewed }: PriceBook, subject: Priced, hour: number): AgreedTerm | undefined {
  const renewal = renewed
    .get(subject.resource_id ?? '')
    ?.find(({ from, until }) => hourOf(from) <= hour && hour < hourOf(until))
  if (renewal !== undefined) return renewal
  const order = agreed.get(subject.request_line_id ?? '')
  return order !== undefined && (order.until === null || hour < hourOf(order.until)) ? order : undefined
}

function keptBy({ prices, kept }: PriceBook, agreed: AgreedTerm | undefined): PriceInForce | undefined {
  if (agreed === undefined || agreed.versionId === null) return undefined
  return [...prices, ...kept].find((one) => one.versionId === agreed.versionId)
}

function inForceAt({ prices }: PriceBook, provider: string, hour: number): PriceInForce | null {
  const inForce = prices.filter(({ from, to }) => hourOf(from) <= hour && (to === null || hour < hourOf(to)))
  const of = (providerBodyId: string | null) =>
    inForce
      .filter((one) => one.providerBodyId === providerBodyId)
      .reduce<PriceInForce | null>((best, one) => (best === null || one.from > best.from ? one : best), null)
  return of(provider) ?? of(null)
}
