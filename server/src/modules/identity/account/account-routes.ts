import { identityOperations } from '@yunheng/contract'
import { type Route, route } from '../../../platform/http/index.ts'
import type { Secrets } from '../../../platform/secrets/index.ts'
import { changePassword } from '../password/change-password.ts'
import { passwordRules } from '../password/password-rules.ts'
import { beginTotp } from '../second-factor/begin-totp.ts'
import { confirmTotp } from '../second-factor/confirm-totp.ts'
import { removeTotp } from '../second-factor/remove-totp.ts'
import { renewRecoveryCodes } from '../second-factor/renew-recovery-codes.ts'
import { listAccounts } from './account-store.ts'
import { toAccount } from './account-view.ts'
import { createAccount } from './create-account.ts'
import { disableAccount, enableAccount } from './disable-account.ts'
import { endAccountSessions } from './end-account-sessions.ts'
import { findVisibleAccount } from './find-visible-account.ts'
import { resetPassword } from './reset-password.ts'
import { resetTotp } from './reset-totp.ts'
import { sampleAccounts } from './sample-account.ts'
import { unlockAccount } from './unlock-account.ts'

const own = identityOperations.ownAccount
const operations = identityOperations.account

export function ownAccountRoutes(secrets: Secrets, forget: () => void): readonly Route[] {
  return [
    route(own.passwordRules, async () => passwordRules),
    route(own.sampleAccounts, async (ctx) => ({ items: [...(await sampleAccounts(ctx))] })),
    route(own.changePassword, async (ctx, { body }) => {
      await changePassword(ctx, body)
      forget()
      return null
    }),
    route(own.beginTotp, async (ctx, { body }) => beginTotp(ctx, secrets, body.password)),
    route(own.confirmTotp, async (ctx, { body }) => {
      const codes = await confirmTotp(ctx, secrets, body.code)
      forget()
      return { codes: [...codes] }
    }),
    route(own.removeTotp, async (ctx, { body }) => {
      await removeTotp(ctx, secrets, body)
      return null
    }),
    route(own.renewRecoveryCodes, async (ctx, { body }) => ({
      codes: [...(await renewRecoveryCodes(ctx, secrets, body))],
    })),
  ]
}

export function accountRoutes(secrets: Secrets, forget: () => void): readonly Route[] {
  return [
    route(operations.list, async (ctx, { query: { pageToken, pageSize, ...filter } }) => {
      const db = ctx.authz.require(ctx, 'list', 'account')
      const page = { ...(pageToken ? { pageToken } : {}), ...(pageSize ? { pageSize } : {}) }
      return listAccounts(db, { ...filter, now: ctx.clock.now() }, page, (row) => toAccount(ctx, row))
    }),
    route(operations.get, async (ctx, { params }) =>
      toAccount(ctx, await findVisibleAccount(ctx, params.id)),
    ),
    route(operations.create, async (ctx, { body }) => {
      const { account, initialPassword } = await createAccount(ctx, body)
      return { account: toAccount(ctx, account), initialPassword }
    }),
    route(operations.disable, async (ctx, { params, body }) => {
      const account = await disableAccount(ctx, params.id, body)
      forget()
      return toAccount(ctx, account)
    }),
    route(operations.enable, async (ctx, { params, body }) =>
      toAccount(ctx, await enableAccount(ctx, params.id, body.version)),
    ),
    route(operations.unlock, async (ctx, { params, body }) =>
      toAccount(ctx, await unlockAccount(ctx, params.id, body.version)),
    ),
    route(operations.resetPassword, async (ctx, { params, body }) => {
      const { account, initialPassword } = await resetPassword(ctx, params.id, body.version)
      forget()
      return { account: toAccount(ctx, account), initialPassword }
    }),
    route(operations.resetTotp, async (ctx, { params, body }) =>
      toAccount(ctx, await resetTotp(ctx, secrets, params.id, body)),
    ),
    route(operations.endSessions, async (ctx, { params }) => {
      const endedCount = await endAccountSessions(ctx, params.id)
      forget()
      return { endedCount }
    }),
  ]
}
