/**
 * Chance that repeats itself: every draw is a function of the cloud's seed and of what is drawn for, never of the order
 * of calls, so that a run with the same seed and the same resource ids meets the same fate under any concurrency.
 */
import { createHash } from 'node:crypto'
import type { Range } from './simulated-knobs.ts'

function digest(seed: string, what: readonly (string | number)[]): Buffer {
  return createHash('sha256')
    .update([seed, ...what].join('\u001f'))
    .digest()
}

/** A number in [0, 1). */
export function draw(seed: string, ...what: readonly (string | number)[]): number {
  return digest(seed, what).readUIntBE(0, 6) / 2 ** 48
}

export function drawWithin(range: Range, seed: string, ...what: readonly (string | number)[]): number {
  return Math.round(range.min + (range.max - range.min) * draw(seed, ...what))
}

/** An identifier in the shape that clouds give: a UUID of version 4. */
export function drawRef(seed: string, ...what: readonly (string | number)[]): string {
  const bytes = digest(seed, ['ref', ...what]).subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** A locally administered hardware address. */
export function drawMac(seed: string, ...what: readonly (string | number)[]): string {
  return `fa:16:3e:${digest(seed, ['mac', ...what])
    .subarray(0, 3)
    .toString('hex')
    .match(/../g)
    ?.join(':')}`
}
