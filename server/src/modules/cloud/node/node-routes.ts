import { type CloudNode, cloudOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { assessNode, decideOnNode } from './admit-node.ts'
import { addNode, addZone, changeNode } from './keep-node.ts'
import { checkLayout, refuseAssessing, refuseDeciding } from './node.ts'
import { listAllNodes, listNodes, type NodeRow, placedOf } from './node-store.ts'

function toNode(ctx: Ctx, row: NodeRow): CloudNode {
  const allowance = ctx.authz.allowance(ctx.actor, 'modify', 'cloud')
  const decide = ctx.authz.allowance(ctx.actor, 'approve', 'cloud', refuseDeciding(row.intake))
  return {
    id: row.id,
    cloudId: row.cloud_id,
    code: row.code,
    name: row.name,
    kind: row.kind,
    regionId: row.region_id,
    siteRegionId: row.site_region_id,
    latitude: row.latitude,
    longitude: row.longitude,
    grade: row.grade,
    certificateNo: row.certificate_no,
    certificateUntil: row.certificate_until,
    intake: row.intake,
    assessment: row.assessed_at && {
      text: row.assessment ?? '',
      by: row.assessed_by ?? '',
      at: row.assessed_at.toISOString(),
    },
    decision: row.decided_at && {
      note: row.decision_note,
      by: row.decided_by ?? '',
      at: row.decided_at.toISOString(),
    },
    version: row.version,
    zones: [...row.zones],
    actions: {
      modify: allowance,
      addZone: allowance,
      assess: ctx.authz.allowance(ctx.actor, 'modify', 'cloud', refuseAssessing(row.intake)),
      admit: decide,
      decline: decide,
    },
  }
}

export const nodeRoutes: readonly Route[] = [
  route(operations.listNodes, async (ctx, { query }) =>
    listNodes(ctx.authz.require(ctx, 'list', 'cloud'), query, query, (row) => toNode(ctx, row)),
  ),
  route(operations.addNode, async (ctx, { params, body }) =>
    toNode(ctx, await addNode(ctx, params.id, body)),
  ),
  route(operations.updateNode, async (ctx, { params, body }) =>
    toNode(ctx, await changeNode(ctx, params.id, body)),
  ),
  route(operations.assessNode, async (ctx, { params, body }) =>
    toNode(ctx, await assessNode(ctx, params.id, body)),
  ),
  route(operations.admitNode, async (ctx, { params, body }) =>
    toNode(ctx, await decideOnNode(ctx, params.id, 'managed', body)),
  ),
  route(operations.declineNode, async (ctx, { params, body }) =>
    toNode(ctx, await decideOnNode(ctx, params.id, 'declined', body)),
  ),
  route(operations.addZone, async (ctx, { params, body }) =>
    toNode(ctx, await addZone(ctx, params.id, body)),
  ),
  route(operations.topology, async (ctx) => {
    const nodes = await listAllNodes(ctx.authz.require(ctx, 'list', 'cloud'))
    const placed = nodes.map(placedOf)
    return { items: checkLayout(placed, dayInChina(ctx.clock.now())).slice(0, 1000) }
  }),
]
