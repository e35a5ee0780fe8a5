import { randomBytes } from 'node:crypto'
import type { Clock } from './clock.ts'

/** A distinct type per noun for the same UUID string. */
export type Brand<T, B extends string> = T & { readonly __brand: B }

export interface Ids {
  /** A UUID version 7 (RFC 9562 §5.7): sorts by time of making, so that primary keys append. */
  next(): string
}

export function createIds(clock: Clock): Ids {
  let lastMs = 0
  let counter = 0
  return {
    next() {
      const nowMs = Math.max(clock.now().getTime(), lastMs)
      // Within one millisecond the 12 bits of rand_a count up, so that ids of one process never go back.
      counter = nowMs === lastMs ? counter + 1 : randomBytes(2).readUInt16BE() & 0x3ff
      lastMs = counter > 0xfff ? nowMs + 1 : nowMs
      if (counter > 0xfff) counter = 0
      const bytes = randomBytes(16)
      bytes.writeUIntBE(lastMs, 0, 6)
      bytes.writeUInt16BE(0x7000 | counter, 6)
      bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
      const hex = bytes.toString('hex')
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
    },
  }
}
