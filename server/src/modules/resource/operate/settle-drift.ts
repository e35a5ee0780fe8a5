/** What a person decides about a resource that is not as intended: asked for from the drift desk. */
import type { Difference, ReasonCode } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { intendRelease } from '../intend/intend-release.ts'
import { listNeighbours, type NeighbourRef } from '../link-store.ts'
import { isOutlivedBy } from '../reconcile/next-action.ts'
import type { ResourceRow } from '../resource.ts'
import { loadResourceForUpdate } from '../resource-store.ts'
import { changeIntent } from './change-intent.ts'

/** Differences that may be taken over as they are. */
const ACCEPTABLE: ReadonlySet<string> = new Set(['name', 'power', 'rules', 'reboot'])
/** Sizes belong to what was approved and paid for, so they go by a request. */
const SIZES: ReadonlySet<string> = new Set(['vcpus', 'memoryMiB', 'rootDiskGiB', 'sizeGiB', 'quotaGiB'])

/** Why what is observed cannot simply become what is intended, with the field that stands against it. */
export function refuseTakingOver(
  differences: readonly Difference[],
): { readonly reason: ReasonCode; readonly field: string } | null {
  const size = differences.find(({ field }) => SIZES.has(field))
  if (size) return { reason: 'resource.change_by_request', field: size.field }
  const foreign = differences.find(({ field }) => !ACCEPTABLE.has(field))
  return foreign ? { reason: 'resource.drift_not_acceptable', field: foreign.field } : null
}

/** The department runs its own; the regulator decides about what was changed outside the platform. */
const rightOf = (ctx: Ctx) => (ctx.authz.may(ctx.actor, 'approve', 'resource') ? 'approve' : 'operate')

/** Drives what is intended over what was changed outside. @throws `resource.nothing_wrong`. */
export async function putBack(ctx: Ctx, id: string, version: number, reason: string): Promise<void> {
  await changeIntent(ctx, id, {
    verb: 'retry',
    act: 'resource.put-back',
    version,
    right: rightOf(ctx),
    change: (row) => ({ conditions: row.conditions.map((one) => ({ ...one, nextTryAt: null })) }),
    details: { reason },
  })
}

/**
 * What vanished is no longer intended: its capacity and quota are given back, and nothing is left to be billed.
 * @throws `resource.not_missing`, `resource.wrong_kind`, `resource.still_used`.
 */
export async function writeOff(ctx: Ctx, id: string, version: number, reason: string): Promise<void> {
  await ctx.inTx(async (tx) => {
    const row = ctx.authz.authorised(ctx, 'approve', 'resource', await loadResourceForUpdate(tx, id))
    if (row.state !== 'missing') refuse('resource.not_missing')
    // The ground of a system is needed for as long as anything stands on it, and goes with the last of it by itself.
    if (row.ground !== null) refuse('resource.wrong_kind')
    if (row.version !== version) refuse('common.version_stale')
    const { burden } = await listNeighbours(tx, row)
    const standing = burden.filter((one) => !isHeld(row, one))
    if (standing.length > 0) {
      const names = standing.slice(0, 5).map((one) => one.name)
      refuse('resource.still_used', { details: { names: names.join('、') } })
    }
    await intendRelease(tx, ctx, [id], { act: 'resource.write-off', reason, coolingDays: 0 })
    const of = { noun: 'resource', objectId: id, label: row.name, bodyId: row.body_id } as const
    await ctx.audit(tx, {
      ...of,
      act: 'resource.write-off',
      before: { presence: 'present' },
      after: { presence: 'absent', reason },
    })
  })
}

/** A snapshot is not let go: it may be all that is left of a volume that vanished. */
function isHeld(row: ResourceRow, one: NeighbourRef): boolean {
  return isOutlivedBy(row.kind, one.kind)
}
