import type { CloudInventory, ReasonCode, Scan } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { wordsOf } from '../../../platform/errors.ts'
import type { ScanOptions, ScanSort } from './scan.ts'
import type { CloudScansRow, ScanRow } from './scan-store.ts'

function problemOf(reason: string | null, details: unknown) {
  if (reason === null) return null
  return wordsOf(reason as ReasonCode, details as Readonly<Record<string, string | number>>)
}

export function toScan(row: ScanRow): Scan {
  const { id, sort, state, pages, seen, appeared, changed, vanished } = row
  return {
    id,
    sort,
    state,
    pages,
    seen,
    appeared,
    changed,
    vanished,
    problem: problemOf(row.reason, row.details),
    cloudRequestId: row.cloud_request_id,
    beganAt: row.began_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}

/** Figures are old when the full scan that is due has been missing for half its interval. */
export function isOld(completeSince: Date | null, options: ScanOptions, now: Date): boolean {
  return completeSince === null || now.getTime() - completeSince.getTime() > options.fullEveryMs * 1.5
}

function progressOf(row: CloudScansRow): CloudInventory['progress'] {
  const { is_scanning, running_sort: sort, running_seen: seen } = row
  if (!is_scanning || sort === null || seen === null) return null
  // How much an incremental one will read nobody knows beforehand.
  return { sort: sort as ScanSort, seen, expected: sort === 'full' ? row.full_seen : null }
}

export function toCloudInventory(ctx: Ctx, row: CloudScansRow, options: ScanOptions): CloudInventory {
  const { actor, authz } = ctx
  const now = ctx.clock.now()
  const suspended = row.state === 'suspended' ? ('cloud.suspended' as const) : null
  const isLost = row.last_reason === 'inventory.scan_shrunk'
  return {
    cloud: { id: row.id, name: row.name },
    completeSince: row.last_full?.toISOString() ?? null,
    lastCompleteAt: row.last_any?.toISOString() ?? null,
    lagSeconds:
      row.last_any === null ? null : Math.max(0, Math.round((now.getTime() - row.last_any.getTime()) / 1000)),
    isOld: isOld(row.last_full, options, now),
    scans: Number(row.scans),
    failed: Number(row.failed),
    isScanning: row.is_scanning,
    isWanted: row.is_wanted && !row.is_scanning,
    progress: progressOf(row),
    lastProblem: problemOf(row.last_reason, row.last_details),
    actions: {
      scan: authz.allowance(actor, 'operate', 'inventory', suspended),
      believeLoss: authz.allowance(
        actor,
        'approve',
        'inventory',
        suspended ?? (isLost ? null : 'inventory.nothing_lost'),
      ),
    },
  }
}
