/** Which term counts for what is held, day by day: as bills have it (R276), so that a change is estimated as it will be billed. Pure. */
import type { AgreedTerm, RenewedTerm } from '../price/agreed-term-store.ts'
import { dayAfter, midnightOf } from '../price/price-dates.ts'

/** By which order something is held, and with whom. */
export interface HeldBy {
  readonly resourceId: string
  readonly requestLineId: string | null
  readonly providerBodyId: string | null
}

export interface HeldTerms {
  readonly order: AgreedTerm | undefined
  readonly renewals: readonly RenewedTerm[]
}

/** That of a renewal in its days, otherwise that of the order while it lasts; afterwards none. */
export function agreedOn({ order, renewals }: HeldTerms, at: Date): AgreedTerm | undefined {
  const renewal = renewals.find(({ from, until }) => from <= at && at < until)
  if (renewal !== undefined) return renewal
  return order !== undefined && (order.until === null || at < order.until) ? order : undefined
}

export interface Piece {
  readonly days: number
  readonly agreed: AgreedTerm | undefined
}

const DAY_MS = 86_400_000

/** The days from one to another, both included, cut where another term begins to count. */
export function piecesOf(terms: HeldTerms, from: string, until: string): readonly Piece[] {
  const [begin, end] = [midnightOf(from).getTime(), midnightOf(dayAfter(until)).getTime()]
  const ends = [terms.order?.until, ...terms.renewals.flatMap((one) => [one.from, one.until])]
  const cuts = ends.flatMap((at) => (at ? [at.getTime()] : [])).filter((at) => begin < at && at < end)
  const edges = [...new Set([begin, ...cuts, end])].sort((a, b) => a - b)
  return edges.slice(0, -1).map((at, index) => ({
    days: Math.round(((edges[index + 1] as number) - at) / DAY_MS),
    agreed: agreedOn(terms, new Date(at)),
  }))
}
