/** Rows of comma-, tab- or semicolon-separated text (RFC 4180), chunk by chunk, within bounds. */
import { refuse } from '../../../platform/errors.ts'

export interface FileRow {
  /** As a spreadsheet numbers it: the first is 1. */
  readonly no: number
  readonly cells: readonly string[]
  /** What it ended with: the last one of a text may have no line end, and those of a sheet have no fixed width. */
  readonly end: 'line' | 'file' | 'sheet'
}

const COLUMNS_MAX = 120
/** No text that is meant to be one is longer; a longer one is cut here and told later. */
const CELL_MAX = 2000
const [QUOTE, CR, LF] = [34, 13, 10]

const LOOKED_AT = 20_000
const HEAD_WITHIN = 10

/** Which of the separators one of the first lines has most of, leaving out what stands in quotes. */
function separatorOf(text: string): string {
  const lines = text
    .slice(0, LOOKED_AT)
    .replace(/"(?:[^"]|"")*("|$)/g, '')
    .split(/[\r\n]+/, HEAD_WITHIN)
  const count = (separator: string) => Math.max(...lines.map((line) => line.split(separator).length))
  return [',', '\t', ';'].reduce((best, each) => (count(each) > count(best) ? each : best))
}

/** @throws `statement.file_truncated` where the text ends within quotes, `statement.file_unreadable` for what is no text. */
export async function* csvRowsOf(chunks: AsyncIterable<string>): AsyncGenerator<readonly FileRow[]> {
  const reader = createReader()
  for await (const chunk of chunks) {
    const rows = reader.take(chunk)
    if (rows.length > 0) yield rows
  }
  yield reader.end()
}

function createReader() {
  let separator: number | null = null
  let no = 0
  let cells: string[] = []
  let cell = ''
  /** plain · quoted: within quotes · closed: after the quote that may end them. */
  let state: 'plain' | 'quoted' | 'closed' = 'plain'
  let afterCr = false

  const endCell = () => {
    if (cells.length < COLUMNS_MAX) cells.push(cell)
    cell = ''
    state = 'plain'
  }
  const endRow = (rows: FileRow[], end: FileRow['end']) => {
    endCell()
    no += 1
    rows.push({ no, cells, end })
    cells = []
  }
  const add = (text: string) => {
    if (cell.length < CELL_MAX) cell += text.slice(0, CELL_MAX - cell.length)
  }
  return {
    take(chunk: string): readonly FileRow[] {
      if (chunk.includes('\0')) refuse('statement.file_unreadable')
      separator ??= separatorOf(chunk).charCodeAt(0)
      const rows: FileRow[] = []
      let from = 0
      for (let at = 0; at < chunk.length; at++) {
        const code = chunk.charCodeAt(at)
        if (state === 'quoted') {
          if (code !== QUOTE) continue
          add(chunk.slice(from, at))
          state = 'closed'
          from = at + 1
          continue
        }
        if (code === LF && afterCr) {
          afterCr = false
          from = at + 1
          continue
        }
        afterCr = false
        if (code === QUOTE && (state === 'closed' || (cell === '' && at === from))) {
          // A doubled quote is one; at the beginning of a cell it opens.
          if (state === 'closed') add('"')
          state = 'quoted'
          from = at + 1
        } else if (code === separator) {
          add(chunk.slice(from, at))
          endCell()
          from = at + 1
        } else if (code === CR || code === LF) {
          add(chunk.slice(from, at))
          endRow(rows, 'line')
          afterCr = code === CR
          from = at + 1
        }
      }
      add(chunk.slice(from))
      return rows
    },
    end(): readonly FileRow[] {
      if (state === 'quoted') refuse('statement.file_truncated')
      const rows: FileRow[] = []
      if (cells.length > 0 || cell !== '' || state === 'closed') endRow(rows, 'file')
      return rows
    },
  }
}
