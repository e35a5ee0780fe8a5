import type { AuditEntry, AuditedActor } from '../../../platform/audit/index.ts'
import type { ActingPost, Ctx } from '../../../platform/context.ts'
import { AppError } from '../../../platform/errors.ts'
import { listActingPosts } from '../../organisation/index.ts'
import { type AccountRow, updateSignedIn } from '../account/account-store.ts'
import { updateCertificateUsed } from '../certificate/certificate-store.ts'
import type { NetworksInForce } from '../network/networks-in-force.ts'
import { LIFETIME_MS, makeToken } from './session.ts'
import { insertSession } from './session-store.ts'
import { nameKey } from './sign-in-guard.ts'
import { removeGuard } from './sign-in-guard-store.ts'

export interface SignedIn {
  /** The cookie's value: told once, here. */
  readonly token: string
  readonly sessionId: string
}

/** By what the person proved himself, and from what. */
export interface Proof {
  readonly agent: string | null
  readonly certificateId?: string
  /** The session may not last longer than what proved the person. */
  readonly endsBy?: Date
  /** What the trail keeps of the proof. */
  readonly shown?: Readonly<Record<string, unknown>>
}

/**
 * The person has proved who he is: a session for one of his posts, the last one if it may act from here (R57). With posts
 * that may all not, there is none. @throws `role-network.outside`.
 */
export async function beginSession(
  system: Ctx,
  networks: NetworksInForce,
  account: AccountRow,
  proof: Proof,
): Promise<SignedIn> {
  const now = system.clock.now()
  const posts = await listActingPosts(system.db, account.person_id, now)
  const refusals = await Promise.all(posts.map(({ role }) => networks.refuse(role, system.address)))
  const open = posts.filter((_, index) => refusals[index] === null)
  const refusal = open.length === 0 ? (refusals[0] ?? null) : null
  if (refusal !== null) {
    const { reason, details, detailsEn } = refusal
    const entry = { ...entryOf(account, posts[0] ?? null, proof), outcome: 'refused', reason } as const
    await system.inTx((tx) => system.audit(tx, entry))
    throw new AppError(reason, { details, detailsEn })
  }
  const post = open.find((each) => each.postId === account.last_post_id) ?? open[0] ?? null
  return system.inTx(async (tx) => {
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
      ends_at: endOf(now, proof.endsBy),
      address: system.address,
      agent: proof.agent,
      certificate_id: proof.certificateId ?? null,
    })
    if (proof.certificateId !== undefined) await updateCertificateUsed(tx, proof.certificateId, now)
    await updateSignedIn(tx, account.id, now, system.address, post?.postId ?? null)
    await removeGuard(tx, nameKey(account.username))
    await system.audit(tx, { ...entryOf(account, post, proof), objectId: sessionId })
    return { token, sessionId }
  })
}

function endOf(now: Date, endsBy: Date | undefined): Date {
  const end = now.getTime() + LIFETIME_MS
  return new Date(Math.min(end, endsBy?.getTime() ?? end))
}

function entryOf(account: AccountRow, post: ActingPost | null, proof: Proof): AuditEntry {
  return {
    noun: 'session',
    objectId: null,
    label: account.username,
    bodyId: post?.bodyId ?? account.body_id,
    actor: personOfAccount(account, post),
    ...(proof.shown ? { after: proof.shown } : {}),
  }
}

export function personOfAccount(account: AccountRow, post: ActingPost | null): AuditedActor {
  return {
    kind: 'person',
    name: account.person_name,
    personId: account.person_id,
    accountId: account.id,
    postId: post?.postId ?? null,
    bodyId: post?.bodyId ?? null,
    role: post?.role ?? null,
  }
}
