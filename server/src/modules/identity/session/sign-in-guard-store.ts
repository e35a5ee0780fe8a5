import type { Db, Tx } from '../../../platform/db/index.ts'
import { afterFailure, type GuardLimit, type GuardState } from './sign-in-guard.ts'

export async function findGuards(db: Db, keys: readonly string[]): Promise<ReadonlyMap<string, GuardState>> {
  const rows = await db.selectFrom('sign_in_guard').selectAll().where('key', 'in', keys).execute()
  return new Map(rows.map((row) => [row.key, toState(row)]))
}

/** Counts one failure under the row's lock, so that parallel guesses count one by one. */
export async function addFailure(tx: Tx, key: string, now: Date, limit: GuardLimit): Promise<GuardState> {
  const blank = { key, failures: 0, since: now, locked_until: null }
  await tx
    .insertInto('sign_in_guard')
    .values(blank)
    .onConflict((oc) => oc.doNothing())
    .execute()
  const row = await tx
    .selectFrom('sign_in_guard')
    .selectAll()
    .where('key', '=', key)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const next = afterFailure(row.failures === 0 ? null : toState(row), now, limit)
  await tx
    .updateTable('sign_in_guard')
    .set({ failures: next.failures, since: next.since, locked_until: next.lockedUntil })
    .where('key', '=', key)
    .execute()
  return next
}

export async function removeGuard(tx: Tx, key: string): Promise<void> {
  await tx.deleteFrom('sign_in_guard').where('key', '=', key).execute()
}

/** Names and addresses that nobody tried for a day. */
export async function removeStaleGuards(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('sign_in_guard').where('since', '<', before).execute()
}

function toState(row: { failures: number; since: Date; locked_until: Date | null }): GuardState {
  return { failures: row.failures, since: row.since, lockedUntil: row.locked_until }
}
