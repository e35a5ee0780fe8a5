import type { BodyOf, guideCheckOperations as operations } from '@yunheng/contract'
import type { Authorised } from '../../../platform/authz/index.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { holderOf } from '../actor-words.ts'
import { dueAfter } from '../due.ts'
import { type GuideCheckAct, isWholeAnswer, refuseCheckAct } from './guide-check.ts'
import {
  type FindingRow,
  type GuideCheckRow,
  insertStep,
  listFindings,
  loadGuideCheckForUpdate,
  updateFinding,
  updateGuideCheck,
} from './guide-check-store.ts'

type Held = Authorised<GuideCheckRow, 'modify' | 'operate'>
type Change = Partial<Pick<GuideCheckRow, 'state' | 'due_at' | 'conclusion' | 'closed_at'>>
interface Outcome {
  readonly change: Change
  /** What the trail says; null for what is no step of the check. */
  readonly step: 'sent' | 'answered' | 'returned' | 'closed' | 'cancelled' | null
  readonly comment?: string | null
  readonly after: object
}

/** Locks the check with its findings, asks the rule, applies, and writes the trail: one transaction for every act. */
async function change(
  ctx: Ctx,
  id: string,
  given: { readonly act: GuideCheckAct; readonly version: number },
  apply: (tx: Tx, check: Held, findings: readonly FindingRow[]) => Promise<Outcome>,
): Promise<void> {
  await ctx.inTx(async (tx) => {
    const right = given.act === 'answer' ? 'operate' : 'modify'
    const check = ctx.authz.authorised(ctx, right, 'guide-check', await loadGuideCheckForUpdate(tx, id))
    const findings = await listFindings(tx, id)
    const verdicts = findings.map(({ verdict }) => verdict)
    const refusal = refuseCheckAct(given.act, check, verdicts, ctx.actor)
    if (refusal) refuse(refusal)
    const { change: columns, step, comment, after } = await apply(tx, check, findings)
    if (!(await updateGuideCheck(tx, check, given.version, columns))) refuse('common.version_stale')
    const { name } = holderOf(ctx.actor)
    const now = ctx.clock.now()
    if (step !== null) {
      await insertStep(tx, {
        id: ctx.ids.next(),
        check_id: id,
        kind: step,
        actor: name,
        comment: comment ?? null,
        at: now,
      })
      await ctx.emit(tx, { type: `guide-check.${step}`, noun: 'guide-check', id, bodyId: check.body_id })
    }
    await ctx.audit(tx, {
      noun: 'guide-check',
      objectId: id,
      bodyId: check.body_id,
      before: { state: check.state },
      after,
    })
  })
}

/** @throws `guide-check.not_yours`, `guide-check.wrong_state`, `guide-check.item_unknown`. */
export const recordFinding = (ctx: Ctx, id: string, input: BodyOf<typeof operations.record>) =>
  change(ctx, id, { act: 'record', version: input.version }, async (tx, check, findings) => {
    const { code, verdict, note } = input
    if (!findings.some((one) => one.code === code)) refuse('guide-check.item_unknown', { details: { code } })
    await updateFinding(tx, check, code, { verdict, note: note.trim() })
    return { change: {}, step: null, after: { code, verdict, note } }
  })

/** @throws `guide-check.findings_missing`, `guide-check.nothing_to_rectify`, `guide-check.calendar_missing`. */
export const sendCheck = (ctx: Ctx, id: string, input: BodyOf<typeof operations.send>) =>
  change(ctx, id, { act: 'send', version: input.version }, async (tx) => {
    const due = await dueAfter(tx, ctx.clock.now(), input.workingDays)
    const dueAt = due ?? refuse('guide-check.calendar_missing')
    return {
      change: { state: 'rectifying', due_at: dueAt },
      step: 'sent',
      comment: input.comment,
      after: { state: 'rectifying', dueAt: dueAt.toISOString() },
    }
  })

/** @throws `guide-check.not_answerable`, `guide-check.answer_incomplete`. */
export const answerCheck = (ctx: Ctx, id: string, input: BodyOf<typeof operations.answer>) =>
  change(ctx, id, { act: 'answer', version: input.version }, async (tx, check, findings) => {
    const failing = findings.filter(({ verdict }) => verdict === 'fails').map(({ code }) => code)
    const answered = input.answers.map(({ code }) => code)
    if (!isWholeAnswer(failing, answered)) refuse('guide-check.answer_incomplete')
    const { name } = holderOf(ctx.actor)
    for (const { code, rectification, rectifiedOn } of input.answers)
      await updateFinding(tx, check, code, {
        rectification: rectification.trim(),
        rectified_on: rectifiedOn,
        answered_by: name,
      })
    return {
      change: { state: 'answered' },
      step: 'answered',
      after: { state: 'answered', answers: input.answers },
    }
  })

/** What was answered does not do: the body goes on, by the same due date. */
export const returnCheck = (ctx: Ctx, id: string, input: BodyOf<typeof operations.return>) =>
  change(ctx, id, { act: 'return', version: input.version }, async () => ({
    change: { state: 'rectifying' },
    step: 'returned',
    comment: input.reason,
    after: { state: 'rectifying', reason: input.reason },
  }))

/** @throws `guide-check.findings_missing`, `guide-check.rectification_needed`. */
export const closeCheck = (ctx: Ctx, id: string, input: BodyOf<typeof operations.close>) =>
  change(ctx, id, { act: 'close', version: input.version }, async () => ({
    change: { state: 'closed', conclusion: input.conclusion.trim(), closed_at: ctx.clock.now() },
    step: 'closed',
    comment: input.conclusion,
    after: { state: 'closed', conclusion: input.conclusion },
  }))

export const cancelCheck = (ctx: Ctx, id: string, input: BodyOf<typeof operations.cancel>) =>
  change(ctx, id, { act: 'cancel', version: input.version }, async () => ({
    change: { state: 'cancelled', closed_at: ctx.clock.now() },
    step: 'cancelled',
    comment: input.reason,
    after: { state: 'cancelled', reason: input.reason },
  }))
