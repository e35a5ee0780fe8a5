/**
 * Who is calling (the port `Authenticator` of platform/http). What a token means is remembered for a few seconds, so that
 * a call costs no query: an ended session or post stops working within {@link MEMORY_MS} everywhere, here at once.
 */
import type { Clock } from '../../../platform/clock.ts'
import type { ActingPost, Actor } from '../../../platform/context.ts'
import { type Database, type Db, SCOPE_ALL, type Scope } from '../../../platform/db/index.ts'
import type { Authenticator } from '../../../platform/http/index.ts'
import { listActingPosts, scopeOfPost } from '../../organisation/index.ts'
import { type AccountRow, findAccount } from '../account/account-store.ts'
import { findTokenByHash, updateUsed } from '../token/token-store.ts'
import { dutiesOf, hashToken, isOver, SEEN_EVERY_MS } from './session.ts'
import { findSessionByHash, updateSeen } from './session-store.ts'

type Found = Awaited<ReturnType<Authenticator['authenticate']>>

const MEMORY_MS = 3_000
const MEMORY_MAX = 20_000
const TOKEN = /^yh[st]_[\w-]{43}$/
const REFUSED = { refused: 'common.session_expired' } as const

export interface IdentityAuthenticator extends Authenticator {
  /** Forgets what is remembered: after anything that changes what a token means. */
  forget(): void
}

export function createAuthenticator(database: Database, clock: Clock): IdentityAuthenticator {
  const known = new Map<string, { readonly found: Found; readonly untilMs: number }>()
  const db = database.as(SCOPE_ALL)
  return {
    async authenticate({ sessionCookie, bearer, address }) {
      const token = bearer ?? sessionCookie
      if (token === null) return null
      if (!TOKEN.test(token)) return REFUSED
      const hash = hashToken(token)
      const remembered = known.get(hash)
      if (remembered !== undefined && performance.now() < remembered.untilMs) return remembered.found
      const found = token.startsWith('yhs_')
        ? bearer === null
          ? await bySession(db, clock.now(), hash)
          : REFUSED
        : await byToken(db, clock.now(), hash, address)
      if (known.size >= MEMORY_MAX) known.clear()
      known.set(hash, { found, untilMs: performance.now() + MEMORY_MS })
      return found
    },
    forget: () => known.clear(),
  }
}

async function bySession(db: Db, now: Date, hash: string): Promise<Found> {
  const session = await findSessionByHash(db, hash)
  if (session === undefined || isOver(session, now)) return REFUSED
  const account = await findAccount(db, session.account_id)
  if (account === undefined || isShut(account)) return REFUSED
  if (now.getTime() - session.seen_at.getTime() > SEEN_EVERY_MS) await updateSeen(db, session.id, now)
  const postId = dutiesOf(account, now).length > 0 ? null : session.acting_post_id
  return toActor(db, account, now, postId, { kind: 'session', id: session.id })
}

async function byToken(db: Db, now: Date, hash: string, address: string): Promise<Found> {
  const token = await findTokenByHash(db, hash)
  if (token === undefined || now >= token.expires_at) return REFUSED
  const account = await findAccount(db, token.account_id)
  if (account === undefined || isShut(account)) return REFUSED
  if (token.used_at === null || now.getTime() - token.used_at.getTime() > SEEN_EVERY_MS) {
    await updateUsed(db, token.id, now, address)
  }
  return toActor(db, account, now, token.acting_post_id, {
    kind: 'api-token',
    id: token.id,
    readOnly: token.scope === 'read',
  })
}

function isShut(account: AccountRow): boolean {
  return account.disabled_at !== null || account.deactivated_at !== null
}

/** Without a post (ended, or duties pending) a person reaches only what is his own. */
async function toActor(
  db: Db,
  account: AccountRow,
  now: Date,
  postId: string | null,
  via: Extract<Actor, { readonly kind: 'person' }>['via'],
): Promise<Actor> {
  const posts = postId === null ? [] : await listActingPosts(db, account.person_id, now)
  const post = posts.find((each) => each.postId === postId) ?? null
  return {
    kind: 'person',
    personId: account.person_id,
    accountId: account.id,
    name: account.person_name,
    post,
    scope: await scopeOf(db, post, account.person_id),
    via,
  }
}

async function scopeOf(db: Db, post: ActingPost | null, personId: string): Promise<Scope> {
  if (post !== null) return scopeOfPost(db, post, personId)
  return { all: false, bodyIds: [], providerId: null, personId }
}
