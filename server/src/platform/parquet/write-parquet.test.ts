import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import type { Column } from '../xlsx/index.ts'
import { unscaled, writeParquet } from './write-parquet.ts'

interface Row {
  readonly name: string | null
  readonly cost: string | null
  readonly fen: number
  readonly at: string
}
const columns: readonly Column<Row>[] = [
  { title: 'Name', kind: 'text', value: (row) => row.name },
  { title: 'Cost', kind: 'decimal', value: (row) => row.cost },
  { title: 'Yuan', kind: 'money', value: (row) => row.fen },
  { title: 'At', kind: 'utc', value: (row) => row.at },
]
const row = (no: number): Row => ({
  name: no % 7 === 0 ? null : `资源 ${no}`,
  cost: no % 5 === 0 ? null : `${no}.5`,
  fen: no * 100,
  at: '2026-08-31T16:00:00Z',
})

async function written(rows: readonly Row[], page: number): Promise<ArrayBuffer> {
  async function* pages() {
    for (let at = 0; at < rows.length; at += page) yield rows.slice(at, at + page)
  }
  const parts: Buffer[] = []
  for await (const part of writeParquet(columns, pages(), [['format', 'FOCUS 1.2']])) parts.push(part)
  const all = Buffer.concat(parts)
  return all.buffer.slice(all.byteOffset, all.byteOffset + all.byteLength) as ArrayBuffer
}

describe('a Parquet file', () => {
  it('says what its columns are: texts, exact decimals, instants', async () => {
    const { schema, num_rows: rows, key_value_metadata: notes } = parquetMetadata(await written([row(1)], 10))
    expect(rows).toBe(1n)
    expect(notes).toEqual([{ key: 'format', value: 'FOCUS 1.2' }])
    expect(schema.slice(1).map(({ name, converted_type: type, scale }) => [name, type, scale])).toEqual([
      ['Name', 'UTF8', undefined],
      ['Cost', 'DECIMAL', 18],
      ['Yuan', 'DECIMAL', 2],
      ['At', 'TIMESTAMP_MILLIS', undefined],
    ])
  })

  it('holds all rows of however many pages and groups, and what is not there is null', async () => {
    const rows = Array.from({ length: 45_001 }, (_, no) => row(no))
    const file = await written(rows, 500)
    const read = await parquetReadObjects({ file })
    expect(read).toHaveLength(45_001)
    for (const no of [0, 1, 19_999, 20_000, 20_001, 45_000]) {
      const { Name: name, Cost: cost, Yuan: yuan, At: at } = read[no] ?? {}
      expect([name, at]).toEqual([row(no).name, new Date('2026-08-31T16:00:00Z')])
      // The reader makes floats of decimals; what is written is looked at below.
      expect(yuan).toBeCloseTo(no)
      if (row(no).cost === null) expect(cost).toBe(null)
      else expect(cost).toBeCloseTo(no + 0.5)
    }
  })

  it('without a row is one all the same', async () => {
    expect(parquetMetadata(await written([], 10)).num_rows).toBe(0n)
  })

  it.each([
    ['0', 0n],
    ['12.5', 12_500_000_000_000_000_000n],
    ['-0.000000000000000001', -1n],
    ['99999999999999999999.999999999999999999', 10n ** 38n - 1n],
  ])('keeps %s to its last digit', (decimal, value) => {
    expect(unscaled(decimal)).toBe(value)
  })

  it('takes no more digits than it keeps: nothing is rounded unseen', () => {
    expect(() => unscaled('0.0000000000000000001')).toThrow('at most 18')
  })
})
