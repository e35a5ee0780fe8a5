import { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import excel from 'exceljs'

export class UnreadableWorkbook extends Error {
  /** More rows than were asked for. */
  readonly isTooLong: boolean
  constructor(message: string, options: { readonly isTooLong?: boolean; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.isTooLong = options.isTooLong ?? false
  }
}

/** No sheet that a person fills in has more, and a packed one can unfold to more than the memory holds. */
const COLUMNS_MAX = 50
const CELL_MAX = 2_000

/**
 * The first sheet as texts, row by row, at most `rowsMax` rows: read as a stream, so that a small file that unfolds to a
 * huge one stops at the bound. An apostrophe that {@link guardText} put before a text is taken away again.
 * @throws UnreadableWorkbook for what is no workbook, or has more rows.
 */
export async function readXlsx(content: Buffer, rowsMax: number): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = []
  for await (const row of streamXlsx(content, rowsMax)) rows.push(row)
  if (rows.length === 0) throw new UnreadableWorkbook('an empty workbook')
  return rows
}

/** The same, handing on every row as it is read: a long sheet is never held whole. */
export async function* streamXlsx(content: Buffer, rowsMax: number): AsyncGenerator<readonly string[]> {
  let count = 0
  try {
    const reader = new excel.stream.xlsx.WorkbookReader(Readable.from([content]), {
      sharedStrings: 'cache',
      hyperlinks: 'ignore',
      styles: 'ignore',
      worksheets: 'emit',
      entries: 'ignore',
    })
    keepCharactersWhole(reader)
    for await (const sheet of reader) {
      for await (const row of sheet) {
        if (count === rowsMax) throw new UnreadableWorkbook(`more than ${rowsMax} rows`, { isTooLong: true })
        count += 1
        const values = Array.isArray(row.values) ? row.values.slice(1, COLUMNS_MAX + 1) : []
        yield Array.from(values, textOf)
      }
      break
    }
  } catch (error) {
    if (error instanceof UnreadableWorkbook) throw error
    throw new UnreadableWorkbook('not a workbook', { cause: error })
  }
}

/** Parts of exceljs's reader that its types do not name. */
interface ReaderParts {
  _parseWorksheet(chunks: AsyncIterable<Uint8Array | string>, no: string): unknown
  _parseSharedStrings(entry: Readable): unknown
}

/**
 * exceljs 4.4 decodes each piece of an unpacked part by itself, so that a character of several bytes that lies across two pieces becomes
 * U+FFFD twice (two of 7,600 rows of a statement). It takes text where it is given text.
 */
function keepCharactersWhole(reader: excel.stream.xlsx.WorkbookReader): void {
  const parts = reader as unknown as ReaderParts
  const [sheet, strings] = [parts._parseWorksheet, parts._parseSharedStrings]
  parts._parseWorksheet = (chunks, no) => sheet.call(reader, wholeCharacters(chunks), no)
  parts._parseSharedStrings = (entry) => strings.call(reader, entry.setEncoding('utf8'))
}

async function* wholeCharacters(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  for await (const chunk of chunks)
    yield typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk))
  yield decoder.end()
}

function textOf(value: unknown): string {
  const text = plain(value).slice(0, CELL_MAX).trim()
  return /^'[=+\-@\t\r\n|%]/.test(text) ? text.slice(1) : text
}

/** What stands in a cell, whatever a spreadsheet program made of it; of a formula its result. */
function plain(value: unknown): string {
  if (value === null || value === undefined) return ''
  // Fifteen digits, as spreadsheets show and keep them: a sum of 0.1 and 0.2 reads 0.3.
  if (typeof value === 'number') return String(Number(value.toPrecision(15)))
  if (typeof value !== 'object') return String(value)
  if (value instanceof Date) return value.toISOString()
  const { richText, text, result } = value as {
    richText?: readonly { readonly text?: unknown }[]
    text?: unknown
    result?: unknown
  }
  if (Array.isArray(richText)) return richText.map((part) => String(part.text ?? '')).join('')
  if (text !== undefined) return plain(text)
  return result === undefined ? '' : plain(result)
}
