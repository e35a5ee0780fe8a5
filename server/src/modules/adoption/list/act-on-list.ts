/** What happens to a list before things are taken in: submitted, taken back, cut down by those who assign or who decide. */
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { findQuotaLeft } from '../../cloud/index.ts'
import type { Workflow } from '../../workflow/index.ts'
import { refuseEdit, refuseSendBack, refuseWithdraw } from '../adoption.ts'
import { refuseClosed } from '../plan/refuse-closed.ts'
import type { ClosedUntil } from '../ports.ts'
import { countWithoutPlan, type ListRow, loadListForUpdate, moveEntries, updateList } from './list-store.ts'

export type Flows = Pick<Workflow, 'startFlow' | 'resumeFlow' | 'withdrawFlow' | 'findRunning'>

export const ADOPTION_FLOW = 'adoption'

/** Locks the list with the right to the act, refuses by its rule, and keeps the trail. */
export async function changeList(
  ctx: Ctx,
  id: string,
  right: 'modify' | 'approve',
  rule: (list: ListRow) => Parameters<typeof refuse>[0] | null,
  apply: (tx: Tx, list: ListRow) => Promise<object>,
): Promise<void> {
  await ctx.inTx(async (tx) => {
    const list = ctx.authz.authorised(ctx, right, 'adoption', await loadListForUpdate(tx, id))
    const refusal = rule(list)
    if (refusal) refuse(refusal)
    const after = await apply(tx, list)
    const { no, body_id: bodyId, state } = list
    await ctx.audit(tx, { noun: 'adoption', objectId: id, label: no, bodyId, before: { state }, after })
    await ctx.emit(tx, { type: 'adoption.changed', noun: 'adoption', id, bodyId })
  })
}

/**
 * @throws `adoption.not_open`, `adoption.nothing_left`, `adoption.no_quota`, `adoption.plan_missing`, `adoption.month_closed`,
 * `flow.none_published`.
 */
export const submitList = (
  ctx: Ctx,
  flows: Flows,
  closedUntil: ClosedUntil,
  id: string,
  version: number,
): Promise<void> =>
  changeList(ctx, id, 'modify', refuseEdit, async (tx, list) => {
    if (!list.counts.assigned) refuse('adoption.nothing_left')
    await refuseUnready(tx, closedUntil, list)
    const running = list.flow_instance_id !== null && (await flows.findRunning(tx, list.flow_instance_id))
    const now = ctx.clock.now()
    const next = { state: 'submitted', submitted_at: now, decided_comment: null } as const
    if (!(await updateList(tx, list, version, next))) refuse('common.version_stale')
    if (running && list.flow_instance_id !== null)
      await flows.resumeFlow(tx, ctx, list.flow_instance_id, null)
    else {
      const subject = { noun: 'adoption', id, bodyId: list.body_id, title: titleOf(list) } as const
      const variables = { providerBodyId: list.provider_body_id }
      const flowId = await flows.startFlow(tx, ctx, { subject, by: { flow: ADOPTION_FLOW }, variables })
      await updateList(tx, list, null, { flow_instance_id: flowId })
    }
    return { state: 'submitted', entries: list.counts.assigned }
  })

async function refuseUnready(tx: Tx, closedUntil: ClosedUntil, list: ListRow): Promise<void> {
  if (list.sort === 'take-in') {
    // What is taken in counts against a quota, and a quota must be there to be counted against.
    if ((await findQuotaLeft(tx, list.body_id)) === null) refuse('adoption.no_quota')
    return
  }
  const count = await countWithoutPlan(tx, list.id)
  if (count > 0) refuse('adoption.plan_missing', { details: { count } })
  if (list.priced_from !== null)
    await refuseClosed(tx, closedUntil, { bodyIds: [list.body_id], pricedFrom: list.priced_from })
}

const SORT_WORDS = { 'take-in': '纳管清单', plan: '计价规格清单' } as const

const titleOf = ({ no, sort, cloud_name, counts }: ListRow): string =>
  `${SORT_WORDS[sort]} ${no} · ${cloud_name} · ${counts.assigned ?? 0} 项`

/** At any time before the owner has approved. @throws `adoption.decided`. */
export const withdrawList = (ctx: Ctx, flows: Flows, id: string, version: number): Promise<void> =>
  changeList(ctx, id, 'modify', refuseWithdraw, async (tx, list) => {
    if (!(await updateList(tx, list, version, { state: 'withdrawn' }))) refuse('common.version_stale')
    await moveEntries(tx, id, 'assigned', 'withdrawn')
    const flowId = list.flow_instance_id
    if (flowId !== null && (await flows.findRunning(tx, flowId)) !== null)
      await flows.withdrawFlow(tx, ctx, flowId, 'end', null)
    return { state: 'withdrawn' }
  })

/** @throws `adoption.not_open`, `adoption.nothing_left`. */
export const removeEntries = (
  ctx: Ctx,
  id: string,
  input: { readonly version: number; readonly entryIds: readonly string[] },
): Promise<void> =>
  changeList(ctx, id, 'modify', refuseEdit, async (tx, list) => {
    const removed = await moveEntries(tx, id, 'assigned', 'withdrawn', { ids: input.entryIds })
    return cutDown(tx, list, input.version, removed)
  })

/** By those who decide, one by one: they become free to be assigned to somebody else. @throws `adoption.not_submitted`. */
export const sendBackEntries = (
  ctx: Ctx,
  id: string,
  input: { readonly version: number; readonly entryIds: readonly string[]; readonly comment: string },
): Promise<void> =>
  changeList(ctx, id, 'approve', refuseSendBack, async (tx, list) => {
    const comment = input.comment.trim()
    const sent = await moveEntries(tx, id, 'assigned', 'sent-back', { ids: input.entryIds, comment })
    return { ...(await cutDown(tx, list, input.version, sent)), comment }
  })

async function cutDown(tx: Tx, list: ListRow, version: number, by: number) {
  const left = (list.counts.assigned ?? 0) - by
  if (left === 0) refuse('adoption.nothing_left')
  if (!(await updateList(tx, list, version, {}))) refuse('common.version_stale')
  return { removed: by, left }
}
