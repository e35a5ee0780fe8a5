import type { BodyOf, differenceOperations as operations } from '@yunheng/contract'
import { personIdOf, personNameOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { type DifferenceVerb, needsSecond, refuseAdjusted, refuseVerb } from './difference.ts'
import {
  type DifferenceChange,
  type DifferenceRow,
  findDifference,
  loadDifferenceForUpdate,
  updateDifference,
} from './difference-store.ts'
import { askingOf } from './difference-view.ts'

const ACTION = { answer: 'modify', decide: 'operate', confirm: 'approve', 'send-back': 'approve' } as const

/** One act on one difference: authorised, allowed in its state, with its audit entry in one transaction. */
async function act(
  ctx: Ctx,
  id: string,
  version: number,
  verb: DifferenceVerb,
  rule: (row: DifferenceRow, tx: Tx) => DifferenceChange,
): Promise<DifferenceRow> {
  return ctx.inTx(async (tx) => {
    const row = ctx.authz.authorised(ctx, ACTION[verb], 'difference', await loadDifferenceForUpdate(tx, id))
    if (row.version !== version) refuse('common.version_stale')
    const refusal = refuseVerb(verb, row, askingOf(ctx))
    if (refusal) refuse(refusal)
    const change = rule(row, tx)
    await updateDifference(tx, id, change)
    const bodyId = row.owner_body_id ?? row.provider_body_id
    await ctx.audit(tx, {
      noun: 'difference',
      objectId: id,
      label: `${row.provider_name} ${row.month} ${row.resource_name ?? row.resource_ref ?? ''}`,
      bodyId,
      before: { state: row.state, kind: row.kind, delta: row.delta },
      after: { ...change },
    })
    if (verb === 'send-back')
      await ctx.emit(tx, { type: 'difference.sent-back', noun: 'difference', id, bodyId })
    return (await findDifference(tx, id)) as DifferenceRow
  })
}

/** Its owner accepts the platform's amount, explains, or refuses with evidence. @throws `difference.evidence`. */
export const answerDifference = (ctx: Ctx, id: string, input: BodyOf<typeof operations.answer>) =>
  act(ctx, id, input.version, 'answer', () => {
    const { outcome } = input
    const evidence = input.evidence?.trim() ?? null
    if (outcome === 'refused' && evidence === null) refuse('difference.evidence')
    return {
      state: outcome,
      outcome,
      answer: input.words.trim(),
      evidence,
      answered_by: personNameOf(ctx.actor),
      answered_at: ctx.clock.now(),
    }
  })

/** What is taken off; where money hangs on it, a second person confirms. @throws `difference.amount`, `difference.not_answered`. */
export const decideDifference = (ctx: Ctx, id: string, input: BodyOf<typeof operations.decide>) =>
  act(ctx, id, input.version, 'decide', (row) => {
    const [adjusted, delta] = [BigInt(input.adjusted.amountMinor), BigInt(row.delta)]
    const refusal = refuseAdjusted(adjusted, delta)
    if (refusal) refuse(refusal)
    const at = ctx.clock.now()
    const isDone = !needsSecond(delta)
    return {
      state: isDone ? 'settled' : 'adjusted',
      adjusted: adjusted.toString(),
      decision: input.words.trim(),
      decided_by: personNameOf(ctx.actor),
      decided_person_id: personIdOf(ctx.actor),
      decided_at: at,
      ...(isDone ? { settled_by: personNameOf(ctx.actor), settled_at: at } : {}),
    }
  })

/** @throws `difference.same_person`. */
export const confirmDifference = (ctx: Ctx, id: string, { version }: BodyOf<typeof operations.confirm>) =>
  act(ctx, id, version, 'confirm', () => ({
    state: 'settled',
    settled_by: personNameOf(ctx.actor),
    settled_at: ctx.clock.now(),
  }))

/** Back to where it was before it was decided: what its owner answered stays, the decision does not. */
export const sendBackDifference = (ctx: Ctx, id: string, input: BodyOf<typeof operations.sendBack>) =>
  act(ctx, id, input.version, 'send-back', (row) => ({
    state: row.outcome ?? 'open',
    adjusted: null,
    decision: input.words.trim(),
    decided_by: null,
    decided_person_id: null,
    decided_at: null,
  }))
