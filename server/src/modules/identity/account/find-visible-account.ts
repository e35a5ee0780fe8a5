import type { Ctx } from '../../../platform/context.ts'
import { type AccountRow, findAccount } from './account-store.ts'

/** @throws `common.not_found` also for one that lies beyond the actor's scope. */
export async function findVisibleAccount(ctx: Ctx, id: string): Promise<AccountRow> {
  return ctx.authz.authorised(ctx, 'view', 'account', await findAccount(ctx.db, id))
}
