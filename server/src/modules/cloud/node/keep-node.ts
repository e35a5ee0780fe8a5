/** Adding and changing nodes and their zones. */

import type { BodyOf, cloudOperations, NodeCreate, ZoneCreate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { AppError, refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { findRegion, listRegionsAbove } from '../../organisation/index.ts'
import { loadCloudForUpdate } from '../cloud/cloud-store.ts'
import { intakeAfter, isOtherPrefecture, kmTooNear, kmWords, refuseGrade } from './node.ts'
import {
  findNode,
  insertNode,
  insertZone,
  listLayout,
  loadNodeForUpdate,
  type NodeRow,
  toColumns,
  updateNode,
} from './node-store.ts'

export async function addNode(ctx: Ctx, cloudId: string, input: NodeCreate): Promise<NodeRow> {
  return ctx.inTx(async (tx) => {
    const cloud = ctx.authz.authorised(ctx, 'modify', 'cloud', await loadCloudForUpdate(tx, cloudId))
    await requireFacts(ctx, tx, input, { cloudId: cloud.id, exceptId: null })
    const id = ctx.ids.next()
    const { code, ...fields } = input
    await guarded(input.code, () =>
      insertNode(tx, {
        id,
        code,
        cloud_id: cloud.id,
        created_at: ctx.clock.now(),
        intake: intakeAfter(input.kind, null),
        ...toColumns(fields),
      }),
    )
    await ctx.audit(tx, {
      noun: 'cloud',
      objectId: cloud.id,
      bodyId: cloud.provider_body_id,
      after: { node: input },
    })
    await ctx.emit(tx, {
      type: 'cloud.node_added',
      noun: 'cloud',
      id: cloud.id,
      bodyId: cloud.provider_body_id,
    })
    return (await findNode(tx, id)) as NodeRow
  })
}

export async function changeNode(
  ctx: Ctx,
  id: string,
  input: BodyOf<(typeof cloudOperations)['updateNode']>,
): Promise<NodeRow> {
  const { version, ...fields } = input
  return ctx.inTx(async (tx) => {
    const node = ctx.authz.authorised(ctx, 'modify', 'cloud', await loadNodeForUpdate(tx, id))
    await requireFacts(ctx, tx, fields, { cloudId: node.cloud_id, exceptId: id })
    const change = { ...toColumns(fields), intake: intakeAfter(fields.kind, node) }
    const isUpdated = await guarded(node.code, () => updateNode(tx, id, version, change))
    if (!isUpdated) refuse('common.version_stale')
    const before = { name: node.name, kind: node.kind, regionId: node.region_id, grade: node.grade }
    await ctx.audit(tx, { noun: 'cloud', objectId: node.cloud_id, bodyId: null, before, after: fields })
    await ctx.emit(tx, { type: 'cloud.node_changed', noun: 'cloud', id: node.cloud_id, bodyId: null })
    return (await findNode(tx, id)) as NodeRow
  })
}

export async function addZone(ctx: Ctx, nodeId: string, input: ZoneCreate): Promise<NodeRow> {
  return ctx.inTx(async (tx) => {
    const node = ctx.authz.authorised(ctx, 'modify', 'cloud', await loadNodeForUpdate(tx, nodeId))
    const zone = {
      id: ctx.ids.next(),
      node_id: node.id,
      cloud_id: node.cloud_id,
      code: input.code,
      name: input.name.trim(),
      native_zone: input.nativeZone.trim(),
      created_at: ctx.clock.now(),
    }
    await guarded(input.code, () => insertZone(tx, zone))
    await ctx.audit(tx, { noun: 'cloud', objectId: node.cloud_id, bodyId: null, after: { zone: input } })
    await ctx.nudge(tx, 'cloud', node.cloud_id)
    return (await findNode(tx, nodeId)) as NodeRow
  })
}

async function requireFacts(
  ctx: Ctx,
  tx: Tx,
  fields: Omit<NodeCreate, 'code'>,
  { cloudId, exceptId }: { readonly cloudId: string; readonly exceptId: string | null },
): Promise<void> {
  const refusal = refuseGrade(fields, dayInChina(ctx.clock.now()))
  if (refusal) refuse(refusal)
  if (!(await findRegion(tx, fields.regionId))) refuse('node.region_not_found')
  const { kind, regionId, siteRegionId } = fields
  const km = kmTooNear(fields, await listLayout(tx, { cloudId, regionId, exceptId }))
  if (km !== null) refuse('node.too_near', { details: { km: kmWords(km) } })
  if (siteRegionId === undefined || siteRegionId === null) return
  const stands = await listRegionsAbove(tx, siteRegionId)
  if (stands.length === 0) refuse('node.region_not_found')
  if (kind === 'dr-remote' && !isOtherPrefecture(await listRegionsAbove(tx, regionId), stands))
    refuse('node.same_prefecture')
}

const CONSTRAINTS = {
  node_one_of_kind: 'node.one_backbone',
  node_cloud_id_code_key: 'node.code_taken',
  zone_node_id_code_key: 'zone.code_taken',
} as const

/** The unique constraints decide, also between two who add at the same moment. */
async function guarded<T>(code: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    const name = (error as { constraint?: keyof typeof CONSTRAINTS }).constraint
    const reason = name && CONSTRAINTS[name]
    if (!reason) throw error
    throw new AppError(reason, { details: { code }, cause: error })
  }
}
