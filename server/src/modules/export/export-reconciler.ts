import type { Reconciler } from '../../platform/reconcile/index.ts'
import { listUnderWay } from './export-store.ts'
import { type ExportParts, runExport } from './run-export.ts'

export function createExportReconciler(parts: ExportParts): Reconciler {
  return {
    name: 'export',
    // Each reads as fast as the database answers: more of them at once would only take turns.
    concurrency: 2,
    sweepEveryMs: 30_000,
    reconcile: (ctx, id, signal) => runExport(ctx, parts, id, signal),
    sweep: (ctx) => listUnderWay(ctx.db),
  }
}
