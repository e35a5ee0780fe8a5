/** The intake of edge and department-integrated nodes: assessed by the centre, decided by a city's or the province's bureau. */
import type { BodyOf, cloudOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { findRegion, findRegionOfBody } from '../../organisation/index.ts'
import { refuseAssessing, refuseDeciding } from './node.ts'
import { findNode, loadNodeForUpdate, type NodeRow, updateNode } from './node-store.ts'

type Operations = typeof cloudOperations

/** @throws `node.intake_passed`. */
export async function assessNode(
  ctx: Ctx,
  id: string,
  { version, assessment }: BodyOf<Operations['assessNode']>,
): Promise<NodeRow> {
  return ctx.inTx(async (tx) => {
    const node = ctx.authz.authorised(ctx, 'modify', 'cloud', await loadNodeForUpdate(tx, id))
    const refusal = refuseAssessing(node.intake)
    if (refusal) refuse(refusal)
    return step(ctx, tx, node, version, {
      intake: 'assessed',
      assessment: assessment.trim(),
      assessed_by: nameOf(ctx),
      assessed_at: ctx.clock.now(),
      decision_note: null,
      decided_by: null,
      decided_at: null,
    })
  })
}

/** @throws `node.not_assessed`, `node.city_decides`. */
export async function decideOnNode(
  ctx: Ctx,
  id: string,
  intake: 'managed' | 'declined',
  { version, note }: BodyOf<Operations['admitNode']>,
): Promise<NodeRow> {
  return ctx.inTx(async (tx) => {
    const node = ctx.authz.authorised(ctx, 'approve', 'cloud', await loadNodeForUpdate(tx, id))
    const refusal = refuseDeciding(node.intake)
    if (refusal) refuse(refusal)
    if (!(await isOfCityOrAbove(ctx, tx))) refuse('node.city_decides')
    return step(ctx, tx, node, version, {
      intake,
      decision_note: note?.trim() ?? null,
      decided_by: nameOf(ctx),
      decided_at: ctx.clock.now(),
    })
  })
}

/** R109: the approval of an edge node is the city's. */
async function isOfCityOrAbove({ actor }: Ctx, tx: Tx): Promise<boolean> {
  assert(actor.kind === 'person', 'people decide this')
  const regionId = actor.post === null ? undefined : await findRegionOfBody(tx, actor.post.bodyId)
  const region = regionId === undefined ? undefined : await findRegion(tx, regionId)
  return region?.level === 'city' || region?.level === 'province'
}

const nameOf = ({ actor }: Ctx): string => (actor.kind === 'nobody' ? '' : actor.name)

async function step(
  ctx: Ctx,
  tx: Tx,
  node: NodeRow,
  version: number,
  change: Parameters<typeof updateNode>[3],
): Promise<NodeRow> {
  if (!(await updateNode(tx, node.id, version, change))) refuse('common.version_stale')
  const of = { noun: 'cloud', objectId: node.cloud_id, label: node.name, bodyId: null } as const
  await ctx.audit(tx, { ...of, before: { node: node.code, intake: node.intake }, after: change })
  await ctx.emit(tx, { type: 'cloud.node_changed', noun: 'cloud', id: node.cloud_id, bodyId: null })
  return (await findNode(tx, node.id)) as NodeRow
}
