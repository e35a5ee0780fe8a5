import { PassThrough, type Readable } from 'node:stream'
import excel from 'exceljs'
import { type CellKind, FORMAT_OF, guardText, toCell } from './cells.ts'

export interface Column<Row> {
  readonly title: string
  readonly kind: CellKind
  readonly width?: number
  value(row: Row): string | number | Date | null
}

export interface Sheet<Row> {
  readonly name: string
  readonly columns: readonly Column<Row>[]
  readonly rows: AsyncIterable<Row>
  /** At most so many rows; what is said in a last row when there are more. */
  readonly maxRows?: number
  readonly beyond?: string
}

/** A line of the sheet that says where the file comes from: who, when, which filter. */
export type Note = readonly [label: string, value: string]

/** Rows of one sheet (ECMA-376); what is beyond goes to a next one. */
const ROWS_MAX = 1_048_576
const HEAD_ROWS = 1

/**
 * Streams a workbook: rows are written as they come and nothing is kept, so that a long export needs no more memory than
 * a short one. If the source fails, the stream is destroyed with its error and the download breaks off visibly.
 */
export function writeXlsx<Row>(sheet: Sheet<Row>, notes: readonly Note[]): Readable {
  const out = new PassThrough()
  const workbook = new excel.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true })
  fill(workbook, sheet, notes).catch((error: unknown) => {
    out.destroy(error instanceof Error ? error : new Error(String(error)))
  })
  return out
}

async function fill<Row>(
  workbook: excel.stream.xlsx.WorkbookWriter,
  sheet: Sheet<Row>,
  notes: readonly Note[],
): Promise<void> {
  let number = 1
  let written = 0
  let all = 0
  let current = addSheet(workbook, sheet, number)
  for await (const row of sheet.rows) {
    if (all === sheet.maxRows) {
      current.addRow([guardText(sheet.beyond ?? '')]).commit()
      break
    }
    all += 1
    if (written >= ROWS_MAX - HEAD_ROWS) {
      current.commit()
      number += 1
      written = 0
      current = addSheet(workbook, sheet, number)
    }
    current.addRow(sheet.columns.map((column) => toCell(column.kind, column.value(row)))).commit()
    written += 1
  }
  current.commit()
  const about = workbook.addWorksheet('说明')
  for (const [label, value] of notes) about.addRow([guardText(label), guardText(value)]).commit()
  about.commit()
  await workbook.commit()
}

function addSheet<Row>(
  workbook: excel.stream.xlsx.WorkbookWriter,
  sheet: Sheet<Row>,
  number: number,
): excel.Worksheet {
  const added = workbook.addWorksheet(number === 1 ? sheet.name : `${sheet.name} ${number}`, {
    views: [{ state: 'frozen', ySplit: HEAD_ROWS }],
  })
  added.columns = sheet.columns.map((column) => ({
    width: column.width ?? 16,
    style: { numFmt: FORMAT_OF[column.kind] },
  }))
  const head = added.addRow(sheet.columns.map((column) => column.title))
  head.font = { bold: true }
  head.commit()
  return added
}

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
