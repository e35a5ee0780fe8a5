import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCopyRows } from './copy.ts'

/** The same by the buffer's own writers. */
function expected(values: readonly { readonly int: number; readonly small: number; readonly big: number }[]) {
  const parts = values.map(({ int, small, big }) => {
    const row = Buffer.alloc(2 + 8 + 6 + 12)
    row.writeInt16BE(3, 0)
    row.writeInt32BE(4, 2)
    row.writeInt32BE(int, 6)
    row.writeInt32BE(2, 10)
    row.writeInt16BE(small, 14)
    row.writeInt32BE(8, 16)
    row.writeBigInt64BE(BigInt(big), 20)
    return row
  })
  return Buffer.concat([...parts, Buffer.from([0xff, 0xff])])
}

const HEADER_BYTES = 19

describe('rows of a COPY', () => {
  it('hold whole numbers of every size and sign as PostgreSQL reads them, also when filled anew', () => {
    const one = fc.record({
      int: fc.integer(),
      small: fc.integer({ min: -32_768, max: 32_767 }),
      big: fc.oneof(fc.maxSafeInteger(), fc.constantFrom(2 ** 31, 2 ** 32, -(2 ** 31), -(2 ** 32), -1, 0)),
    })
    const rows = createCopyRows()
    fc.assert(
      fc.property(fc.array(one, { maxLength: 20 }), (values) => {
        rows.reset()
        for (const { int, small, big } of values) {
          rows.row(3)
          rows.int(int)
          rows.smallint(small)
          rows.bigint(big)
        }
        expect(rows.count).toBe(values.length)
        expect(rows.bytes().subarray(HEADER_BYTES).equals(expected(values))).toBe(true)
      }),
    )
  })

  it('grow beyond what was set aside', () => {
    const rows = createCopyRows()
    for (let at = 0; at < 200_000; at++) {
      rows.row(1)
      rows.int(at)
    }
    expect(rows.bytes().readInt32BE(HEADER_BYTES + 199_999 * 10 + 6)).toBe(199_999)
  })

  it('refuse what does not fit, never cut it down', () => {
    const rows = createCopyRows()
    expect(() => rows.int(2 ** 31)).toThrow('is no int')
    expect(() => rows.int(0.5)).toThrow('is no int')
    expect(() => rows.smallint(32_768)).toThrow('is no smallint')
    expect(() => rows.bigint(2 ** 53)).toThrow('within 2^53')
    expect(() => rows.bigint(Number.NaN)).toThrow('within 2^53')
  })
})
