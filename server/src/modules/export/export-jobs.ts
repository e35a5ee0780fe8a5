import type { Job } from '../../platform/jobs/index.ts'
import type { ExportFiles } from './export-files.ts'
import { listExisting, removeExportsBefore } from './export-store.ts'

/** Every hour: what is past its time goes, and files of which nothing is known any more. */
export function createForgetExports(files: ExportFiles): Job<never> {
  return {
    name: 'export.forget',
    maxAttempts: 3,
    cron: '35 * * * *',
    async run(ctx) {
      await ctx.inTx((tx) => removeExportsBefore(tx, ctx.clock.now()))
      const ids = await files.ids()
      const existing = await listExisting(ctx.db, ids)
      for (const id of ids) if (!existing.has(id)) await files.remove(id)
    },
  }
}
