import type { Amounts, ResourceSpec } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { canonicalJson } from '../../../platform/crypto/index.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { addAmounts, amountsOfSpec, excessOf, isNothing } from '../amounts.ts'
import { insertHistory } from '../history-store.ts'
import type { Holdings } from '../ports.ts'
import { RESOURCE_RECONCILER } from '../reconcile/record-outcome.ts'
import type { PlanTag, ResourceRow } from '../resource.ts'
import {
  loadResourceForUpdate,
  loadResourcesForUpdate,
  type ResourceChange,
  updateFacts,
  updateIntent,
} from '../resource-store.ts'
import type { LineToIntend } from './line.ts'

export interface ChangeToIntend {
  readonly resourceId: string
  /** Line of the request that was approved; its progress is told by this id. */
  readonly lineId: string
  readonly plan: PlanTag
  readonly dimensions: LineToIntend['dimensions']
  readonly parameters: LineToIntend['parameters']
}

/**
 * An approved change of size. What it takes more is promised now and held when it has arrived; what it takes less is
 * given back only then. @throws `pool.full`, `quota.exceeded`, `resource.size_smaller`, `resource.given_back`.
 */
export async function intendChange(
  tx: Tx,
  ctx: Ctx,
  holdings: Holdings,
  change: ChangeToIntend,
): Promise<void> {
  const row = await loadResourceForUpdate(tx, change.resourceId)
  if (row === undefined) return refuse('common.not_found')
  if (row.presence === 'absent') refuse('resource.given_back')
  const spec = resized(row.spec, change)
  const { plan, lineId: change_line_id } = change
  await intendSize(tx, ctx, holdings, row, spec, { plan, change_line_id, change_settled_at: null })
  await growRootVolume(tx, ctx, holdings, spec)
}

async function intendSize(
  tx: Tx,
  ctx: Ctx,
  holdings: Holdings,
  row: ResourceRow,
  spec: ResourceSpec,
  more: ResourceChange = {},
): Promise<void> {
  const wanted = addAmounts(amountsOfSpec(spec), excessOf(row.wanted, amountsOfSpec(row.spec)))
  const lacking = excessOf(wanted, addAmounts(row.reserved, row.allocated))
  const holder = { poolId: row.pool_id, bodyId: row.body_id }
  if (!isNothing(lacking)) await holdings.reserve(tx, ctx, holder, lacking)
  await updateIntent(tx, row, {
    ...more,
    spec,
    wanted,
    reserved: addAmounts(row.reserved, lacking),
    agreement: 'changing',
    intended_at: ctx.clock.now(),
  })
  await insertHistory(tx, ctx, row, [
    { sort: 'intent', code: 'resource.resize', differences: sizeDifferences(row.spec, spec) },
  ])
  await ctx.nudge(tx, RESOURCE_RECONCILER, row.id)
}

/** A system disk that is a volume grows as volumes do. */
async function growRootVolume(tx: Tx, ctx: Ctx, holdings: Holdings, spec: ResourceSpec): Promise<void> {
  if (spec.kind !== 'server' || spec.rootVolumeId === undefined) return
  const root = await loadResourceForUpdate(tx, spec.rootVolumeId)
  if (root?.spec.kind !== 'volume' || root.spec.sizeGiB >= spec.rootDiskGiB) return
  await intendSize(tx, ctx, holdings, root, { ...root.spec, sizeGiB: spec.rootDiskGiB })
}

/** What a change would take of capacity and quota beyond what is held: for the gates, before anybody approves it. */
export function amountsOfChange(row: ResourceRow, change: ChangeToIntend): Amounts {
  const spec = resized(row.spec, change)
  const wanted = addAmounts(amountsOfSpec(spec), excessOf(row.wanted, amountsOfSpec(row.spec)))
  const own = excessOf(wanted, addAmounts(row.reserved, row.allocated))
  if (spec.kind !== 'server' || row.spec.kind !== 'server' || spec.rootVolumeId === undefined) return own
  // The volume that it starts from grows with it.
  return { ...own, storageGiB: own.storageGiB + spec.rootDiskGiB - row.spec.rootDiskGiB }
}

function resized(spec: ResourceSpec, { dimensions, parameters }: ChangeToIntend): ResourceSpec {
  switch (spec.kind) {
    case 'server': {
      const rootDiskGiB = dimensions['root-disk-gib'] ?? spec.rootDiskGiB
      if (rootDiskGiB < spec.rootDiskGiB) refuse('resource.size_smaller')
      const memoryGiB = dimensions['memory-gib']
      const memoryMiB = memoryGiB === undefined ? spec.memoryMiB : memoryGiB * 1024
      return { ...spec, vcpus: dimensions.vcpu ?? spec.vcpus, memoryMiB, rootDiskGiB }
    }
    case 'volume': {
      const sizeGiB = dimensions['storage-gib'] ?? spec.sizeGiB
      if (sizeGiB < spec.sizeGiB) refuse('resource.size_smaller')
      return { ...spec, sizeGiB }
    }
    case 'bucket':
      return { ...spec, quotaGiB: dimensions['object-gib'] ?? spec.quotaGiB }
    case 'service':
      return { ...spec, parameters: { ...spec.parameters, ...parameters } }
    default:
      return refuse('resource.wrong_kind')
  }
}

function sizeDifferences(before: ResourceSpec, after: ResourceSpec) {
  const [left, right] = [sizesOf(before), sizesOf(after)]
  return Object.keys(right)
    .filter((field) => left[field] !== right[field])
    .map((field) => ({ field, desired: right[field] ?? null, observed: left[field] ?? null }))
}

/** Of a service all that was asked for counts, its version included: what stands in the history is its record (R74). */
function sizesOf(spec: ResourceSpec): Readonly<Record<string, string>> {
  const all = Object.entries(spec.kind === 'service' ? spec.parameters : spec)
  const sizes = ['vcpus', 'memoryMiB', 'rootDiskGiB', 'sizeGiB', 'quotaGiB']
  const shown = spec.kind === 'service' ? all : all.filter(([field]) => sizes.includes(field))
  return Object.fromEntries(
    shown.map(([field, value]) => [field, typeof value === 'object' ? canonicalJson(value) : String(value)]),
  )
}

/** A new last day of use (renewal, R-terms): a fact of the ledger, nothing for the cloud. */
export async function setTerm(
  tx: Tx,
  ctx: Ctx,
  ids: readonly string[],
  expiresAt: Date | null,
): Promise<void> {
  for (const row of await loadResourcesForUpdate(tx, { ids })) {
    if (row.presence === 'absent') refuse('resource.given_back')
    await updateFacts(tx, row.id, { expires_at: expiresAt })
    const details = expiresAt === null ? {} : { until: expiresAt.toISOString() }
    await insertHistory(tx, ctx, row, [{ sort: 'intent', code: 'resource.renew', details }])
  }
}

/** Starts what was stopped by rule, when its term was renewed. */
export async function intendStart(tx: Tx, ctx: Ctx, ids: readonly string[], act: string): Promise<void> {
  await intendPower(tx, ctx, ids, 'on', act)
}

/** Stops servers by rule (their term has ended): they can be started again when the term is renewed. */
export async function intendStop(tx: Tx, ctx: Ctx, ids: readonly string[], act: string): Promise<void> {
  await intendPower(tx, ctx, ids, 'off', act)
}

async function intendPower(
  tx: Tx,
  ctx: Ctx,
  ids: readonly string[],
  power: 'on' | 'off',
  act: string,
): Promise<void> {
  for (const row of await loadResourcesForUpdate(tx, { ids })) {
    if (row.presence === 'absent' || row.spec.kind !== 'server' || row.spec.power === power) continue
    await updateIntent(tx, row, {
      spec: { ...row.spec, power },
      agreement: 'changing',
      intended_at: ctx.clock.now(),
    })
    await insertHistory(tx, ctx, row, [{ sort: 'intent', code: act }])
    await ctx.nudge(tx, RESOURCE_RECONCILER, row.id)
  }
}
