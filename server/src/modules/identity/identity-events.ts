import type { Subscriber } from '../../platform/events/index.ts'
import { findAccountOfPerson } from './account/account-store.ts'
import { endSessionsOf } from './session/session-store.ts'
import { endTokensOf } from './token/token-store.ts'

/** Who leaves is out at once: the authenticator refuses deactivated people, and what was open is ended here. */
export const endAccessOfLeavers: Subscriber = {
  name: 'identity.end-access-of-leavers',
  types: ['person.deactivated'],
  async handle(ctx, tx, event) {
    const account = await findAccountOfPerson(tx, event.aggregateId)
    if (account === undefined) return
    const now = ctx.clock.now()
    const endedSessions = await endSessionsOf(tx, account.id, now, null)
    const endedAccess = await endTokensOf(tx, account.id, now)
    await ctx.audit(tx, {
      act: 'account.end-access',
      noun: 'account',
      objectId: account.id,
      label: account.username,
      bodyId: account.body_id,
      after: { endedSessions, endedAccess },
    })
  },
}
