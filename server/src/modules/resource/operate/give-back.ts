import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { intendStart } from '../intend/intend-change.ts'
import { intendRelease, intendRestore } from '../intend/intend-release.ts'
import { listNeighbours } from '../link-store.ts'
import type { OnRestore } from '../ports.ts'
import { refuseAction } from '../resource-rules.ts'
import { findResource, loadResourceForUpdate } from '../resource-store.ts'

/** Gives back what needed no approval. @throws `resource.release_by_request`, `resource.still_used`. */
export async function releaseResource(
  ctx: Ctx,
  id: string,
  version: number,
  reason: string | null,
): Promise<void> {
  await ctx.inTx(async (tx) => {
    const row = ctx.authz.authorised(ctx, 'operate', 'resource', await loadResourceForUpdate(tx, id))
    const refusal = refuseAction('release', row, ctx.clock.now())
    if (refusal) refuse(refusal)
    if (row.version !== version) refuse('common.version_stale')
    const { burden } = await listNeighbours(tx, row)
    if (burden.length > 0)
      refuse('resource.still_used', {
        details: {
          names: burden
            .slice(0, 5)
            .map((one) => one.name)
            .join('、'),
        },
      })
    await intendRelease(tx, ctx, [id], { act: 'resource.release', reason })
    await ctx.audit(tx, {
      noun: 'resource',
      objectId: id,
      bodyId: row.body_id,
      after: { presence: 'absent', reason },
    })
  })
}

/**
 * Takes a release back while it cools off, with the parts that left with it. Where its term had given it back the term goes on, with
 * what it had committed, and what the term had stopped runs again.
 * @throws `resource.not_cooling`, `resource.stands_on_nothing`; `budget.rest_too_small`, `budget.none_in_force`, `service-contract.ceiling_passed`.
 */
export async function restoreResource(
  ctx: Ctx,
  onRestore: OnRestore,
  id: string,
  version: number,
): Promise<void> {
  await ctx.inTx(async (tx) => {
    // Its term and the budget are locked before it (docs/conventions.md); decided once more behind its own lock.
    const seen = ctx.authz.authorised(ctx, 'operate', 'resource', await findResource(tx, id))
    const tooLate = refuseAction('restore', seen, ctx.clock.now())
    if (tooLate) refuse(tooLate)
    const { wasStopped } = await onRestore(tx, ctx, id)
    const row = ctx.authz.authorised(ctx, 'operate', 'resource', await loadResourceForUpdate(tx, id))
    const refusal = refuseAction('restore', row, ctx.clock.now())
    if (refusal) refuse(refusal)
    if (row.version !== version) refuse('common.version_stale')
    const { foundation } = await listNeighbours(tx, row)
    if (foundation.some((one) => one.isReleased)) refuse('resource.stands_on_nothing')
    await intendRestore(tx, ctx, [id])
    if (wasStopped) await intendStart(tx, ctx, [id], 'resource.start')
    await ctx.audit(tx, {
      noun: 'resource',
      objectId: id,
      bodyId: row.body_id,
      after: { presence: 'present' },
    })
  })
}
