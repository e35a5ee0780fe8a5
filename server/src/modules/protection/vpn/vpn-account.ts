/** The rules of VPN accounts: how long, how many, when to remind. Pure. */
import type { ReasonCode, VpnAccountState } from '@yunheng/contract'
import { assert } from '../../../platform/errors.ts'
import { parseDay } from '../../../platform/worktime/index.ts'

export interface AccountFacts {
  readonly expires_on: string
  readonly revoked_at: Date | null
  /** The VPN that it belongs to is in use. */
  readonly is_served: boolean
}

export interface Days {
  readonly today: string
  /** Days before the end on which it is said, the earliest first. */
  readonly reminders: readonly number[]
}

/** What `reminded_days` is once the end itself has been said. */
export const SAID_ENDED = -1

export function daysUntil(today: string, day: string): number {
  const [from, until] = [parseDay(today), parseDay(day)]
  assert(from !== null && until !== null, 'civil days')
  return until - from
}

export function stateOf(account: AccountFacts, { today, reminders }: Days): VpnAccountState {
  if (account.revoked_at !== null || !account.is_served) return 'revoked'
  const left = daysUntil(today, account.expires_on)
  if (left < 0) return 'expired'
  return left <= (reminders[0] ?? 0) ? 'expiring' : 'active'
}

export const refuseChange = (account: AccountFacts): ReasonCode | null =>
  account.revoked_at !== null || !account.is_served ? 'vpn-account.revoked' : null

/** R64: it ends, not before today, and never later than the VPN itself. */
export const refuseEnd = (expiresOn: string, today: string, atMost: string): ReasonCode | null =>
  expiresOn < today || expiresOn > atMost ? 'vpn-account.end_out_of_reach' : null

/** What is to be said about its end today: so many days left, or that it has ended; null when all was said. */
export function nextReminder(
  account: AccountFacts & { readonly reminded_days: number | null },
  { today, reminders }: Days,
): number | typeof SAID_ENDED | null {
  if (account.revoked_at !== null || !account.is_served) return null
  const left = daysUntil(today, account.expires_on)
  const said = account.reminded_days
  if (left < 0) return said === SAID_ENDED ? null : SAID_ENDED
  // The nearest reminder counts: one that was missed is not sent after the next one is due.
  const due = reminders.toReversed().find((days) => left <= days)
  return due !== undefined && (said === null || said > due) ? due : null
}
