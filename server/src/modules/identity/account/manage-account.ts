import type { AuditEntry } from '../../../platform/audit/index.ts'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { listActingPosts } from '../../organisation/index.ts'
import { type AccountVerb, refuseVerb } from './account.ts'
import { type AccountRow, findAccount, loadAccountForUpdate } from './account-store.ts'

interface Step {
  readonly id: string
  readonly verb: AccountVerb
  /** Does it; answers what the audit entry should show. */
  change(tx: Tx, account: AccountRow): Promise<Pick<AuditEntry, 'before' | 'after'>>
}

/**
 * The frame of everything that is done to another person's account: load with the action, refuse by state and scope,
 * change, record. Who could reset the password of somebody with a post beyond his own scope could act from that post, so
 * that is refused (grant ⊆ own scope).
 */
export async function manageAccount(ctx: Ctx, step: Step): Promise<AccountRow> {
  return ctx.inTx(async (tx) => {
    const found = await loadAccountForUpdate(tx, step.id)
    const account = ctx.authz.authorised(ctx, 'manage-access', 'account', found)
    const refusal = refuseVerb(account, step.verb, ctx.actor, ctx.clock.now())
    if (refusal !== null) refuse(refusal)
    await refuseBeyondScope(ctx, tx, account.person_id)
    const shown = await step.change(tx, account)
    await ctx.audit(tx, {
      noun: 'account',
      objectId: account.id,
      label: account.username,
      bodyId: account.body_id,
      ...shown,
    })
    return (await findAccount(tx, account.id)) as AccountRow
  })
}

async function refuseBeyondScope(ctx: Ctx, tx: Tx, personId: string): Promise<void> {
  const now = ctx.clock.now()
  const seen = await listActingPosts(tx, personId, now)
  const held = await elevated(tx, () => listActingPosts(tx, personId, now))
  if (held.length > seen.length) refuse('identity.account_beyond_scope')
}
