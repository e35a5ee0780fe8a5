/** What the catalogue keeps of orders that stay at the prices they were placed at until their term ends (R277). */
import type { Tx } from '../../platform/db/index.ts'

export interface PricePins {
  pinPrices(
    tx: Tx,
    pin: {
      readonly requestLineIds: readonly string[]
      readonly priceVersionId: string
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
  renewPin(
    tx: Tx,
    renewal: {
      readonly requestLineId: string
      readonly resourceId: string
      readonly providerBodyId: string | null
      readonly from: string
      readonly until: string
    },
  ): Promise<void>
  /** A term renewed by itself: the prices that it was reckoned with count for it. */
  pinRenewal(
    tx: Tx,
    renewal: {
      readonly resourceId: string
      readonly priceVersionId: string
      readonly termMonths: number
      readonly from: string
      readonly until: string
    },
  ): Promise<void>
  /** The term of a line began, and has this last day. */
  datePin(tx: Tx, requestLineId: string, lastDay: string): Promise<void>
}
