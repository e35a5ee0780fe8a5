import type { Account, Allowance } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { ACCOUNT_VERBS, type AccountVerb, refuseVerb, stateOf } from './account.ts'
import type { AccountRow } from './account-store.ts'

export function toAccount(ctx: Ctx, row: AccountRow): Account {
  const now = ctx.clock.now()
  const allowance = (verb: AccountVerb): Allowance =>
    ctx.authz.allowance(ctx.actor, 'manage-access', 'account', refuseVerb(row, verb, ctx.actor, now))
  const state = stateOf(row, now)
  return {
    id: row.id,
    version: row.version,
    username: row.username,
    personId: row.person_id,
    personName: row.person_name,
    state,
    lockedUntil: state === 'locked' ? (row.locked_until?.toISOString() ?? null) : null,
    mustChangePassword: row.must_change_password,
    totp: row.totp_bound_at !== null,
    totpRequired: row.totp_required,
    passwordChangedAt: row.password_changed_at.toISOString(),
    signedInAt: row.signed_in_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    actions: Object.fromEntries(ACCOUNT_VERBS.map((verb) => [verb, allowance(verb)])) as Account['actions'],
  }
}
