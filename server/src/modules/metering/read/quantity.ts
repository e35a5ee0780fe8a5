import type { HeldQuantity } from '@yunheng/contract'
import { AMOUNT_SCALE } from '../meter.ts'
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

/** In units × seconds, exact. */
export function toHeld(row: HeldRow): HeldQuantity {
  const [serving, stopped, unseen] = [BigInt(row.serving), BigInt(row.stopped), BigInt(row.unseen)]
  return {
    total: toDecimal(serving + stopped + unseen),
    serving: toDecimal(serving),
    stopped: toDecimal(stopped),
    unseen: toDecimal(unseen),
    adjusted: toDecimal(BigInt(row.adjusted)),
  }
}
