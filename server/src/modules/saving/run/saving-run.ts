/** Notices about many proposals: bounds and rules. Pure. */
import { type ReasonCode, SAVING_RUN_MAX, type SavingRunState } from '@yunheng/contract'

/** Beginnings of one, the first one included. */
export const ATTEMPTS_MAX = 5
export const RUN_RECONCILER = 'saving-run'

export function refuseCount(proposals: number): ReasonCode | null {
  if (proposals === 0) return 'saving-run.empty'
  return proposals > SAVING_RUN_MAX ? 'saving-run.too_many' : null
}

export const refuseStop = (state: SavingRunState): ReasonCode | null =>
  state === 'running' ? null : 'saving-run.ended'
