/** What every cloud shows, ours or not, and how it differs from what should be. See README.md. */
import type { Policy } from '../../platform/authz/index.ts'
import type { Database, Db } from '../../platform/db/index.ts'
import type { Route } from '../../platform/http/index.ts'
import type { Job } from '../../platform/jobs/index.ts'
import type { Reconciler } from '../../platform/reconcile/index.ts'
import type { Connections } from '../cloud/index.ts'
import { createInventoryHome, type InventoryHome } from './inventory-home.ts'
import { inventoryPolicy } from './inventory-policy.ts'
import { createInventoryRoutes } from './inventory-routes.ts'
import { forgetChanges } from './item/forget-changes.ts'
import { DEFAULT_SCAN_OPTIONS, type ScanOptions } from './scan/scan.ts'
import { createScanReconciler } from './scan/scan-reconciler.ts'
import { listCloudScans } from './scan/scan-store.ts'
import { isOld } from './scan/scan-view.ts'

export { ignoreItem, unignoreItem } from './item/ignore-item.ts'
export { contentOf } from './item/item.ts'
export { noteAllObserved, noteObserved } from './item/note-observed.ts'
export { runScan } from './scan/run-scan.ts'
export { DEFAULT_SCAN_OPTIONS, type ScanOptions } from './scan/scan.ts'

export const inventoryPolicies: readonly Policy[] = [inventoryPolicy]

export interface InventoryModule {
  readonly routes: readonly Route[]
  readonly reconcilers: readonly Reconciler[]
  readonly jobs: readonly Job<never>[]
  /** What it puts on the home page. */
  readonly home: InventoryHome
  /** How old what is known of each visible cloud is. */
  ages(db: Db, now: Date): Promise<ReadonlyMap<string, CloudAge>>
}

export interface CloudAge {
  readonly completeSince: Date | null
  readonly isOld: boolean
}

export function createInventoryModule(parts: {
  readonly database: Database
  readonly connections: Connections
  readonly options?: Partial<ScanOptions>
}): InventoryModule {
  const options = { ...DEFAULT_SCAN_OPTIONS, ...parts.options }
  const { database, connections } = parts
  return {
    routes: createInventoryRoutes(options),
    reconcilers: [createScanReconciler({ database, connections, options })],
    jobs: [forgetChanges],
    home: createInventoryHome(options),
    async ages(db, now) {
      const rows = await listCloudScans(db, now)
      return new Map(
        rows.map((row) => [
          row.id,
          { completeSince: row.last_full, isOld: isOld(row.last_full, options, now) },
        ]),
      )
    },
  }
}
