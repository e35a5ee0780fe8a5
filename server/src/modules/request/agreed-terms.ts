/** What the catalogue keeps of orders and renewals: the term that they were agreed for, and the prices where they keep them (R277). */
import type { Tx } from '../../platform/db/index.ts'

export interface AgreedTerms {
  /** The term of what is applied for; with the prices that it keeps until the term ends, or none. */
  agreeTerm(
    tx: Tx,
    term: {
      readonly requestLineIds: readonly string[]
      readonly priceVersionId: string | null
      readonly termMonths: number
    },
  ): Promise<void>
  /** What was placed with others than the provider whose own prices these are does not keep them. */
  unpinOthers(tx: Tx, requestLineIds: readonly string[], providerBodyIds: readonly string[]): Promise<void>
  /** The version in force on a day: the provider's own, otherwise the general one. */
  findVersion(
    tx: Tx,
    providerBodyId: string | null,
    day: string,
  ): Promise<{ readonly id: string; readonly pinsOrders: boolean } | null>
  /** A renewal took effect: what was agreed for it counts for this resource in these days. */
  renewTerm(
    tx: Tx,
    renewal: {
      readonly requestLineId: string
      readonly resourceId: string
      readonly providerBodyId: string | null
      readonly from: string
      readonly until: string
    },
  ): Promise<void>
  /** A term renewed by itself: the prices that it was reckoned with count for it, where they are kept. */
  renewTermAlone(
    tx: Tx,
    renewal: {
      readonly resourceId: string
      readonly priceVersionId: string | null
      readonly termMonths: number
      readonly from: string
      readonly until: string
    },
  ): Promise<void>
  /** The term of a line began, and has this last day. */
  dateTerm(tx: Tx, requestLineId: string, lastDay: string): Promise<void>
}
