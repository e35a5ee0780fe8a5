import type { Ctx, PersonActor } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { type AccountRow, findAccount } from '../account/account-store.ts'
import { findSession, type SessionRow } from './session-store.ts'

/** The binder lets only signed-in people through to these operations. */
export function personOf(ctx: Ctx): PersonActor {
  assert(ctx.actor.kind === 'person', 'this operation belongs to a signed-in person')
  return ctx.actor
}

/** The session of this very call. An API token has none: it can neither switch nor sign out. */
export async function ownSession(ctx: Ctx, db: Db): Promise<SessionRow> {
  const { via } = personOf(ctx)
  const session = via.kind === 'session' ? await findSession(db, via.id) : undefined
  return session ?? refuse('common.not_found', { internal: 'session' })
}

export async function ownAccount(ctx: Ctx, db: Db): Promise<AccountRow> {
  const account = await findAccount(db, personOf(ctx).accountId)
  return account ?? refuse('common.not_found', { internal: 'account' })
}
