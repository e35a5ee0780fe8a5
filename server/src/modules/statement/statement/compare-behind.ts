/**
 * Large statements are compared behind the call that asked for it, whole or not at all: what is killed begins anew, and what it
 * had found until then was never seen. How far it is, is told on another connection, since the comparison itself shows nothing
 * before its end. What comes to nothing says why, and waits until somebody asks for it again.
 */
import { type ReasonCode, STATEMENT_AT_ONCE_MAX } from '@yunheng/contract'
import { personNameOf } from '../../../platform/actor.ts'
import type { AuditEntry } from '../../../platform/audit/index.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { Reconciler } from '../../../platform/reconcile/index.ts'
import { compareStatement, refuseComparing } from './compare-statement.ts'
import {
  type ComparisonRow,
  countAttempt,
  findComparison,
  insertComparison,
  listComparisons,
  removeComparison,
  saveFailed,
  saveStep,
} from './comparison-store.ts'
import { refuseVerb } from './statement.ts'
import { findStatement, loadStatementForUpdate, type StatementRow } from './statement-store.ts'

const RECONCILER = 'statement-comparison'
const BATCH = 20
/** What breaks off for a passing reason (a lock, a lost connection) is tried again; what breaks off every time is given up. */
const ATTEMPTS_MAX = 3

export const isLarge = ({ line_count: lines }: Pick<StatementRow, 'line_count'>): boolean =>
  lines > STATEMENT_AT_ONCE_MAX

/** @returns why not, where it cannot be done now; then nothing was asked for. */
export async function compareBehind(ctx: Ctx, tx: Tx, statement: StatementRow): Promise<ReasonCode | null> {
  const refusal = await refuseComparing(tx, statement)
  if (refusal) return refusal
  await insertComparison(tx, statement.id, ctx.clock.now(), personNameOf(ctx.actor))
  await ctx.nudge(tx, RECONCILER, statement.id)
  const { id, provider_body_id: bodyId } = statement
  await ctx.emit(tx, { type: 'statement.comparison-asked', noun: 'statement', id, bodyId })
  return null
}

/** In a transaction of its own, for a call that is refused, which takes back what it wrote. @returns why not. */
export function compareBehindAside(ctx: Ctx, id: string): Promise<ReasonCode | null> {
  return ctx.asSystem('statement').inTx(async (tx) => {
    const statement = await findStatement(tx, id)
    return statement === undefined ? null : compareBehind(ctx, tx, statement)
  })
}

export const comparisonReconciler: Reconciler = {
  name: RECONCILER,
  concurrency: 1,
  sweepEveryMs: 60_000,
  sweep: (ctx) => listComparisons(ctx.db, BATCH),
  async reconcile(ctx, id, signal) {
    try {
      await ctx.inTx((tx) => compareAsAsked(ctx, tx, id))
    } catch (error) {
      // Stopped in the middle: another process begins it anew.
      if (signal.aborted || !(await isGivenUp(ctx, id, error))) throw error
      ctx.log.error({ err: error, id }, 'a comparison was given up')
    }
    return { done: true }
  },
}

async function compareAsAsked(ctx: Ctx, tx: Tx, id: string): Promise<void> {
  const statement = await loadStatementForUpdate(tx, id)
  const asked = await findComparison(tx, id)
  if (asked === undefined || asked.failed_at !== null) return
  // Agreed or replaced meanwhile: nothing is left to compare.
  if (statement === undefined || refuseVerb('compare', statement.state, statement.open_count))
    return removeComparison(tx, id)
  const refusal = await compareStatement(ctx, tx, statement, (step) =>
    ctx.inTx((aside) => saveStep(aside, id, step)),
  )
  if (refusal) return fail(ctx, tx, statement, asked, { outcome: 'refused', reason: refusal })
  await removeComparison(tx, id)
  const { state, open_count: open, open_delta: delta } = (await findStatement(tx, id)) as StatementRow
  await tell(ctx, tx, statement, asked, { after: { state, open, delta } })
}

/** Whether it has broken off too often. */
async function isGivenUp(ctx: Ctx, id: string, error: unknown): Promise<boolean> {
  return ctx.inTx(async (tx) => {
    if ((await countAttempt(tx, id, String(error).slice(0, 1000))) < ATTEMPTS_MAX) return false
    const [asked, statement] = [await findComparison(tx, id), await findStatement(tx, id)]
    if (asked === undefined || statement === undefined) return true
    await fail(ctx, tx, statement, asked, { outcome: 'failed', reason: 'statement.comparison_failed' })
    return true
  })
}

async function fail(
  ctx: Ctx,
  tx: Tx,
  statement: StatementRow,
  asked: ComparisonRow,
  why: { readonly outcome: 'refused' | 'failed'; readonly reason: ReasonCode },
): Promise<void> {
  await saveFailed(tx, statement.id, ctx.clock.now(), why.reason)
  await tell(ctx, tx, statement, asked, why)
}

/** What became of it, and who had asked for it; open pages look again. */
async function tell(
  ctx: Ctx,
  tx: Tx,
  { id, provider_body_id: bodyId, provider_name: name, month, state }: StatementRow,
  asked: ComparisonRow,
  outcome: Pick<AuditEntry, 'outcome' | 'reason'> & { readonly after?: object },
): Promise<void> {
  const { after, ...rest } = outcome
  await ctx.audit(tx, {
    act: 'statement.compare',
    noun: 'statement',
    objectId: id,
    label: `${name} ${month}`,
    bodyId,
    before: { state },
    after: { state, behind: true, askedBy: asked.asked_by, askedAt: asked.asked_at.toISOString(), ...after },
    ...rest,
  })
  await ctx.emit(tx, { type: 'statement.comparison-ended', noun: 'statement', id, bodyId })
}
