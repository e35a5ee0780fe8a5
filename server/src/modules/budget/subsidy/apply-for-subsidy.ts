import type { BodyOf, subsidyOperations as operations, SubsidyApply } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { findSystem } from '../../system/index.ts'
import type { Workflow } from '../../workflow/index.ts'
import { refuseCorrection, refuseWithdrawal } from './subsidy.ts'
import {
  findSubsidy,
  insertSubsidy,
  loadSubsidyForUpdate,
  nextSubsidyNo,
  type SubsidyRow,
  updateSubsidy,
} from './subsidy-store.ts'

export type Flows = Pick<Workflow, 'startFlow' | 'resumeFlow' | 'withdrawFlow'>
/** Key of the flow that decides. */
const SUBSIDY_FLOW = 'migration-subsidy'

const columnsOf = (input: Pick<SubsidyApply, 'ground' | 'amount' | 'reason' | 'document'>) => ({
  ground: input.ground,
  amount_minor: String(input.amount.amountMinor),
  reason: input.reason.trim(),
  document: input.document.trim(),
})

/** R271: application and flow in one transaction. @throws `subsidy.system_not_found`, `….not_to_migrate`, `….applied`. */
export async function applyForSubsidy(flows: Flows, ctx: Ctx, input: SubsidyApply): Promise<SubsidyRow> {
  ctx.authz.require(ctx, 'create', 'subsidy')
  const { actor } = ctx
  assert(actor.kind === 'person', 'the policy names roles of people')
  return ctx.inTx(async (tx) => {
    const system = await findSystem(tx, input.systemId)
    if (!system || !(actor.scope.all || actor.scope.bodyIds.includes(system.body_id)))
      return refuse('subsidy.system_not_found')
    if (system.deployment !== 'to-migrate' || system.lifecycle === 'retired') refuse('subsidy.not_to_migrate')
    const { body_id: bodyId } = system
    const id = ctx.ids.next()
    const no = await nextSubsidyNo(tx, input.fiscalYear)
    const inserted = await insertSubsidy(tx, {
      id,
      no,
      body_id: bodyId,
      system_id: system.id,
      fiscal_year: input.fiscalYear,
      state: 'in-approval',
      ...columnsOf(input),
      applied_by: actor.personId,
      applied_by_name: actor.name,
      applied_at: ctx.clock.now(),
    })
    if (!inserted) refuse('subsidy.applied')
    await ctx.audit(tx, { noun: 'subsidy', objectId: id, label: no, bodyId, after: input })
    await ctx.emit(tx, { type: 'subsidy.applied', noun: 'subsidy', id, bodyId })
    const instanceId = await flows.startFlow(tx, ctx, {
      subject: { noun: 'subsidy', id, bodyId, title: `上云补助 ${no} · ${system.name}`.slice(0, 200) },
      by: { flow: SUBSIDY_FLOW },
      variables: { amountYuan: Math.round(input.amount.amountMinor / 100), ground: input.ground },
    })
    await updateSubsidy(tx, id, null, { flow_instance_id: instanceId })
    return (await findSubsidy(tx, id)) as SubsidyRow
  })
}

/** What was returned, corrected and handed in again. @throws `subsidy.not_returned`, `common.version_stale`. */
export async function correctSubsidy(
  flows: Flows,
  ctx: Ctx,
  id: string,
  input: BodyOf<typeof operations.correct>,
): Promise<SubsidyRow> {
  return ctx.inTx(async (tx) => {
    const subsidy = ctx.authz.authorised(ctx, 'modify', 'subsidy', await loadSubsidyForUpdate(tx, id))
    const refusal = refuseCorrection(subsidy)
    if (refusal) refuse(refusal)
    const { version, ...content } = input
    if (!(await updateSubsidy(tx, id, version, { ...columnsOf(content), state: 'in-approval' })))
      refuse('common.version_stale')
    const { no: label, body_id: bodyId } = subsidy
    const before = { amountMinor: Number(subsidy.amount_minor), reason: subsidy.reason }
    await ctx.audit(tx, { noun: 'subsidy', objectId: id, label, bodyId, before, after: content })
    assert(subsidy.flow_instance_id !== null, 'an application has its flow')
    await flows.resumeFlow(tx, ctx, subsidy.flow_instance_id, null)
    return (await findSubsidy(tx, id)) as SubsidyRow
  })
}

/** @throws `subsidy.closed`, `common.version_stale`. */
export async function withdrawSubsidy(
  flows: Flows,
  ctx: Ctx,
  id: string,
  input: BodyOf<typeof operations.withdraw>,
): Promise<SubsidyRow> {
  return ctx.inTx(async (tx) => {
    const subsidy = ctx.authz.authorised(ctx, 'modify', 'subsidy', await loadSubsidyForUpdate(tx, id))
    const refusal = refuseWithdrawal(subsidy)
    if (refusal) refuse(refusal)
    if (subsidy.version !== input.version) refuse('common.version_stale')
    assert(subsidy.flow_instance_id !== null, 'an application has its flow')
    await flows.withdrawFlow(tx, ctx, subsidy.flow_instance_id, 'end', input.reason.trim())
    const { no: label, body_id: bodyId, state } = subsidy
    const after = { state: 'withdrawn', reason: input.reason }
    await ctx.audit(tx, { noun: 'subsidy', objectId: id, label, bodyId, before: { state }, after })
    return (await findSubsidy(tx, id)) as SubsidyRow
  })
}
