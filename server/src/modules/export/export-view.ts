import { acts, type Export, type ExportedList, type ReasonCode, type Text } from '@yunheng/contract'
import { wordsOf } from '../../platform/errors.ts'
import { refuseCancel, refuseDownload, refuseRemove } from './export.ts'
import type { ExportRow } from './export-store.ts'

const allowance = (reason: ReasonCode | null) =>
  reason === null ? { allowed: true } : { allowed: false, reason }

export function toExport(row: ExportRow): Export {
  const details = row.details as Readonly<Record<string, string | number>>
  return {
    id: row.id,
    list: row.list as ExportedList,
    title: titleOf(row.list),
    filters: row.filters as Record<string, unknown>,
    format: row.format,
    state: row.state,
    rows: row.rows,
    expectedRows:
      row.expected_rows === null ? null : { count: row.expected_rows, isEstimate: row.is_estimate === true },
    sizeBytes: row.size_bytes === null ? null : Number(row.size_bytes),
    fileName: row.file_name,
    problem: row.reason === null ? null : wordsOf(row.reason as ReasonCode, details),
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    keptUntil: row.state === 'ready' ? row.kept_until.toISOString() : null,
    actions: {
      download: allowance(refuseDownload(row.state)),
      cancel: allowance(refuseCancel(row.state)),
      remove: allowance(refuseRemove(row.state)),
    },
  }
}

/** As the audit trail calls the act. */
export function titleOf(list: string): Text {
  return acts[list] ?? { zh: list, en: list }
}
