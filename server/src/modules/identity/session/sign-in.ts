import type { ReasonCode } from '@yunheng/contract'
import type { AuditEntry } from '../../../platform/audit/index.ts'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import type { TrustInForce } from '../../../platform/pki/index.ts'
import type { Secrets } from '../../../platform/secrets/index.ts'
import { type AccountRow, findAccountByUsername, findCredential } from '../account/account-store.ts'
import type { NetworksInForce } from '../network/networks-in-force.ts'
import { isPassword, spendHashingTime } from '../password/password-hash.ts'
import { useSecondFactor } from '../second-factor/second-factor.ts'
import { beginSession, type SignedIn } from './begin-session.ts'
import { ADDRESS_LIMIT, addressKey, isLocked, NAME_LIMIT, nameKey } from './sign-in-guard.ts'
import { addFailure, findGuards } from './sign-in-guard-store.ts'

export interface SignInInput {
  readonly username: string
  readonly password: string
  readonly code?: string
  readonly recoveryCode?: string
}

/** What every way to sign in works with. */
export interface SignInParts {
  readonly secrets: Secrets
  readonly networks: NetworksInForce
  /** The CAs whose certificates open a session; null: none does. */
  readonly trust: TrustInForce | null
  /** Whether to write the same refusal into the trail again. */
  readonly rarely: (key: string) => boolean
}

/**
 * Name, password, and the second factor where one is bound. A name that does not exist, a wrong password and a locked name
 * are answered alike whether or not there is such an account, and take as long.
 */
export async function signIn(
  ctx: Ctx,
  parts: SignInParts,
  input: SignInInput,
  agent: string | null,
): Promise<SignedIn> {
  // Nobody is signed in yet: what is looked up here is the system's business, what comes of it is the person's.
  const system = ctx.asSystem('identity')
  await refuseLocked(system, parts.rarely, input.username)
  const account = await findAccountByUsername(system.db, input.username)
  if (account === undefined) {
    await spendHashingTime(input.password)
    return fail(system, input.username, null, 'identity.sign_in_failed')
  }
  const { password_hash } = await findCredential(system.db, account.id)
  if (!(await isPassword(input.password, password_hash))) {
    return fail(system, input.username, account, 'identity.sign_in_failed')
  }
  if (account.disabled_at !== null || account.deactivated_at !== null) {
    return fail(system, input.username, account, 'identity.account_disabled')
  }
  if (account.totp_bound_at !== null) {
    if (input.code === undefined && input.recoveryCode === undefined)
      refuse('identity.second_factor_required')
    const used = await system.inTx((tx) => useSecondFactor(system, tx, parts.secrets, account.id, input))
    if (!used) return fail(system, input.username, account, 'identity.second_factor_wrong')
  }
  return beginSession(system, parts.networks, account, { agent })
}

async function refuseLocked(system: Ctx, rarely: SignInParts['rarely'], username: string): Promise<void> {
  const now = system.clock.now()
  const keys = [addressKey(system.address), nameKey(username)] as const
  const guards = await findGuards(system.db, keys)
  const [byAddress, byName] = keys.map((key) => guards.get(key) ?? null)
  if (byAddress && isLocked(byAddress, now)) {
    const seconds = remaining(byAddress.lockedUntil, now, 1000)
    await recordLocked(system, rarely, keys[0], 'identity.too_many_attempts', null)
    refuse('identity.too_many_attempts', { details: { seconds } })
  }
  if (byName && isLocked(byName, now)) {
    const account = await findAccountByUsername(system.db, username)
    await recordLocked(system, rarely, keys[1], 'identity.account_locked', account ?? null)
    refuse('identity.account_locked', { details: { minutes: remaining(byName.lockedUntil, now, 60_000) } })
  }
}

/** Attempts while the lock holds are acts as well (R57); those of one name or address are written once a minute. */
async function recordLocked(
  system: Ctx,
  rarely: SignInParts['rarely'],
  key: string,
  reason: ReasonCode,
  account: AccountRow | null,
): Promise<void> {
  if (!rarely(`${key} ${system.address}`)) return
  await system.inTx((tx) => system.audit(tx, refusedEntry(account, reason)))
}

function remaining(until: Date | null | undefined, now: Date, unitMs: number): number {
  return Math.max(1, Math.ceil(((until?.getTime() ?? 0) - now.getTime()) / unitMs))
}

/** Counts the failure and records it; what was typed as an unknown name is not kept, it may have been a password. */
async function fail(
  system: Ctx,
  username: string,
  account: AccountRow | null,
  reason: ReasonCode,
): Promise<never> {
  await system.inTx(async (tx) => {
    const now = system.clock.now()
    const guard = await addFailure(tx, nameKey(username), now, NAME_LIMIT)
    await addFailure(tx, addressKey(system.address), now, ADDRESS_LIMIT)
    const { failures, lockedUntil } = guard
    await system.audit(tx, { ...refusedEntry(account, reason), after: { failures, lockedUntil } })
  })
  return refuse(reason)
}

function refusedEntry(account: AccountRow | null, reason: ReasonCode): AuditEntry {
  return {
    noun: 'account',
    objectId: account?.id ?? null,
    bodyId: account?.body_id ?? null,
    outcome: 'refused',
    reason,
    actor: { kind: 'nobody' },
    ...(account === null ? {} : { label: account.username }),
  }
}
