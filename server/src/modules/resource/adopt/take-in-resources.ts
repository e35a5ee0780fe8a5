import type { Amounts, NetworkZone } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { Observed } from '../../cloud/index.ts'
import { addAmounts, amountsOfSpec, isNothing, NOTHING } from '../amounts.ts'
import { countIn } from '../cloud-holdings.ts'
import { insertHistories } from '../history-store.ts'
import { newResource } from '../intend/new-resource.ts'
import { RESOURCE_RECONCILER } from '../reconcile/record-outcome.ts'
import { agreementOf, type PlanTag, type ResourceRow, searchTextOf, stateOf } from '../resource.ts'
import { emitResource } from '../resource-events.ts'
import { insertResources, type NewResource } from '../resource-store.ts'
import { linkRootVolumes, linkServers, listKnown } from './adopt-store.ts'
import { intendedOf, knownKey, needsOf } from './intended.ts'
import { planDraft } from './set-plans.ts'

/** A thing that carries our tag by now, and whose it is to be. */
export interface Found {
  /** The id in its tag. */
  readonly id: string
  readonly observed: Observed
  readonly systemId: string
  /** What it is priced by from now on; null: by none, or later. */
  readonly plan: PlanTag | null
}

/** Where all of a batch stands, and whose it becomes. */
export interface Place {
  readonly cloudId: string
  readonly providerBodyId: string
  readonly poolId: string
  readonly networkZone: NetworkZone
  readonly bodyId: string
  /** Number of the list, for the history. */
  readonly no: string
}

export type TakenIn = 'taken-in' | 'needs-other' | 'unreadable'

/**
 * Makes resources of what is there, in the order given: the intended state is the observed one, so that nothing is done to
 * the cloud. Capacity and quota are counted as they are, beyond their limits if need be. Called again with the same ids it
 * makes nothing twice. @throws `quota.not_set`.
 */
export async function takeInResources(
  tx: Tx,
  ctx: Ctx,
  place: Place,
  found: readonly Found[],
): Promise<ReadonlyMap<string, TakenIn>> {
  const refs = found.flatMap(({ observed }) => [
    observed.externalId,
    ...needsOf(observed).map((need) => need.ref),
    ...subnetRefsOf(observed),
  ])
  const known = await listKnown(tx, place.cloudId, refs)
  const outcomes = new Map<string, TakenIn>()
  const rows: NewRow[] = []
  let total: Amounts = NOTHING
  for (const one of found) {
    const { kind, externalId, projectRef } = one.observed
    const own = knownKey({ kind, ref: externalId })
    if (known.has(own)) {
      outcomes.set(one.id, 'taken-in')
      continue
    }
    const isMissing = needsOf(one.observed).some((need) => !known.has(knownKey(need)))
    const spec = isMissing ? null : intendedOf(one.observed, known)
    if (spec === null) {
      outcomes.set(one.id, isMissing ? 'needs-other' : 'unreadable')
      continue
    }
    const projectId =
      projectRef === null ? null : (known.get(knownKey({ kind: 'project', ref: projectRef })) ?? null)
    const amounts = amountsOfSpec(spec)
    rows.push(rowOf(ctx, place, one, { spec, projectId, amounts }))
    known.set(own, one.id)
    total = addAmounts(total, amounts)
    outcomes.set(one.id, 'taken-in')
  }
  await write(tx, ctx, place, rows)
  if (!isNothing(total)) await countIn(tx, place, total)
  const taken = (kind: Observed['kind']) =>
    found.filter(({ id, observed }) => observed.kind === kind && outcomes.get(id) === 'taken-in')
  await linkServers(tx, place.cloudId, taken('subnet'))
  await linkRootVolumes(tx, place.cloudId, taken('volume'))
  return outcomes
}

const subnetRefsOf = ({ kind, spec }: Observed): readonly string[] => {
  const { subnetRefs } = spec as { subnetRefs?: readonly string[] }
  return kind === 'server' && Array.isArray(subnetRefs) ? subnetRefs : []
}

type NewRow = ReturnType<typeof rowOf>

function rowOf(
  ctx: Ctx,
  place: Place,
  { id, observed, systemId, plan }: Found,
  own: {
    readonly spec: ResourceRow['spec']
    readonly projectId: string | null
    readonly amounts: Amounts
  },
): NewResource & Pick<ResourceRow, 'generation' | 'settled_generation'> {
  const now = ctx.clock.now()
  const { name, externalId, attributes } = observed
  const row = {
    ...newResource(ctx, {
      id,
      name: name.slice(0, 200) || externalId,
      body_id: place.bodyId,
      system_id: systemId,
      provider_body_id: place.providerBodyId,
      cloud_id: place.cloudId,
      pool_id: place.poolId,
      network_zone: place.networkZone,
      project_id: own.projectId,
      spec: own.spec,
      wanted: own.amounts,
      plan,
      plan_since: plan && now,
    }),
    external_id: externalId,
    observed_state: observed.state,
    native_state: observed.nativeState,
    observed_spec: observed.spec as Readonly<Record<string, unknown>>,
    attributes,
    observed_at: now,
    asked_at: now,
    built_at: observed.createdAt ?? now,
    provisioned_at: now,
    reserved: NOTHING,
    allocated: own.amounts,
    // Both sides are the same: there is nothing to reach any more.
    generation: 1,
    settled_generation: 1,
    look_at: now,
  }
  return {
    ...row,
    state: stateOf(row, now),
    agreement: agreementOf(row),
    search: searchTextOf(row, attributes),
  }
}

/** All of a batch by one statement a table: each by itself, they took longer than the calls to the cloud. */
async function write(tx: Tx, ctx: Ctx, { no }: Place, rows: readonly NewRow[]): Promise<void> {
  await insertResources(tx, rows)
  const draft = { sort: 'intent', code: 'resource.taken-in', details: { list: no } } as const
  await insertHistories(
    tx,
    ctx,
    rows.flatMap((row) => [{ row, draft }, ...planDraft(row, no)]),
  )
  for (const row of rows) await emitResource(tx, ctx, { ...row, version: 1 }, 'provisioned')
  await ctx.nudge(
    tx,
    RESOURCE_RECONCILER,
    rows.map((row) => row.id),
  )
}
