/**
 * Lists as Parquet (docs/decisions/1400): the one place that knows the format. Exact: decimals are whole numbers of their last digit in
 * sixteen bytes, never floats. Written a group of rows at a time, so that a long file needs no more memory than a short one.
 */
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer'
import type { CellKind, Column } from '../xlsx/index.ts'

export const PARQUET_TYPE = 'application/vnd.apache.parquet'

/** Rows of a group: what is held at once. */
const GROUP_ROWS = 20_000
/** DECIMAL(38, 18): as wide as readers take. */
const DECIMAL_SCALE = 18
const DECIMAL_BYTES = 16

type Cell = string | number | bigint | null

/** @param pages rows as they come. @param notes where the file comes from, kept in its footer. */
export async function* writeParquet<Row>(
  titled: readonly Column<Row>[],
  pages: AsyncIterable<readonly Row[]>,
  notes: readonly (readonly [label: string, value: string])[] = [],
): AsyncGenerator<Buffer> {
  const columns = distinct(titled)
  const bytes = new ByteWriter()
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(elementOf)],
    // A month is read whole: nobody skips groups by what they hold.
    statistics: false,
    kvMetadata: notes.map(([key, value]) => ({ key, value })),
  })
  let held: Row[] = []
  const group = () => {
    const rows = held
    held = []
    void writer.write({
      columnData: columns.map((column) => ({
        name: column.title,
        data: rows.map((row) => toParquet(column.kind, column.value(row))),
      })),
      rowGroupSize: GROUP_ROWS,
    })
    return take(bytes)
  }
  for await (const page of pages) {
    held.push(...page)
    if (held.length >= GROUP_ROWS) yield group()
  }
  if (held.length > 0) yield group()
  void writer.finish()
  yield take(bytes)
}

/** Columns are known by their names: a second one of the same gets a number. */
function distinct<Row>(columns: readonly Column<Row>[]): readonly Column<Row>[] {
  const seen = new Map<string, number>()
  return columns.map((column) => {
    const nth = (seen.get(column.title) ?? 0) + 1
    seen.set(column.title, nth)
    return nth === 1 ? column : { ...column, title: `${column.title} (${nth})` }
  })
}

/** What is written so far leaves the buffer; where it stands in the file goes on counting. */
function take(bytes: ByteWriter): Buffer {
  const taken = Buffer.from(bytes.getBytes())
  bytes.index = 0
  return taken
}

function elementOf({
  title: name,
  kind,
}: {
  readonly title: string
  readonly kind: CellKind
}): SchemaElement {
  const optional = { name, repetition_type: 'OPTIONAL' } as const
  const decimal = (precision: number, scale: number): SchemaElement => ({
    ...optional,
    type: 'FIXED_LEN_BYTE_ARRAY',
    type_length: DECIMAL_BYTES,
    converted_type: 'DECIMAL',
    precision,
    scale,
  })
  switch (kind) {
    case 'text':
    case 'day':
      return { ...optional, type: 'BYTE_ARRAY', converted_type: 'UTF8' }
    case 'number':
      return { ...optional, type: 'DOUBLE' }
    case 'money':
      return decimal(38, 2)
    case 'decimal':
      return decimal(38, DECIMAL_SCALE)
    case 'instant':
    case 'utc':
      return { ...optional, type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' }
  }
}

function toParquet(kind: CellKind, value: string | number | Date | null): Cell {
  if (value === null) return null
  switch (kind) {
    case 'text':
      return String(value)
    case 'day':
      return value instanceof Date ? value.toISOString().slice(0, 10) : String(value)
    case 'number':
      return Number(value)
    case 'money':
      return BigInt(value instanceof Date ? value.getTime() : value)
    case 'decimal':
      return unscaled(String(value))
    case 'instant':
    case 'utc': {
      const ms = value instanceof Date ? value.getTime() : Date.parse(String(value))
      return Number.isNaN(ms) ? null : BigInt(ms)
    }
  }
}

/** `12.5` as a whole number of its eighteenth digit. */
export function unscaled(decimal: string): bigint {
  const [, sign, whole = '', part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? []
  if (sign === undefined || part.length > DECIMAL_SCALE)
    throw new Error(`assertion: ${decimal} is a decimal of at most ${DECIMAL_SCALE} digits`)
  const value = BigInt(whole + part.padEnd(DECIMAL_SCALE, '0'))
  return sign === '-' ? -value : value
}
