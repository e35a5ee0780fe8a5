import { type Dimension, type HeldQuantity, isCounted } from '@yunheng/contract'
import { windowOfMonth } from '../civil-month.ts'
import { AMOUNT_SCALE, dimensionOfMeter } from '../meter.ts'
import type { HeldRow } from './read-store.ts'

/** Thousandths as an exact decimal: `-1.5`, `7200`. */
export function toDecimal(thousandths: bigint): string {
  const scale = BigInt(AMOUNT_SCALE)
  const absolute = thousandths < 0n ? -thousandths : thousandths
  const part = (absolute % scale).toString().padStart(3, '0').replace(/0+$/, '')
  return `${thousandths < 0n ? '-' : ''}${absolute / scale}${part === '' ? '' : `.${part}`}`
}

const SECONDS_OF_HOUR = 3600

/** Unit × hours for people: rounded to thousandths, where the exact quantity is unit × seconds. */
export const hoursOf = (unitSeconds: string): number =>
  Math.round((Number(unitSeconds) / SECONDS_OF_HOUR) * 1000) / 1000

/** @param month the civil month in which the quantity lies: what is counted stands as if held for the whole of it. */
export function countedUnits(quantity: bigint, month: string): bigint {
  const { from, to } = windowOfMonth(month)
  return quantity / BigInt((to - from) * SECONDS_OF_HOUR)
}

/** For people: units × seconds, exact; of what is counted as it flows units. */
export const shownQuantity = (dimension: Dimension, quantity: bigint, month: string): string =>
  toDecimal(isCounted(dimension) ? countedUnits(quantity, month) : quantity)

/** In units × seconds, exact; of what is counted as it flows in units. @param month in which all of it lies. */
export function toHeld(row: HeldRow, month: string): HeldQuantity {
  const shown = (quantity: bigint) => shownQuantity(dimensionOfMeter(row.meter), quantity, month)
  const [serving, stopped, unseen] = [BigInt(row.serving), BigInt(row.stopped), BigInt(row.unseen)]
  return {
    total: shown(serving + stopped + unseen),
    serving: shown(serving),
    stopped: shown(stopped),
    unseen: shown(unseen),
    adjusted: shown(BigInt(row.adjusted)),
  }
}
