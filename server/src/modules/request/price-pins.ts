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
  /** The term of a line began, and has this last day. */
  datePin(tx: Tx, requestLineId: string, lastDay: string): Promise<void>
}
