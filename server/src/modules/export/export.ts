/** Exports: types and rules. Pure. */
import type { ExportState, ReasonCode } from '@yunheng/contract'

export const UNDER_WAY_MAX = 3
export const KEPT_MAX = 20
export const KEEP_MS = 3 * 86_400_000
/** Beginnings, the first one included; a process that is killed by what it reads must not be killed for ever. */
export const ATTEMPTS_MAX = 5
/** The database may stand on the same disk: it must not be what runs out of room. */
export const ROOM_LEFT_BYTES = 512 * 1024 * 1024

export const isUnderWay = (state: ExportState): boolean => state === 'waiting' || state === 'running'

export function refuseStart(of: { readonly underWay: number; readonly kept: number }): ReasonCode | null {
  return of.underWay >= UNDER_WAY_MAX || of.kept >= KEPT_MAX ? 'export.too_many' : null
}

export const refuseDownload = (state: ExportState): ReasonCode | null =>
  state === 'ready' ? null : 'export.not_ready'
export const refuseCancel = (state: ExportState): ReasonCode | null =>
  isUnderWay(state) ? null : 'export.not_under_way'
export const refuseRemove = (state: ExportState): ReasonCode | null =>
  isUnderWay(state) ? 'export.under_way' : null
