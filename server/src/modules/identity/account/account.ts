import type { AccountState, ReasonCode } from '@yunheng/contract'
import type { Actor } from '../../../platform/context.ts'
import type { AccountRow } from './account-store.ts'

export function stateOf(account: Pick<AccountRow, 'disabled_at' | 'locked_until'>, now: Date): AccountState {
  if (account.disabled_at !== null) return 'disabled'
  return account.locked_until !== null && account.locked_until > now ? 'locked' : 'active'
}

export const ACCOUNT_VERBS = [
  'disable',
  'enable',
  'unlock',
  'reset-password',
  'reset-totp',
  'end-sessions',
  'bind-certificate',
  'unbind-certificate',
] as const
export type AccountVerb = (typeof ACCOUNT_VERBS)[number]

/** In which states a verb has a meaning. */
const STATES: Readonly<Record<AccountVerb, readonly AccountState[]>> = {
  disable: ['active', 'locked'],
  enable: ['disabled'],
  unlock: ['locked'],
  'reset-password': ['active', 'locked'],
  'reset-totp': ['active', 'locked', 'disabled'],
  'end-sessions': ['active', 'locked', 'disabled'],
  'bind-certificate': ['active', 'locked'],
  'unbind-certificate': ['active', 'locked', 'disabled'],
}

/** Nobody acts on his own account as an administrator; his own means are those of every person. */
export function refuseVerb(
  account: AccountRow,
  verb: AccountVerb,
  actor: Actor,
  now: Date,
): ReasonCode | null {
  if (actor.kind === 'person' && actor.accountId === account.id) return 'identity.account_own'
  if (!STATES[verb].includes(stateOf(account, now))) return 'identity.account_state'
  return verb === 'reset-totp' && account.totp_bound_at === null ? 'identity.totp_not_bound' : null
}
