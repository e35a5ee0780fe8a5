/** The rules of what nobody is to judge: a span of days, a decision. Pure. */

import type { ReasonCode, SavingExemptionState } from '@yunheng/contract'
import { daysBetween } from '../../platform/worktime/index.ts'

interface Period {
  readonly sort: 'standby' | 'season' | 'must-keep'
  readonly from: string
  readonly until: string | null
}

/** @param seasonDays how long a seasonal peak may be. */
export function refusePeriod({ sort, from, until }: Period, seasonDays: number): ReasonCode | null {
  if (until === null) return sort === 'season' ? 'saving-exemption.period' : null
  const days = daysBetween(from, until)
  return days < 0 || (sort === 'season' && days > seasonDays) ? 'saving-exemption.period' : null
}

interface Standing {
  readonly state: SavingExemptionState
}

export const refuseDeciding = ({ state }: Standing): ReasonCode | null =>
  state === 'declared' ? null : 'saving-exemption.decided'

export const refuseWithdrawing = ({ state }: Standing): ReasonCode | null =>
  state === 'declared' || state === 'accepted' ? null : 'saving-exemption.withdrawn'
