/** One act on many bills: which bills, and when a run of them waits. Pure. */
import type { BillRun, BillRunVerb, BillState } from '@yunheng/contract'
import type { RunKind, RunRow } from '../../../platform/run/index.ts'

interface OfRun {
  readonly verb: BillRunVerb
}
interface OfItem {
  readonly bill_id: string
}
type Filters = NonNullable<BillRun['filters']>
export type BillRunRow = RunRow<OfRun, Filters>

export const BILL_RUN: RunKind<OfRun, OfItem, Filters> = {
  noun: 'bill-run',
  table: 'bill_run',
  own: ['verb'],
  thing: ['bill_id'],
}

/** While usage is metered nothing can be sent: so long the run waits for it. */
export const METERING_WAIT_MS = 3_600_000

/** Of all bills of a filter those that the act is for. */
export const TAKEN: Readonly<Record<BillRunVerb, BillState>> = {
  rate: 'draft',
  send: 'draft',
  close: 'confirmed',
}

/** Refused now, and not in a minute: metering holds the hours for a while and then lets go. */
export const waitsForMetering = (reason: string, runningForMs: number): boolean =>
  reason === 'bill.metering_runs' && runningForMs < METERING_WAIT_MS
