import type { ReasonCode } from '@yunheng/contract'

const PERIOD_DAYS_MAX = 90

/** An absence lies ahead and ends: at most 90 days (product default). */
export function refuseDelegation(from: Date, to: Date, now: Date): ReasonCode | null {
  const days = (to.getTime() - from.getTime()) / 86_400_000
  return to > from && to > now && days <= PERIOD_DAYS_MAX ? null : 'delegation.period_invalid'
}

export function refuseEndDelegation(
  row: { readonly ended_at: Date | null; readonly valid_to: Date },
  now: Date,
): ReasonCode | null {
  return row.ended_at !== null || row.valid_to <= now ? 'delegation.already_ended' : null
}
