/** A whole list into one file, page after page, at the pace of the disk. */
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ExportFormat } from '@yunheng/contract'
import { writeParquet } from '../../platform/parquet/index.ts'
import { type Column, csvHead, csvRows, type WholeList, writeXlsx } from '../../platform/xlsx/index.ts'

/** Rows read at a time: a few tens of milliseconds of work, so that whoever else this process serves waits no longer. */
const PAGE = 500

/** @param told after every page with the rows so far; what it throws ends the export. @returns how many rows there are. */
export async function writeExport(
  path: string,
  format: ExportFormat,
  list: WholeList,
  told: (rows: number) => Promise<void>,
): Promise<number> {
  const columns = list.columns as readonly Column<unknown>[]
  let rows = 0
  const file = createWriteStream(path, { mode: 0o600 })
  let broken: Error | undefined
  file.once('error', (error) => {
    broken = error
  })
  async function* pages(): AsyncGenerator<readonly unknown[]> {
    for await (const page of list.pages(PAGE)) {
      // A workbook's writer would read on for a file that takes no more.
      if (broken) throw broken
      yield page
      rows += page.length
      await told(rows)
    }
  }
  if (format === 'csv') await pipeline(Readable.from(csvOf(list, columns, pages())), file)
  else if (format === 'parquet')
    await pipeline(Readable.from(writeParquet(columns, pages(), list.notes)), file)
  else await pipeline(writeXlsx({ name: list.name, columns, rows: each(pages()) }, list.notes), file)
  return rows
}

async function* csvOf(
  { isData = false }: WholeList,
  columns: readonly Column<unknown>[],
  pages: AsyncIterable<readonly unknown[]>,
): AsyncGenerator<string> {
  yield csvHead(columns, !isData)
  for await (const page of pages) yield csvRows(columns, page)
}

async function* each(pages: AsyncIterable<readonly unknown[]>): AsyncGenerator<unknown> {
  for await (const page of pages) yield* page
}
