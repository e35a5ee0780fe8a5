import type { ReasonCode } from '@yunheng/contract'
import type { AuditEntry } from '../../../platform/audit/index.ts'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import type { Secrets } from '../../../platform/secrets/index.ts'
import { listActingPosts } from '../../organisation/index.ts'
import {
  type AccountRow,
  findAccountByUsername,
  findCredential,
  updateSignedIn,
} from '../account/account-store.ts'
import { isPassword, spendHashingTime } from '../password/password-hash.ts'
import { useSecondFactor } from '../second-factor/second-factor.ts'
import { LIFETIME_MS, makeToken } from './session.ts'
import { insertSession } from './session-store.ts'
import { ADDRESS_LIMIT, addressKey, isLocked, NAME_LIMIT, nameKey } from './sign-in-guard.ts'
import { addFailure, findGuards, removeGuard } from './sign-in-guard-store.ts'

export interface SignInInput {
  readonly username: string
  readonly password: string
  readonly code?: string
  readonly recoveryCode?: string
}

export interface SignedIn {
  /** The cookie's value: told once, here. */
  readonly token: string
  readonly sessionId: string
}

/**
 * Name, password, and the second factor where one is bound. A name that does not exist, a wrong password and a locked name
 * are answered alike whether or not there is such an account, and take as long.
 */
export async function signIn(
  ctx: Ctx,
  secrets: Secrets,
  input: SignInInput,
  agent: string | null,
): Promise<SignedIn> {
  // Nobody is signed in yet: what is looked up here is the system's business, what comes of it is the person's.
  const system = ctx.asSystem('identity')
  await refuseLocked(system, input.username)
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
    const used = await system.inTx((tx) => useSecondFactor(system, tx, secrets, account.id, input))
    if (!used) return fail(system, input.username, account, 'identity.second_factor_wrong')
  }
  return begin(system, account, agent)
}

async function begin(system: Ctx, account: AccountRow, agent: string | null): Promise<SignedIn> {
  return system.inTx(async (tx) => {
    const now = system.clock.now()
    const posts = await listActingPosts(tx, account.person_id, now)
    const post = posts.find((each) => each.postId === account.last_post_id) ?? posts[0] ?? null
    const { token, hash } = makeToken('yhs')
    const sessionId = system.ids.next()
    await insertSession(tx, {
      id: sessionId,
      account_id: account.id,
      person_id: account.person_id,
      token_hash: hash,
      acting_post_id: post?.postId ?? null,
      started_at: now,
      seen_at: now,
      ends_at: new Date(now.getTime() + LIFETIME_MS),
      address: system.address,
      agent,
    })
    await updateSignedIn(tx, account.id, now, system.address, post?.postId ?? null)
    await removeGuard(tx, nameKey(account.username))
    await system.audit(tx, {
      noun: 'session',
      objectId: sessionId,
      label: account.username,
      bodyId: post?.bodyId ?? account.body_id,
      actor: {
        kind: 'person',
        name: account.person_name,
        personId: account.person_id,
        accountId: account.id,
        postId: post?.postId ?? null,
        bodyId: post?.bodyId ?? null,
        role: post?.role ?? null,
      },
    })
    return { token, sessionId }
  })
}

async function refuseLocked(system: Ctx, username: string): Promise<void> {
  const now = system.clock.now()
  const guards = await findGuards(system.db, [nameKey(username), addressKey(system.address)])
  const byAddress = guards.get(addressKey(system.address)) ?? null
  if (isLocked(byAddress, now)) {
    refuse('identity.too_many_attempts', {
      details: { seconds: remaining(byAddress?.lockedUntil, now, 1000) },
    })
  }
  const byName = guards.get(nameKey(username)) ?? null
  if (isLocked(byName, now)) {
    refuse('identity.account_locked', { details: { minutes: remaining(byName?.lockedUntil, now, 60_000) } })
  }
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
    const entry: AuditEntry = {
      noun: 'account',
      objectId: account?.id ?? null,
      bodyId: account?.body_id ?? null,
      outcome: 'refused',
      reason,
      actor: { kind: 'nobody' },
      after: { failures: guard.failures, lockedUntil: guard.lockedUntil },
      ...(account === null ? {} : { label: account.username }),
    }
    await system.audit(tx, entry)
  })
  return refuse(reason)
}
