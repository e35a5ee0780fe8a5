/** Spreadsheets: the one place that knows the format. */
export { type CellKind, guardText } from './cells.ts'
export {
  EXPORT_ROWS_MAX,
  exportList,
  isListDownload,
  type Language,
  type ListColumn,
  type ListDownload,
  type RowCount,
  type WholeList,
  YES,
} from './export-list.ts'
export { readXlsx, streamXlsx, UnreadableWorkbook } from './read-xlsx.ts'
export { CSV_TYPE, csvHead, csvRows } from './write-csv.ts'
export { type Column, type Note, type Sheet, writeXlsx, XLSX_TYPE } from './write-xlsx.ts'
