/** The rules of what nobody is to judge: a span of days, a decision. Pure. */
import type { ReasonCode, SavingExemptionState } from '@yunheng/contract'
import { daysBetween } from './civil-days.ts'

const SEASON_DAYS_MAX = 366

export function refusePeriod({
  sort,
  from,
  until,
}: {
  readonly sort: 'standby' | 'season' | 'must-keep'
  readonly from: string
  readonly until: string | null
}): ReasonCode | null {
  if (until === null) return sort === 'season' ? 'saving-exemption.period' : null
  const days = daysBetween(from, until)
  return days < 0 || (sort === 'season' && days > SEASON_DAYS_MAX) ? 'saving-exemption.period' : null
}

interface Standing {
  readonly state: SavingExemptionState
}

export const refuseDeciding = ({ state }: Standing): ReasonCode | null =>
  state === 'declared' ? null : 'saving-exemption.decided'

export const refuseWithdrawing = ({ state }: Standing): ReasonCode | null =>
  state === 'declared' || state === 'accepted' ? null : 'saving-exemption.withdrawn'
