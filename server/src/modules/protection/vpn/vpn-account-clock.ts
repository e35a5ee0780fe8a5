/** Says before an account ends that it will, and once that it has (R64). It takes no input but the account. */
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { nextReminder, SAID_ENDED } from './vpn-account.ts'
import { listToRemind, loadAccountForUpdate, noteReminded } from './vpn-account-store.ts'
import { daysOf } from './vpn-account-view.ts'

const BATCH = 200

export const vpnAccountClock: Reconciler = {
  name: 'vpn-account-clock',
  concurrency: 1,
  sweepEveryMs: 600_000,
  sweep: async (ctx) => listToRemind(ctx.db, await daysOf(ctx, ctx.db), BATCH),
  async reconcile(ctx, id) {
    await ctx.inTx(async (tx) => {
      const account = await loadAccountForUpdate(tx, id)
      const due = account === undefined ? null : nextReminder(account, await daysOf(ctx, tx))
      if (account === undefined || due === null) return
      await noteReminded(tx, id, due)
      await ctx.emit(tx, {
        type: due === SAID_ENDED ? 'vpn-account.expired' : 'vpn-account.reminded',
        noun: 'vpn-account',
        id,
        bodyId: account.body_id,
      })
    })
    return { done: true }
  },
}
