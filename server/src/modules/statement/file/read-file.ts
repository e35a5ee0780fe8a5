/** A file as batches of lines and faults: whatever its format, row by row, within bounds. */
import { STATEMENT_ROWS_MAX } from '@yunheng/contract'
import { refuse } from '../../../platform/errors.ts'
import { yuanOf } from '../../../platform/money.ts'
import { streamXlsx, UnreadableWorkbook } from '../../../platform/xlsx/index.ts'
import { wholeFen, YUAN_DIGITS } from './amount.ts'
import { countPlaces, missingIn, otherMoneyIn, type Places, placesOf } from './columns.ts'
import { csvRowsOf, type FileRow } from './csv.ts'
import { type Looked, textOf, wholeOf } from './decode.ts'
import {
  createLineReader,
  type Expected,
  type Faulty,
  isFaulty,
  type ParsedLine,
  readDecimal,
} from './read-line.ts'

export interface FaultyRow extends Faulty {
  readonly row: number
  readonly cells: readonly string[]
}

export interface Batch {
  readonly lines: readonly ParsedLine[]
  readonly faults: readonly FaultyRow[]
}

/** Titles and remarks may stand before the head. */
const HEAD_WITHIN = 10
const XLSX_BATCH = 5000
const TOTAL_LETTERS_MAX = 8
const TOTALS = new Set(['合计', '总计', '总额', 'total', '小计合计'])

/** @throws `statement.file_…`, `statement.columns_missing`, `statement.amount_unit`, `statement.too_many_rows`. */
export async function* readFile(content: Buffer, looked: Looked, expected: Expected): AsyncGenerator<Batch> {
  const rows = looked.isWorkbook
    ? workbookRows(await wholeOf(content))
    : csvRowsOf(textOf(content, looked.encoding))
  yield* batchesOf(rows, expected)
}

async function* workbookRows(content: Buffer): AsyncGenerator<readonly FileRow[]> {
  let rows: FileRow[] = []
  try {
    let no = 0
    for await (const cells of streamXlsx(content, STATEMENT_ROWS_MAX + HEAD_WITHIN)) {
      no += 1
      rows.push({ no, cells, end: 'sheet' })
      if (rows.length < XLSX_BATCH) continue
      yield rows
      rows = []
    }
  } catch (error) {
    if (!(error instanceof UnreadableWorkbook)) throw error
    refuse(error.isTooLong ? 'statement.too_many_rows' : 'statement.file_unreadable', { cause: error })
  }
  yield rows
}

/** Batch after batch; a control total in the last row is compared with the rows. */
export async function* batchesOf(
  rows: AsyncIterable<readonly FileRow[]>,
  expected: Expected,
): AsyncGenerator<Batch> {
  const reader = createReader(expected)
  for await (const some of rows) yield reader.take(some)
  reader.end()
}

function createReader(expected: Expected) {
  const readLine = createLineReader(expected)
  let places: Places | null = null
  let width = 0
  let best: Places = placesOf([])
  let count = 0
  let sum = 0n

  const findHead = ({ no, cells }: FileRow) => {
    const found = placesOf(cells)
    if (countPlaces(found) > countPlaces(best)) best = found
    if (missingIn(found).length === 0) {
      const title = otherMoneyIn(cells, found)
      if (title !== null) refuse('statement.amount_unit', { details: { title } })
      places = found
      width = cells.length
    } else if (no >= HEAD_WITHIN) refuseHead(best)
  }
  const read = (row: FileRow, known: Places): ParsedLine | Faulty | null => {
    if (row.cells.every((cell) => cell.trim() === '')) return null
    const total = totalOf(row, known)
    // A control total is of the exact sum, or of that rounded to the 分.
    if (total !== null)
      return total === sum || (isWhole(total) && wholeFen(total) === wholeFen(sum))
        ? null
        : { fault: 'total-differs', value: yuanOf(wholeFen(total)) }
    if (row.end !== 'sheet' && row.cells.length < width) {
      // The last row breaks off: so does the file.
      if (row.end === 'file') return refuse('statement.file_truncated')
      return { fault: 'cells-missing', value: String(row.cells.length) }
    }
    if (row.cells.length > width && row.cells.slice(width).some((cell) => cell.trim() !== ''))
      return { fault: 'cells-beyond', value: String(row.cells.length) }
    return readLine(row.no, row.cells, known)
  }
  return {
    take(rows: readonly FileRow[]): Batch {
      const lines: ParsedLine[] = []
      const faults: FaultyRow[] = []
      for (const row of rows) {
        if (places === null) {
          findHead(row)
          continue
        }
        const one = read(row, places)
        if (one === null) continue
        count += 1
        if (count > STATEMENT_ROWS_MAX) refuse('statement.too_many_rows')
        if (isFaulty(one)) faults.push({ ...one, row: row.no, cells: row.cells })
        else {
          lines.push(one)
          sum += one.amount
        }
      }
      return { lines, faults }
    },
    end(): void {
      if (places === null) refuseHead(best)
      if (count === 0) refuse('statement.file_empty')
    },
  }
}

const FEN = 10n ** BigInt(YUAN_DIGITS - 2)
const isWhole = (exact: bigint) => exact % FEN === 0n

/** What a row that sums up those before it says, exactly; null for any other. */
function totalOf({ cells }: FileRow, places: Places): bigint | null {
  const first = cells.find((cell) => cell.trim() !== '')?.trim() ?? ''
  if (first.length > TOTAL_LETTERS_MAX || !TOTALS.has(first.toLowerCase().replace(/[:：]$/, ''))) return null
  const total = readDecimal((cells[places.amount ?? -1] ?? '').trim(), YUAN_DIGITS, 15, true)
  return typeof total === 'bigint' ? total : null
}

function refuseHead(best: Places): never {
  const missing = missingIn(best)
  return refuse('statement.columns_missing', {
    details: { columns: missing.map(({ zh }) => zh).join('、') },
    detailsEn: { columns: missing.map(({ en }) => en).join(', ') },
  })
}
