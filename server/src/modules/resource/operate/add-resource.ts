/** What a department adds by itself, without an approval: snapshots, backups, keys, security groups. Bounded, and free of size. */
import type { ResourceSpec, SecurityRule } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { listCurrentPlans } from '../../catalogue/index.ts'
import { listLacks } from '../../cloud/index.ts'
import { findProject } from '../ground-store.ts'
import { insertHistory } from '../history-store.ts'
import { newResource } from '../intend/new-resource.ts'
import { normaliseRules } from '../intend/rules.ts'
import { RESOURCE_RECONCILER } from '../reconcile/record-outcome.ts'
import type { PlanTag, ResourceRow } from '../resource.ts'
import { refuseAction } from '../resource-rules.ts'
import { countOfKind, insertResource, loadResourceForUpdate } from '../resource-store.ts'
import { refuseUnable } from './change-intent.ts'

/** Per system (product default). */
const LIMIT = { snapshot: 100, backup: 100, 'key-pair': 50, 'security-group': 50 } as const

/** @throws `resource.not_ready`, `resource.too_many`, and of a backup `resource.cloud_cannot`. */
export async function copyVolume(
  ctx: Ctx,
  kind: 'snapshot' | 'backup',
  volumeId: string,
  name: string,
): Promise<string> {
  return ctx.inTx(async (tx) => {
    const found = await loadResourceForUpdate(tx, volumeId)
    const volume = ctx.authz.authorised(ctx, 'operate', 'resource', found)
    const refusal = (await refuseUnable(tx, kind, volume)) ?? refuseAction(kind, volume, ctx.clock.now())
    if (refusal) refuse(refusal)
    return add(tx, ctx, volume, name, { kind, volumeId }, await findCopyPlan(tx))
  })
}

export interface OnCloud {
  readonly systemId: string
  readonly cloudId: string
  readonly name: string
}

/** @throws `resource.no_ground`, `resource.too_many`. */
export async function createKeyPair(
  ctx: Ctx,
  input: OnCloud & { readonly publicKey: string },
): Promise<string> {
  return onGround(ctx, input, { kind: 'key-pair', publicKey: input.publicKey })
}

/** @throws `resource.no_ground`, `resource.rule_invalid`, `resource.too_many`. */
export async function createSecurityGroup(
  ctx: Ctx,
  input: OnCloud & { readonly rules: readonly SecurityRule[] },
): Promise<string> {
  // Before the rules are read: who may not create learns nothing about them.
  ctx.authz.require(ctx, 'create', 'resource')
  return onGround(ctx, input, { kind: 'security-group', rules: normaliseRules(input.rules) })
}

async function onGround(ctx: Ctx, input: OnCloud, spec: ResourceSpec): Promise<string> {
  ctx.authz.require(ctx, 'create', 'resource')
  return ctx.inTx(async (tx) => {
    const project = await findProject(tx, input)
    if (project === undefined) return refuse('resource.no_ground')
    return add(tx, ctx, project, input.name, spec)
  })
}

/** Nobody orders a copy, and its provider bills it all the same: the first plan on offer that counts copies; null where none does. */
async function findCopyPlan(tx: Tx): Promise<PlanTag | null> {
  const plan = (await listCurrentPlans(tx)).find(({ dimensions }) =>
    dimensions.some(({ dimension }) => dimension === 'snapshot-gib'),
  )
  return plan === undefined
    ? null
    : { id: plan.id, code: plan.code, title: plan.title, offeringCode: plan.offeringCode }
}

async function add(
  tx: Tx,
  ctx: Ctx,
  near: ResourceRow,
  name: string,
  spec: ResourceSpec,
  plan: PlanTag | null = null,
): Promise<string> {
  if ((await listLacks(tx, near.cloud_id)).includes(spec.kind)) refuse('resource.kind_not_there')
  const limit = LIMIT[spec.kind as keyof typeof LIMIT]
  if ((await countOfKind(tx, { systemId: near.system_id, kind: spec.kind })) >= limit)
    refuse('resource.too_many', { details: { limit } })
  const row = newResource(ctx, {
    id: ctx.ids.next(),
    name: name.trim(),
    body_id: near.body_id,
    system_id: near.system_id,
    provider_body_id: near.provider_body_id,
    cloud_id: near.cloud_id,
    pool_id: near.pool_id,
    network_zone: near.network_zone,
    project_id: near.project_id ?? near.id,
    spec,
    plan,
  })
  await insertResource(tx, row)
  const act =
    ctx.operation !== null && 'act' in ctx.operation.audit ? ctx.operation.audit.act : 'resource.intended'
  await insertHistory(tx, ctx, row, [{ sort: 'intent', code: act }])
  await ctx.audit(tx, {
    noun: 'resource',
    objectId: row.id,
    bodyId: row.body_id,
    after: { name: row.name, spec },
  })
  await ctx.nudge(tx, RESOURCE_RECONCILER, row.id)
  return row.id
}
