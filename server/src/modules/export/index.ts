/** Whole lists, written to files in the background. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import type { MakeCtx } from '../../platform/create-context.ts'
import type { Route } from '../../platform/http/index.ts'
import type { Job } from '../../platform/jobs/index.ts'
import type { Reconciler } from '../../platform/reconcile/index.ts'
import { openExportFiles } from './export-files.ts'
import { createForgetExports } from './export-jobs.ts'
import { createExportReconciler } from './export-reconciler.ts'
import { createExportRoutes } from './export-routes.ts'
import { issuedFilePolicy } from './issued/issued-file-policy.ts'

export { exportNotices } from './export-notices.ts'
export { recordIssued } from './issued/record-issued.ts'

export const exportPolicies: readonly Policy[] = [issuedFilePolicy]

export interface ExportModule {
  readonly routes: readonly Route[]
  readonly reconcilers: readonly Reconciler[]
  readonly jobs: readonly Job<never>[]
}

export function createExportModule(parts: {
  readonly dir: string
  readonly makeCtx: MakeCtx
  readonly routes: () => readonly Route[]
}): ExportModule {
  const files = openExportFiles(parts.dir)
  return {
    routes: createExportRoutes(files),
    reconcilers: [createExportReconciler({ ...parts, files })],
    jobs: [createForgetExports(files)],
  }
}
