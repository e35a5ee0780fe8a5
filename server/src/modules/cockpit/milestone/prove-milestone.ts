/** What makes a milestone green: its figure as it stands now, or a document (R3). */

import type { BodyOf, milestoneOperations as operations, ReasonCode } from '@yunheng/contract'
import { actingPerson } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { refuseDocument, refuseLevel, refuseMeasure, refuseReopen } from './milestone.ts'
import { placeOf } from './milestone-place.ts'
import {
  findMilestone,
  loadMilestoneForUpdate,
  type MilestoneRow,
  readFigures,
  updateMilestone,
} from './milestone-store.ts'

type Evidence = Pick<
  MilestoneRow,
  'evidence_on' | 'evidence_value' | 'evidence_document' | 'evidence_document_no'
>

/** Locks it, asks the level and the act's own rule, writes the evidence, audit and event. */
async function prove(
  ctx: Ctx,
  id: string,
  version: number,
  act: 'achieved' | 'reopened',
  look: (tx: Tx, milestone: MilestoneRow) => Promise<{ evidence: Evidence; after: object }>,
): Promise<MilestoneRow> {
  return ctx.inTx(async (tx) => {
    const found = await loadMilestoneForUpdate(tx, id)
    const milestone = ctx.authz.authorised(ctx, 'approve', 'milestone', found)
    const foreign = refuseLevel(milestone, await placeOf(ctx, tx))
    if (foreign) refuse(foreign)
    const { evidence, after } = await look(tx, milestone)
    const isProven = evidence.evidence_on !== null
    const change = {
      ...evidence,
      evidence_by: isProven ? (actingPerson(ctx.actor)?.name ?? null) : null,
      evidence_at: isProven ? ctx.clock.now() : null,
    }
    if (!(await updateMilestone(tx, milestone, version, change))) refuse('common.version_stale')
    const before = { on: milestone.evidence_on, document: milestone.evidence_document }
    await ctx.audit(tx, { noun: 'milestone', objectId: id, bodyId: null, before, after })
    await ctx.emit(tx, { type: `milestone.${act}`, noun: 'milestone', id, bodyId: null })
    return (await findMilestone(tx, id)) as MilestoneRow
  })
}

const check = (refusal: ReasonCode | null) => {
  if (refusal) refuse(refusal)
}

/** @throws `milestone.measured`, `milestone.achieved`, `milestone.future_document`. */
export const achieveMilestone = (ctx: Ctx, id: string, input: BodyOf<typeof operations.achieve>) =>
  prove(ctx, id, input.version, 'achieved', async (_, milestone) => {
    check(refuseDocument(milestone))
    check(input.on > dayInChina(ctx.clock.now()) ? 'milestone.future_document' : null)
    const document = input.document.trim()
    const documentNo = input.documentNo?.trim() ?? null
    return {
      evidence: {
        evidence_on: input.on,
        evidence_value: null,
        evidence_document: document,
        evidence_document_no: documentNo,
      },
      after: { on: input.on, document, documentNo },
    }
  })

/** @throws `milestone.no_figure`, `milestone.achieved`, `milestone.short`. */
export const measureMilestone = (ctx: Ctx, id: string, version: number) =>
  prove(ctx, id, version, 'achieved', async (tx, milestone) => {
    const on = dayInChina(ctx.clock.now())
    const { figure, target } = milestone
    const figures = await elevated(tx, () => readFigures(tx, milestone.region_id, on))
    const actual = figure === null ? null : figures[figure]
    const refusal = refuseMeasure(milestone, actual)
    if (refusal) refuse(refusal, { details: { actual: actual ?? '—', target: target ?? '—' } })
    return {
      evidence: {
        evidence_on: on,
        evidence_value: String(actual),
        evidence_document: null,
        evidence_document_no: null,
      },
      after: { on, figure, actual, target },
    }
  })

/** A mistake is undone with its reason; the trail keeps both. @throws `milestone.not_achieved`. */
export const reopenMilestone = (ctx: Ctx, id: string, input: BodyOf<typeof operations.reopen>) =>
  prove(ctx, id, input.version, 'reopened', async (_, milestone) => {
    check(refuseReopen(milestone))
    return {
      evidence: {
        evidence_on: null,
        evidence_value: null,
        evidence_document: null,
        evidence_document_no: null,
      },
      after: { reason: input.reason.trim() },
    }
  })
