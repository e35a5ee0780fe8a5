import type { BodyOf, statementOperations as operations } from '@yunheng/contract'
import { personIdOf, personNameOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { AppError, refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { confirmKindOf, decideKindOf } from '../difference/decide-many-store.ts'
import { compareBehind, compareBehindAside, isLarge } from './compare-behind.ts'
import { compareStatement, hasChangedSince } from './compare-statement.ts'
import { hasUnbilled } from './compare-store.ts'
import { isBeingCompared } from './comparison-store.ts'
import { refuseVerb, type StatementVerb } from './statement.ts'
import {
  findStatement,
  loadStatementForUpdate,
  lockAgreeing,
  type StatementRow,
  saveAgreed,
} from './statement-store.ts'

const ACTION = {
  compare: 'operate',
  agree: 'operate',
  'decide-kind': 'operate',
  'confirm-kind': 'approve',
} as const satisfies Record<StatementVerb, string>

async function act(
  ctx: Ctx,
  id: string,
  version: number,
  verb: StatementVerb,
  rule: (tx: Tx, statement: StatementRow) => Promise<object>,
): Promise<StatementRow> {
  return ctx.inTx(async (tx) => {
    // A comparison holds the statement until it ends: nobody waits for it.
    const isCompared = await isBeingCompared(tx, id)
    const found = await (isCompared ? findStatement : loadStatementForUpdate)(tx, id)
    const statement = ctx.authz.authorised(ctx, ACTION[verb], 'statement', found)
    const refusal = refuseVerb(verb, statement.state, statement.open_count, isCompared)
    if (refusal === 'statement.comparing') refuse(refusal)
    if (statement.version !== version) refuse('common.version_stale')
    if (refusal) refuse(refusal)
    const after = await rule(tx, statement)
    const { provider_body_id: bodyId, provider_name: name, month } = statement
    await ctx.audit(tx, {
      noun: 'statement',
      objectId: id,
      label: `${name} ${month}`,
      bodyId,
      before: { state: statement.state },
      after,
    })
    return (await findStatement(tx, id)) as StatementRow
  })
}

/** @throws `statement.month_open`, `statement.bills_missing`, `statement.calendar_missing`. */
export const compareAnew = (ctx: Ctx, id: string, { version }: BodyOf<typeof operations.compare>) =>
  act(ctx, id, version, 'compare', async (tx, statement) => {
    if (isLarge(statement)) {
      const refusal = await compareBehind(ctx, tx, statement)
      if (refusal) refuse(refusal)
      return { behind: true }
    }
    const refusal = await compareStatement(ctx, tx, statement)
    if (refusal) refuse(refusal)
    const { open_count: open, open_delta: delta } = (await findStatement(tx, id)) as StatementRow
    return { open, delta }
  })

/**
 * The month is agreed: all lines less what was taken off, on ledgers as they are: where anything that the last comparison rests on
 * has changed, it is compared once more: a large one behind the call, and then it is not agreed by this one.
 * @throws `statement.open_differences`, `statement.bills_unsent`, `statement.stale`, `statement.compared_again`.
 */
export async function agreeStatement(
  ctx: Ctx,
  id: string,
  { version }: BodyOf<typeof operations.agree>,
): Promise<StatementRow> {
  try {
    return await act(ctx, id, version, 'agree', (tx, statement) => agree(ctx, tx, statement))
  } catch (error) {
    if (!(error instanceof AppError) || error.reason !== 'statement.compared_again') throw error
    const refusal = await compareBehindAside(ctx, id)
    return refuse(refusal ?? error.reason)
  }
}

async function agree(ctx: Ctx, tx: Tx, statement: StatementRow): Promise<object> {
  const { id, provider_body_id: bodyId } = statement
  await lockAgreeing(tx, bodyId)
  // What becomes known of a month changes its drafts, and nothing would tell of it; once they are sent, it is a correction.
  if (await elevated(tx, () => hasUnbilled(tx, statement, { isSent: true }))) refuse('statement.bills_unsent')
  if (await hasChangedSince(tx, statement)) {
    if (isLarge(statement)) refuse('statement.compared_again')
    const refusal = await compareStatement(ctx, tx, statement)
    if (refusal) refuse(refusal)
  }
  const now = (await findStatement(tx, id)) as StatementRow
  if (now.open_count > 0) refuse('statement.stale')
  const amount = BigInt(now.amount) - BigInt(now.adjusted)
  const by = personNameOf(ctx.actor)
  await saveAgreed(tx, id, { amount, at: ctx.clock.now(), by })
  await ctx.emit(tx, { type: 'statement.agreed', noun: 'statement', id, bodyId })
  return { state: 'agreed', amount: amount.toString(), adjusted: now.adjusted }
}

const decider = ({ actor, clock }: Ctx) => ({
  name: personNameOf(actor),
  personId: personIdOf(actor),
  at: clock.now(),
})

/** Every difference of a kind that may be decided now, by one side's amounts. @throws `statement.nothing_to_decide`. */
export const decideKind = (ctx: Ctx, id: string, input: BodyOf<typeof operations.decideKind>) =>
  act(ctx, id, input.version, 'decide-kind', async (tx) => {
    const { kind, side } = input
    const decision = input.words.trim()
    const by = decider(ctx)
    const done = await decideKindOf(tx, {
      statementId: id,
      kind,
      side,
      decision,
      today: dayInChina(by.at),
      by,
    })
    if (done.count === 0) refuse('statement.nothing_to_decide')
    return { kind, side, decision, ...done }
  })

/** Every difference of a kind that somebody else has decided. @throws `statement.nothing_to_confirm`. */
export const confirmKind = (ctx: Ctx, id: string, { version, kind }: BodyOf<typeof operations.confirmKind>) =>
  act(ctx, id, version, 'confirm-kind', async (tx) => {
    const done = await confirmKindOf(tx, { statementId: id, kind, by: decider(ctx) })
    if (done.count === 0) refuse('statement.nothing_to_confirm')
    return { kind, ...done }
  })
