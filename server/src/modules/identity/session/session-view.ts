import {
  ACTIONS,
  type ActingPost as ActingPostWire,
  type AllowedActions,
  type CurrentSession,
  NOUNS,
  type Noun,
  type SessionItem,
} from '@yunheng/contract'
import type { ActingPost, Actor, Ctx } from '../../../platform/context.ts'
import { listActingPosts } from '../../organisation/index.ts'
import { type AccountRow, findAccount } from '../account/account-store.ts'
import { personOf } from './own-session.ts'
import { dutiesOf, IDLE_MS } from './session.ts'
import type { SessionRow } from './session-store.ts'

/** Everything the console needs to know about who is in front of it. */
export async function toCurrentSession(ctx: Ctx, session: SessionRow): Promise<CurrentSession> {
  const now = ctx.clock.now()
  const account = (await findAccount(ctx.db, session.account_id)) as AccountRow
  const posts = await listActingPosts(ctx.db, session.person_id, now)
  const acting = posts.find((each) => each.postId === session.acting_post_id) ?? null
  return {
    id: session.id,
    account: { id: account.id, username: account.username, totp: account.totp_bound_at !== null },
    person: { id: session.person_id, name: session.person_name },
    actingPost: acting === null ? null : toPost(acting),
    posts: posts.map(toPost),
    allowed: allowedTo(ctx, actingAs(session, acting)),
    duties: [
      ...dutiesOf(account, now),
      ...(acting === null && posts.length > 0 ? (['choose-post'] as const) : []),
    ],
    startedAt: session.started_at.toISOString(),
    idleEndsAt: new Date(Math.min(now.getTime() + IDLE_MS, session.ends_at.getTime())).toISOString(),
    endsAt: session.ends_at.toISOString(),
    previousSignInAt: account.previous_sign_in_at?.toISOString() ?? null,
    previousSignInAddress: account.previous_sign_in_address,
  }
}

/** The person at the post this session now acts from, which the call that chose it did not yet. */
function actingAs(session: SessionRow, post: ActingPost | null): Actor {
  const { person_id: personId, account_id: accountId, person_name: name } = session
  const scope = { all: false, bodyIds: [], providerId: null, personId } as const
  return { kind: 'person', personId, accountId, name, post, scope, via: { kind: 'session', id: session.id } }
}

function allowedTo({ authz }: Ctx, actor: Actor): AllowedActions {
  const actionsOn = (noun: Noun) => ACTIONS.filter((action) => authz.may(actor, action, noun))
  return Object.fromEntries(NOUNS.map((noun) => [noun, actionsOn(noun)])) as AllowedActions
}

function toPost(post: ActingPost): ActingPostWire {
  const { postId, title, role, bodyId, bodyName } = post
  return { id: postId, title, role, bodyId, bodyName }
}

export function toSessionItem(ctx: Ctx, row: SessionRow): SessionItem {
  return {
    id: row.id,
    accountId: row.account_id,
    username: row.username,
    personName: row.person_name,
    current: personOf(ctx).via.id === row.id,
    actingPostId: row.acting_post_id,
    startedAt: row.started_at.toISOString(),
    seenAt: row.seen_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    address: row.address,
    agent: row.agent,
  }
}
