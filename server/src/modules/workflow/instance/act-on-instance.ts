/** The one way to act on an instance as a whole: see it, lock it, check, move, put it on record. */
import type { FlowInstanceDetail } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { AppError, assert } from '../../../platform/errors.ts'
import type { Refusal } from '../engine/state.ts'
import { handsOf } from '../people/hands.ts'
import type { WorkflowParts } from '../ports.ts'
import { describeInstance } from './instance-detail.ts'
import { hasCandidate } from './instance-list-store.ts'
import { findInstance, type LoadedInstance, loadInstance, loadInstanceForUpdate } from './instance-store.ts'

interface InstanceAct {
  readonly act: 'withdraw' | 'void' | 'urge' | 'comment'
  readonly action: 'modify' | 'operate'
  readonly id: string
  readonly comment: string | null
  readonly refuse: (loaded: LoadedInstance, personId: string) => Refusal | null
  readonly run: (tx: Tx, loaded: LoadedInstance) => Promise<void>
}

export async function actOnInstance(
  ctx: Ctx,
  parts: WorkflowParts,
  act: InstanceAct,
): Promise<FlowInstanceDetail> {
  return ctx.inTx(async (tx) => {
    const seen = await findSeen(tx, ctx, parts, act.id)
    ctx.authz.authorised(ctx, act.action, 'flow-instance', seen)
    return elevated(tx, async () => {
      const loaded = await loadInstanceForUpdate(tx, act.id)
      assert(loaded && ctx.actor.kind === 'person', 'an instance that was seen does not vanish')
      const refusal = act.refuse(loaded, ctx.actor.personId)
      if (refusal) throw new AppError(refusal.reason, { details: refusal.details ?? {} })
      await act.run(tx, loaded)
      await ctx.audit(tx, {
        act: `flow-instance.${act.act}`,
        noun: 'flow-instance',
        objectId: act.id,
        bodyId: loaded.row.body_id,
        before: { state: loaded.row.state },
        after: {
          state: loaded.draft.instance.state,
          outcome: loaded.draft.instance.outcome,
          comment: act.comment,
        },
      })
      const after = await loadInstance(tx, act.id)
      assert(after, 'an instance is never removed')
      return describeInstance(tx, ctx, parts, after)
    })
  })
}

/** The instance if the caller may know of it: in his sight, or with a task for somebody he stands in for. */
async function findSeen(tx: Tx, ctx: Ctx, parts: WorkflowParts, id: string): Promise<object | null> {
  const own = await findInstance(tx, id)
  if (own) return own
  return elevated(tx, async () => {
    const hands = await handsOf(tx, ctx, parts.resolver)
    return (await hasCandidate(tx, id, hands)) ? { id } : null
  })
}

/** What the page of an instance shows. @throws `common.not_found` for whoever may not know of it. */
export async function viewInstance(ctx: Ctx, parts: WorkflowParts, id: string): Promise<FlowInstanceDetail> {
  return ctx.inTx(async (tx) => {
    ctx.authz.authorised(ctx, 'view', 'flow-instance', await findSeen(tx, ctx, parts, id))
    return elevated(tx, async () => {
      const loaded = await loadInstance(tx, id)
      assert(loaded, 'an instance is never removed')
      return describeInstance(tx, ctx, parts, loaded)
    })
  })
}
