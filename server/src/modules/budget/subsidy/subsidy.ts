/** Rules of subsidies. Pure. */
import type { ReasonCode, SubsidyState } from '@yunheng/contract'

interface Facts {
  readonly state: SubsidyState
}

export const refuseCorrection = ({ state }: Facts): ReasonCode | null =>
  state === 'returned' ? null : 'subsidy.not_returned'

export const refuseWithdrawal = ({ state }: Facts): ReasonCode | null =>
  state === 'returned' || state === 'in-approval' ? null : 'subsidy.closed'
