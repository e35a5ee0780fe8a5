/** Comma-separated values (RFC 4180) as spreadsheets read them: UTF-8 with a mark, lines ended by CR LF. */
import { yuanOf } from '../money.ts'
import { type CellKind, exactDecimal, guardText } from './cells.ts'
import type { Column } from './write-xlsx.ts'

export const CSV_TYPE = 'text/csv; charset=utf-8'

/** Without the mark a spreadsheet takes Chinese for another encoding. */
const MARK = '\ufeff'
const SHANGHAI_MS = 8 * 3_600_000

/** @param isMarked false for what programs read: there the mark would be part of the first name. */
export function csvHead<Row>(columns: readonly Column<Row>[], isMarked = true): string {
  return `${isMarked ? MARK : ''}${columns.map(({ title }) => quoted(guardText(title))).join(',')}\r\n`
}

export function csvRows<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  let text = ''
  for (const row of rows) {
    for (let at = 0; at < columns.length; at++) {
      const { kind, value } = columns[at] as Column<Row>
      if (at > 0) text += ','
      text += toField(kind, value(row))
    }
    text += '\r\n'
  }
  return text
}

/** The same values as in the workbook; times are wall-clock times of Shanghai, to the second. */
function toField(kind: CellKind, value: string | number | Date | null): string {
  if (value === null) return ''
  switch (kind) {
    case 'text':
    case 'utc':
      return quoted(guardText(String(value)))
    case 'number':
      return String(Number(value))
    case 'decimal':
      return exactDecimal(value)
    case 'money':
      return yuanOf(BigInt(String(value)))
    case 'day':
      return quoted(guardText(value instanceof Date ? value.toISOString().slice(0, 10) : String(value)))
    case 'instant': {
      const at = value instanceof Date ? value : new Date(String(value))
      if (Number.isNaN(at.getTime())) return quoted(guardText(String(value)))
      return new Date(at.getTime() + SHANGHAI_MS).toISOString().slice(0, 19).replace('T', ' ')
    }
  }
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
