import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { nameKey } from '../session/sign-in-guard.ts'
import { removeGuard } from '../session/sign-in-guard-store.ts'
import { type AccountRow, updateAccount } from './account-store.ts'
import { manageAccount } from './manage-account.ts'

/** Ends a lock-out before its time. */
export async function unlockAccount(ctx: Ctx, id: string, version: number): Promise<AccountRow> {
  return manageAccount(ctx, {
    id,
    verb: 'unlock',
    async change(tx, account) {
      if (!(await updateAccount(tx, account, version, {}))) refuse('common.version_stale')
      await removeGuard(tx, nameKey(account.username))
      return { before: { state: 'locked' }, after: { state: 'active' } }
    },
  })
}
