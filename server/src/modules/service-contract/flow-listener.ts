/** Follows the task 不再续租，迁移 inside its transaction: who handled it, when, and what he wrote. */
import { actingPerson } from '../../platform/actor.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { FlowChange, FlowListener } from '../workflow/index.ts'
import { loadContractForUpdate, noteMigration } from './contract-store.ts'

export const contractFlowListener: FlowListener = { subjectNoun: 'service-contract', onFlowChange }

async function onFlowChange(tx: Tx, ctx: Ctx, news: FlowChange): Promise<void> {
  // Voided by the centre: nobody has handled it.
  if (news.kind !== 'ended' || news.outcome !== 'approved') return
  const contract = await loadContractForUpdate(tx, news.subject.id)
  if (!contract) return
  const { id, body_id: bodyId, no: label } = contract
  const by = actingPerson(ctx.actor)?.name ?? null
  await noteMigration(tx, id, {
    migrate_handled_at: ctx.clock.now(),
    migrate_handled_by: by,
    migrate_comment: news.comment,
  })
  await ctx.audit(tx, {
    act: 'service-contract.migration-handled',
    noun: 'service-contract',
    objectId: id,
    label,
    bodyId,
    after: { by, comment: news.comment },
  })
  await ctx.emit(tx, {
    type: 'service-contract.migration-handled',
    noun: 'service-contract',
    id,
    bodyId,
  })
}
