import { type ExportFormat, operations } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { refuse } from '../../platform/errors.ts'
import type { Download } from '../../platform/http/index.ts'
import { PARQUET_TYPE } from '../../platform/parquet/index.ts'
import { CSV_TYPE, XLSX_TYPE } from '../../platform/xlsx/index.ts'
import { refuseDownload } from './export.ts'
import type { ExportFiles } from './export-files.ts'
import { getOwnExport } from './own-export.ts'

export async function downloadExport(ctx: Ctx, files: ExportFiles, id: string): Promise<Download> {
  const row = await getOwnExport(ctx, id)
  const reason = refuseDownload(row.state)
  if (reason !== null) refuse(reason)
  const file = await files.open(row.id, row.format)
  if (file === null) return refuse('export.file_elsewhere')
  await ctx.inTx((tx) =>
    ctx.audit(tx, {
      noun: 'export',
      objectId: id,
      bodyId: row.body_id,
      after: { list: row.list, rows: row.rows },
    }),
  )
  return {
    fileName: row.file_name as string,
    contentType: TYPE_OF[row.format],
    ...file,
    issuedAs: issuedAs(row.list, row.filters),
  }
}

/** A list about money is noted as that list, whenever its file is fetched; any other is not. */
function issuedAs(list: string, filters: unknown): Exclude<Download['issuedAs'], undefined> {
  const operation = operations.find(({ id }) => id === list)
  if (!operation?.issued || typeof operation.access === 'string') return null
  return {
    operationId: list,
    noun: operation.access.noun,
    filter: filters as Readonly<Record<string, unknown>>,
  }
}

const TYPE_OF: Readonly<Record<ExportFormat, string>> = {
  csv: CSV_TYPE,
  xlsx: XLSX_TYPE,
  parquet: PARQUET_TYPE,
}
