import type { Job } from '../../platform/jobs/index.ts'
import { removeOldSessions } from './session/session-store.ts'
import { removeStaleGuards } from './session/sign-in-guard-store.ts'

const DAY_MS = 86_400_000
/** 网络安全法 asks for logs of half a year; the acts themselves are in the audit trail for good. */
const SESSION_KEEP_DAYS = 183

/** Nightly: ended sessions beyond half a year, and names and addresses that nobody tried for a day. */
export const sweepIdentity: Job<never> = {
  name: 'identity.sweep',
  maxAttempts: 5,
  cron: '40 18 * * *',
  run: (ctx) =>
    ctx.inTx(async (tx) => {
      const now = ctx.clock.now().getTime()
      await removeOldSessions(tx, new Date(now - SESSION_KEEP_DAYS * DAY_MS))
      await removeStaleGuards(tx, new Date(now - DAY_MS))
    }),
}
