import type { Difference, ReasonCode, ResourceAction } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { insertHistory } from '../history-store.ts'
import { findAbilities } from '../list-store.ts'
import { RESOURCE_RECONCILER } from '../reconcile/record-outcome.ts'
import type { ResourceRow } from '../resource.ts'
import { needsAbility, refuseAbility, refuseAction } from '../resource-rules.ts'
import { loadResourceForUpdate, type ResourceChange, updateIntent } from '../resource-store.ts'

export interface IntentChange {
  readonly verb: ResourceAction
  /** Act for audit and history. */
  readonly act: string
  readonly version: number
  /** What changes of the intent; may refuse. An empty change drives the same intent again. */
  readonly change: (row: ResourceRow, tx: Tx) => ResourceChange | Promise<ResourceChange>
  readonly details?: Readonly<Record<string, string | number>>
  readonly differences?: readonly Difference[]
  /** Whose right is needed; running one's own resources unless said otherwise. */
  readonly right?: 'operate' | 'approve'
}

/**
 * The one way in which a person changes what should be: load with the right, ask the rule, change the intent, write the
 * history and the audit, nudge the reconciler. Nothing here speaks to a cloud.
 */
export async function changeIntent(ctx: Ctx, id: string, input: IntentChange): Promise<void> {
  await ctx.inTx(async (tx) => {
    const found = await loadResourceForUpdate(tx, id)
    const row = ctx.authz.authorised(ctx, input.right ?? 'operate', 'resource', found)
    const refusal: ReasonCode | null =
      (await refuseUnable(tx, input.verb, row)) ?? refuseAction(input.verb, row, ctx.clock.now())
    if (refusal) refuse(refusal)
    if (row.version !== input.version) refuse('common.version_stale')
    const change = await input.change(row, tx)
    await updateIntent(tx, row, { ...change, agreement: 'changing', intended_at: ctx.clock.now() })
    await insertHistory(tx, ctx, row, [
      {
        sort: 'intent',
        code: input.act,
        ...(input.details ? { details: input.details } : {}),
        ...(input.differences ? { differences: input.differences } : {}),
      },
    ])
    await ctx.audit(tx, {
      act: input.act,
      noun: 'resource',
      objectId: row.id,
      bodyId: row.body_id,
      before: change.spec === undefined ? { name: row.name } : row.spec,
      after: change.spec ?? { ...change, ...input.details },
    })
    await ctx.nudge(tx, RESOURCE_RECONCILER, row.id)
  })
}

/** Only where it matters is the cloud's row asked. */
export async function refuseUnable(
  db: Db,
  verb: ResourceAction,
  row: ResourceRow,
): Promise<ReasonCode | null> {
  return needsAbility(verb) ? refuseAbility(verb, row, await findAbilities(db, row.pool_id)) : null
}
