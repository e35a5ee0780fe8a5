/** Follows the decision of the owning body, inside its transaction: an approval makes things be taken in, or is none. */
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { assert } from '../../../platform/errors.ts'
import type { FlowChange, FlowListener } from '../../workflow/index.ts'
import { ADOPTION_RECONCILER } from '../take-in/names.ts'
import { loadListForUpdate, moveEntries, updateList } from './list-store.ts'

export const adoptionFlowListener: FlowListener = { subjectNoun: 'adoption', onFlowChange }

async function onFlowChange(tx: Tx, ctx: Ctx, news: FlowChange): Promise<void> {
  const list = await loadListForUpdate(tx, news.subject.id)
  assert(list !== undefined, 'a flow about a list has its list')
  const now = ctx.clock.now()
  const tell = async (state: string) => {
    const of = { noun: 'adoption', objectId: list.id, label: list.no, bodyId: list.body_id } as const
    await ctx.audit(tx, { act: `adoption.${state}`, ...of, before: { state: list.state }, after: { state } })
    await ctx.emit(tx, { type: 'adoption.changed', noun: 'adoption', id: list.id, bodyId: list.body_id })
  }
  // Handed in again from the to-do list and not from the list itself.
  if (news.kind === 'resubmitted' && list.state === 'returned') {
    await updateList(tx, list, null, { state: 'submitted', submitted_at: now })
    return tell('submitted')
  }
  if (news.kind === 'resubmitted' || list.state !== 'submitted') return
  if (news.kind === 'ended' && news.outcome === 'approved') {
    await moveEntries(tx, list.id, 'assigned', 'approved')
    await updateList(tx, list, null, { state: 'taking-in', decided_at: now, decided_comment: news.comment })
    await ctx.nudge(tx, ADOPTION_RECONCILER, list.id)
    return tell('approved')
  }
  await updateList(tx, list, null, { state: 'returned', decided_comment: news.comment })
  return tell('returned')
}
