import { issuedFileOperations as issued, exportOperations as operations } from '@yunheng/contract'
import { type Route, route } from '../../platform/http/index.ts'
import { downloadExport } from './download-export.ts'
import { cancelExport, removeOwnExport } from './end-export.ts'
import type { ExportFiles } from './export-files.ts'
import { listOwnExports } from './export-store.ts'
import { toExport } from './export-view.ts'
import { checkFile, listSeenIssues } from './issued/check-file.ts'
import { getOwnExport, ownerOf } from './own-export.ts'
import { startExport } from './start-export.ts'

export function createExportRoutes(files: ExportFiles): readonly Route[] {
  return [
    route(operations.list, (ctx, { query }) => listOwnExports(ctx.db, ownerOf(ctx), query, toExport)),
    route(operations.start, async (ctx, { body }) => toExport(await startExport(ctx, body))),
    route(operations.get, async (ctx, { params }) => toExport(await getOwnExport(ctx, params.id))),
    route(operations.download, (ctx, { params }) => downloadExport(ctx, files, params.id)),
    route(operations.cancel, async (ctx, { params }) => toExport(await cancelExport(ctx, params.id))),
    route(operations.remove, async (ctx, { params }) => {
      await removeOwnExport(ctx, files, params.id)
      return null
    }),
    route(issued.list, (ctx, { query }) => listSeenIssues(ctx, query)),
    route(issued.check, (ctx, { body }) => checkFile(ctx, body.digest)),
  ]
}
