import { createHash } from 'node:crypto'
import type { Ctx } from '../context.ts'
import type { Tx } from '../db/index.ts'
import { refuse } from '../errors.ts'

export interface IdempotentCall {
  readonly personId: string
  readonly key: string
  readonly operation: string
  readonly input: unknown
}

/**
 * Runs a use case once per (person, key): the effect, the key and the answer are written in one transaction, so that a
 * crash leaves all or nothing, and a repetition gets the very same answer. The same key with another body is refused (F6).
 * A concurrent repetition waits for the first on the key's row.
 */
export async function runIdempotent(
  ctx: Ctx,
  call: IdempotentCall,
  run: (ctx: Ctx) => Promise<unknown>,
): Promise<unknown> {
  const digest = createHash('sha256')
    .update(JSON.stringify(call.input ?? null))
    .digest('hex')
  return ctx.inTx(async (tx) => {
    const mine = await tx
      .insertInto('idempotency_key')
      .values({
        person_id: call.personId,
        key: call.key,
        operation: call.operation,
        digest,
        created_at: ctx.clock.now(),
      })
      .onConflict((oc) => oc.doNothing())
      .executeTakeFirst()
    if (mine.numInsertedOrUpdatedRows !== 1n) return replay(tx, call, digest)
    const answer = await run(joined(ctx, tx))
    await tx
      .updateTable('idempotency_key')
      .set({ response: JSON.stringify(answer ?? null) })
      .where('person_id', '=', call.personId)
      .where('key', '=', call.key)
      .execute()
    return answer
  })
}

async function replay(tx: Tx, call: IdempotentCall, digest: string): Promise<unknown> {
  const row = await tx
    .selectFrom('idempotency_key')
    .selectAll()
    .where('person_id', '=', call.personId)
    .where('key', '=', call.key)
    .executeTakeFirstOrThrow()
  if (row.digest !== digest || row.operation !== call.operation) refuse('common.idempotency_mismatch')
  return row.response
}

/** The same context inside a transaction: its reads see what the transaction wrote, its transactions join. */
export function joined(ctx: Ctx, tx: Tx): Ctx {
  return { ...ctx, db: tx, inTx: (body) => body(tx) }
}
