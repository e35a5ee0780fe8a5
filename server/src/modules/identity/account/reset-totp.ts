import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import type { Secrets } from '../../../platform/secrets/index.ts'
import { unbindTotp } from '../second-factor/remove-totp.ts'
import type { AccountRow } from './account-store.ts'
import { manageAccount } from './manage-account.ts'

/** For a lost authenticator. The reason stays in the trail: it takes away the second factor. */
export async function resetTotp(
  ctx: Ctx,
  secrets: Secrets,
  id: string,
  input: { readonly version: number; readonly reason: string },
): Promise<AccountRow> {
  return manageAccount(ctx, {
    id,
    verb: 'reset-totp',
    async change(tx, account) {
      if (!(await unbindTotp(tx, secrets, account, input.version))) refuse('common.version_stale')
      return { before: { authenticator: 'bound' }, after: { authenticator: 'none', reason: input.reason } }
    },
  })
}
