/** One act on many bills: bounds and rules. Pure. */
import type { BillRunState, BillRunVerb, BillState, ReasonCode } from '@yunheng/contract'
import { BILL_RUN_MAX } from '@yunheng/contract'

/** Beginnings of one bill, the first one included. */
export const ATTEMPTS_MAX = 5
/** While usage is metered nothing can be sent: so long the run waits for it, and looks again so often. */
export const METERING_WAIT_MS = 3_600_000
export const LOOK_AGAIN_MS = 3_000

/** Of all bills of a filter those that the act is for. */
export const TAKEN: Readonly<Record<BillRunVerb, BillState>> = {
  rate: 'draft',
  send: 'draft',
  close: 'confirmed',
}

export function refuseCount(bills: number): ReasonCode | null {
  if (bills === 0) return 'bill-run.empty'
  return bills > BILL_RUN_MAX ? 'bill-run.too_many' : null
}

export const refuseStop = (state: BillRunState): ReasonCode | null =>
  state === 'running' ? null : 'bill-run.ended'

/** Refused now, and not in a minute: metering holds the hours for a while and then lets go. */
export const waitsForMetering = (reason: string, runningForMs: number): boolean =>
  reason === 'bill.metering_runs' && runningForMs < METERING_WAIT_MS
