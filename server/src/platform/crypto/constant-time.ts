import { timingSafeEqual } from 'node:crypto'
import { sm3 } from './sm3.ts'

/**
 * Equal without telling by its time where they differ. Inputs of different length are compared by their digests,
 * because `timingSafeEqual` throws on them and an early return would tell the length.
 */
export function equalConstantTime(left: Uint8Array | string, right: Uint8Array | string): boolean {
  return timingSafeEqual(sm3(left), sm3(right))
}
