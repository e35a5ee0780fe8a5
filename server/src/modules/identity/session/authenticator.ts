/**
 * Who is calling (the port `Authenticator` of platform/http). What a token means is remembered for a few seconds, so that
 * a call costs no query: an ended session or post stops working within {@link MEMORY_MS} everywhere, here at once.
 * Where it is used from is asked with every call (R57).
 */
import type { ReasonCode } from '@yunheng/contract'
import type { AuditEntry } from '../../../platform/audit/index.ts'
import type { Clock } from '../../../platform/clock.ts'
import type { ActingPost, PersonActor } from '../../../platform/context.ts'
import { type Database, type Db, SCOPE_ALL, type Scope } from '../../../platform/db/index.ts'
import type { Authenticated, Authenticator } from '../../../platform/http/index.ts'
import { listActingPosts, scopeOfPost } from '../../organisation/index.ts'
import { type AccountRow, findAccount } from '../account/account-store.ts'
import type { NetworksInForce } from '../network/networks-in-force.ts'
import { findTokenByHash, updateUsed } from '../token/token-store.ts'
import { personOfAccount } from './begin-session.ts'
import { createRarely } from './rarely.ts'
import { dutiesOf, hashToken, isOver, SEEN_EVERY_MS } from './session.ts'
import { findSessionByHash, updateSeen } from './session-store.ts'

/** Whose session or token it is, for the trail when it is refused. */
interface Holder {
  readonly account: AccountRow
  readonly post: ActingPost | null
  readonly via: PersonActor['via']
}

/** What a token means, wherever it is used from. */
type Meaning =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'over'; readonly holder: Holder; readonly why: ReasonCode }
  | { readonly kind: 'actor'; readonly holder: Holder; readonly actor: PersonActor }

const MEMORY_MS = 3_000
const MEMORY_MAX = 20_000
const TOKEN = /^yh[st]_[\w-]{43}$/
const UNKNOWN: Meaning = { kind: 'unknown' }
const EXPIRED = 'common.session_expired'

export interface IdentityAuthenticator extends Authenticator {
  /** Forgets what is remembered: after anything that changes what a token means. */
  forget(): void
}

export function createAuthenticator(
  database: Database,
  clock: Clock,
  networks: NetworksInForce,
): IdentityAuthenticator {
  const known = new Map<string, { readonly meaning: Meaning; readonly untilMs: number }>()
  const db = database.as(SCOPE_ALL)
  const rarely = createRarely(clock)

  async function meaningOf(token: string, hash: string, bearer: boolean, address: string): Promise<Meaning> {
    const remembered = known.get(hash)
    if (remembered !== undefined && performance.now() < remembered.untilMs) return remembered.meaning
    const isSession = token.startsWith('yhs_')
    // A session's secret belongs into the cookie alone.
    const found = isSession
      ? await (bearer ? UNKNOWN : bySession(db, clock.now(), hash))
      : await byToken(db, clock.now(), hash, address)
    if (known.size >= MEMORY_MAX) known.clear()
    known.set(hash, { meaning: found, untilMs: performance.now() + MEMORY_MS })
    return found
  }

  return {
    async authenticate({ sessionCookie, bearer, address }): Promise<Authenticated> {
      const token = bearer ?? sessionCookie
      if (token === null) return null
      if (!TOKEN.test(token)) return { refused: EXPIRED }
      const hash = hashToken(token)
      const meaning = await meaningOf(token, hash, bearer !== null, address)
      if (meaning.kind === 'unknown') return { refused: EXPIRED }
      const recorded = (reason: ReasonCode): { readonly record?: AuditEntry } =>
        rarely(`${hash} ${reason} ${address}`) ? { record: toEntry(meaning.holder, reason) } : {}
      if (meaning.kind === 'over') return { refused: EXPIRED, ...recorded(meaning.why) }
      const { post } = meaning.holder
      const outside = post === null ? null : await networks.refuse(post.role, address)
      if (outside === null) return meaning.actor
      const { reason, details, detailsEn } = outside
      return { refused: reason, details, detailsEn, ...recorded(reason) }
    },
    forget: () => known.clear(),
  }
}

async function bySession(db: Db, now: Date, hash: string): Promise<Meaning> {
  const session = await findSessionByHash(db, hash)
  const account = session && (await findAccount(db, session.account_id))
  if (session === undefined || account === undefined) return UNKNOWN
  const via = { kind: 'session', id: session.id } as const
  const post = await postOf(db, account, now, session.acting_post_id)
  const holder = { account, post, via }
  if (isShut(account)) return { kind: 'over', holder, why: 'identity.account_disabled' }
  if (session.ended_at !== null || isOver(session, now)) return { kind: 'over', holder, why: EXPIRED }
  if (now.getTime() - session.seen_at.getTime() > SEEN_EVERY_MS) await updateSeen(db, session.id, now)
  return toActor(db, holder, dutiesOf(account, now).length > 0 ? null : post)
}

async function byToken(db: Db, now: Date, hash: string, address: string): Promise<Meaning> {
  const token = await findTokenByHash(db, hash)
  const account = token && (await findAccount(db, token.account_id))
  if (token === undefined || account === undefined) return UNKNOWN
  const via = { kind: 'api-token', id: token.id, readOnly: token.scope === 'read' } as const
  const post = await postOf(db, account, now, token.acting_post_id)
  const holder = { account, post, via }
  if (isShut(account)) return { kind: 'over', holder, why: 'identity.account_disabled' }
  if (token.ended_at !== null) return { kind: 'over', holder, why: EXPIRED }
  if (now >= token.expires_at) return { kind: 'over', holder, why: 'identity.token_expired' }
  if (token.used_at === null || now.getTime() - token.used_at.getTime() > SEEN_EVERY_MS) {
    await updateUsed(db, token.id, now, address)
  }
  return toActor(db, holder, post)
}

function isShut(account: AccountRow): boolean {
  return account.disabled_at !== null || account.deactivated_at !== null
}

async function postOf(
  db: Db,
  account: AccountRow,
  now: Date,
  postId: string | null,
): Promise<ActingPost | null> {
  const posts = postId === null ? [] : await listActingPosts(db, account.person_id, now)
  return posts.find((each) => each.postId === postId) ?? null
}

/** Without a post (ended, or duties pending) a person reaches only what is his own. */
async function toActor(db: Db, holder: Holder, post: ActingPost | null): Promise<Meaning> {
  const { account, via } = holder
  const actor: PersonActor = {
    kind: 'person',
    personId: account.person_id,
    accountId: account.id,
    name: account.person_name,
    post,
    scope: await scopeOf(db, post, account.person_id),
    via,
  }
  return { kind: 'actor', holder, actor }
}

async function scopeOf(db: Db, post: ActingPost | null, personId: string): Promise<Scope> {
  if (post !== null) return scopeOfPost(db, post, personId)
  return { all: false, bodyIds: [], providerId: null, personId }
}

/** Whose it was, though it may be another who holds it now. */
function toEntry({ account, post, via }: Holder, reason: ReasonCode): AuditEntry {
  return {
    act: via.kind === 'session' ? 'session.use' : 'api-token.use',
    noun: via.kind,
    objectId: via.id,
    label: account.username,
    bodyId: post?.bodyId ?? account.body_id,
    outcome: 'refused',
    reason,
    actor: personOfAccount(account, post),
  }
}
