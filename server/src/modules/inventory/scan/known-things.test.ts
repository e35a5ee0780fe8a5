import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKnownThings, ENTRY_BYTES } from './known-things.ts'

/** Prints that often begin alike, so that their places in the table meet. */
const lane = fc.integer({ min: 0, max: 3 })
const print = fc.tuple(lane, lane, lane, fc.integer({ min: -1000, max: 1000 }))
const bytesOf = (lanes: readonly number[]) => {
  const bytes = Buffer.alloc(16)
  for (const [nth, value] of lanes.entries()) bytes.writeInt32BE(value, nth * 4)
  return bytes
}
const idOf = (nth: number) => {
  const id = Buffer.alloc(16)
  id.writeInt32BE(nth, 12)
  return id
}

describe('what is known of a cloud', () => {
  it('recognises exactly what it was told, whatever was seen or superseded, however often it grew', () => {
    const distinct = fc.uniqueArray(print, { minLength: 1, maxLength: 3_000, selector: String, size: 'max' })
    fc.assert(
      fc.property(distinct, fc.infiniteStream(fc.nat(3)), (prints, acts) => {
        const known = createKnownThings()
        for (const [nth, lanes] of prints.entries())
          known.add(Buffer.concat([bytesOf(lanes), idOf(nth)], ENTRY_BYTES))
        expect(known.count).toBe(prints.length)
        const unseen: string[] = []
        const seen: string[] = []
        for (const [nth, lanes] of prints.entries()) {
          const act = acts.next().value
          const id = idOf(nth).toString('hex')
          if (act === 0) unseen.push(id)
          if (act === 1 || act === 2) expect(known.see(Int32Array.from(lanes))).toBe(true)
          if (act === 2 || act === 3) known.supersede(bytesOf(lanes))
          if (act === 1) seen.push(id)
          else expect(act === 0 || !known.see(Int32Array.from(lanes))).toBe(true)
        }
        expect(known.see(Int32Array.of(0, 0, 0, 5_000))).toBe(false)
        expect([...known.unseen()].map((id) => id.toString('hex'))).toEqual(unseen)
        expect(known.seenAmong(new Set([...seen.slice(0, 2), ...unseen]))).toEqual(seen.slice(0, 2))
      }),
      { numRuns: 20 },
    )
  })
})
