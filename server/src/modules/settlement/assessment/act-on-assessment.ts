import type {
  Assessment,
  AssessmentCreate,
  BodyOf,
  assessmentOperations as operations,
  ReasonCode,
} from '@yunheng/contract'
import { personIdOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { elevated } from '../../../platform/db/index.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { findBody } from '../../organisation/index.ts'
import { quarterOf, quarterOfDay } from '../calc/quarter.ts'
import { refuseLines, scoreOf, shownPoints } from '../calc/score.ts'
import { once } from '../sla/enter-rules.ts'
import { countConfirmed } from '../sla/sla-store.ts'
import {
  type AssessmentRow,
  decideAssessment,
  findAssessment,
  insertAssessment,
  loadAssessmentForUpdate,
} from './assessment-store.ts'

const PROVIDERS: ReadonlySet<string> = new Set(['provider', 'platform-provider'])

function refuseDecision(row: AssessmentRow, personId: string | null): ReasonCode | null {
  if (row.state !== 'entered') return 'assessment.decided'
  return row.entered_by === personId ? 'assessment.own_entry' : null
}

export function toAssessment(ctx: Ctx, row: AssessmentRow): Assessment {
  const allowance = ctx.authz.allowance(
    ctx.actor,
    'approve',
    'assessment',
    refuseDecision(row, personIdOf(ctx.actor)),
  )
  return {
    id: row.id,
    provider: { id: row.provider_body_id, name: row.provider_name },
    quarter: quarterOfDay(row.quarter).name,
    lines: [...row.lines],
    score: shownPoints(row.score_tenths),
    evidence: row.evidence,
    state: row.state,
    enteredBy: row.entered_by_name,
    enteredAt: row.entered_at.toISOString(),
    decidedBy: row.decided_by_name,
    decidedAt: row.decided_at?.toISOString() ?? null,
    comment: row.comment,
    version: row.version,
    actions: { confirm: allowance, decline: allowance },
  }
}

/** @throws `assessment.provider_not_found`, `….quarter_open`, `….lines`, `….taken`. */
export async function enterAssessment(ctx: Ctx, input: AssessmentCreate): Promise<AssessmentRow> {
  ctx.authz.require(ctx, 'create', 'assessment')
  const { actor } = ctx
  assert(actor.kind === 'person', 'the policy names roles of people')
  const refusal = refuseLines(input.lines)
  if (refusal) refuse(refusal)
  const quarter = quarterOf(input.quarter)
  if (dayInChina(ctx.clock.now()) <= quarter.last) refuse('assessment.quarter_open')
  return ctx.inTx(async (tx) => {
    const provider = await findBody(tx, input.providerBodyId)
    if (!provider || !PROVIDERS.has(provider.kind)) return refuse('assessment.provider_not_found')
    const tied = [...new Set(input.lines.flatMap((line) => line.tied.map(({ eventId }) => eventId)))]
    if ((await elevated(tx, () => countConfirmed(tx, provider.id, tied))) !== tied.length)
      refuse('assessment.lines')
    const id = ctx.ids.next()
    await once('assessment_once', 'assessment.taken', () =>
      insertAssessment(tx, {
        id,
        provider_body_id: provider.id,
        quarter: quarter.first,
        lines: input.lines,
        score_tenths: scoreOf(input.lines),
        evidence: input.evidence.trim(),
        entered_by: actor.personId,
        entered_by_name: actor.name,
        entered_at: ctx.clock.now(),
      }),
    )
    const bodyId = provider.id
    await ctx.audit(tx, { noun: 'assessment', objectId: id, label: quarter.name, bodyId, after: input })
    await ctx.emit(tx, { type: 'assessment.entered', noun: 'assessment', id, bodyId })
    return (await findAssessment(tx, id)) as AssessmentRow
  })
}

/** @throws `assessment.decided`, `assessment.own_entry`. */
export async function decideOnAssessment(
  ctx: Ctx,
  id: string,
  state: 'confirmed' | 'declined',
  input: BodyOf<typeof operations.confirm>,
): Promise<AssessmentRow> {
  const { actor } = ctx
  return ctx.inTx(async (tx) => {
    const found = await loadAssessmentForUpdate(tx, id)
    const assessment = ctx.authz.authorised(ctx, 'approve', 'assessment', found)
    const refusal = refuseDecision(assessment, personIdOf(ctx.actor))
    if (refusal) refuse(refusal)
    assert(actor.kind === 'person', 'the policy names roles of people')
    const comment = input.comment.trim()
    const decision = { state, by: actor.personId, byName: actor.name, at: ctx.clock.now(), comment }
    if (!(await decideAssessment(tx, assessment, input.version, decision))) refuse('common.version_stale')
    const { provider_body_id: bodyId, quarter } = assessment
    const label = quarterOfDay(quarter).name
    await ctx.audit(tx, {
      noun: 'assessment',
      objectId: id,
      label,
      bodyId,
      before: { state: assessment.state },
      after: { state, comment },
    })
    await ctx.emit(tx, { type: `assessment.${state}`, noun: 'assessment', id, bodyId })
    return (await findAssessment(tx, id)) as AssessmentRow
  })
}
