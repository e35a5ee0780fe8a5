import { Readable } from 'node:stream'
import excel from 'exceljs'
import { type Entry, fromBufferPromise } from 'yauzl'

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
    for await (const row of await openFirstSheet(content)) {
      if (count === rowsMax) throw new UnreadableWorkbook(`more than ${rowsMax} rows`, { isTooLong: true })
      count += 1
      const values = Array.isArray(row.values) ? row.values.slice(1, COLUMNS_MAX + 1) : []
      yield Array.from(values, textOf)
    }
  } catch (error) {
    if (error instanceof UnreadableWorkbook) throw error
    throw new UnreadableWorkbook('not a workbook', { cause: error })
  }
}

const RELATIONS = 'xl/_rels/workbook.xml.rels'
const WORKBOOK = 'xl/workbook.xml'
const STRINGS = 'xl/sharedStrings.xml'

/** The first sheet as the workbook orders them; its parts are found in the directory at the archive's end, as a spreadsheet program does. */
async function openFirstSheet(content: Buffer): Promise<AsyncIterable<excel.Row>> {
  const partOf = await openArchive(content)
  const reader = new excel.stream.xlsx.WorkbookReader(Readable.from([]), {
    sharedStrings: 'cache',
    hyperlinks: 'ignore',
    styles: 'ignore',
    worksheets: 'emit',
    entries: 'ignore',
  }) as unknown as ReaderParts
  await reader._parseRels(await partOf(RELATIONS))
  await reader._parseWorkbook(await partOf(WORKBOOK))
  const first = reader.model?.sheets?.[0]?.rId
  const target = reader.workbookRels.find(({ Id }) => Id === first)?.Target
  if (target === undefined) throw new UnreadableWorkbook('a workbook without sheets')
  const strings = await partOf(STRINGS, true)
  if (strings !== null) for await (const _ of reader._parseSharedStrings(strings));
  const sheet = await partOf(target.startsWith('/') ? target.slice(1) : `xl/${target}`)
  const [opened] = reader._parseWorksheet(sheet, '1')
  if (opened === undefined) throw new UnreadableWorkbook('a workbook without sheets')
  return opened.value
}

/**
 * Parts of exceljs 4.4's reader that its types do not name. Its own way through the archive follows the local headers as the bytes
 * come: it met the sheet before the strings, kept it in a file that it did not remove, and now and then found no archive at all.
 */
interface ReaderParts {
  readonly model?: { readonly sheets?: readonly { readonly rId: string }[] }
  readonly workbookRels: readonly { readonly Id: string; readonly Target: string }[]
  _parseRels(part: Readable): Promise<void>
  _parseWorkbook(part: Readable): Promise<void>
  _parseSharedStrings(part: Readable): AsyncIterable<unknown>
  _parseWorksheet(
    chunks: AsyncIterable<string>,
    no: string,
  ): Iterable<{ readonly value: AsyncIterable<excel.Row> }>
}

/** What is held in memory at once; a sheet is not. */
const PART_BYTES_MAX = 256 * 1024 * 1024

interface PartOf {
  (name: string): Promise<Readable>
  (name: string, isOptional: true): Promise<Readable | null>
}

/** @returns what opens a part by its name, as text whose characters are whole wherever its bytes are cut. */
async function openArchive(content: Buffer): Promise<PartOf> {
  const archive = await fromBufferPromise(content)
  const entries = new Map<string, Entry>()
  for await (const entry of archive.eachEntry()) entries.set(entry.fileName, entry)
  const partOf = async (name: string, isOptional = false) => {
    const entry = entries.get(name)
    if (entry === undefined && isOptional) return null
    if (entry === undefined) throw new UnreadableWorkbook(`a workbook without ${name}`)
    if (!name.startsWith(SHEETS) && entry.uncompressedSize > PART_BYTES_MAX)
      throw new UnreadableWorkbook(`${name} is too large`, { isTooLong: true })
    return (await archive.openReadStreamPromise(entry)).setEncoding('utf8')
  }
  return partOf as PartOf
}

const SHEETS = 'xl/worksheets/'

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
