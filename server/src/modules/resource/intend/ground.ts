/** The ground of a system on a cloud: its project, and in each network zone a network, a way out and a firewall. */

import type { ResourceSpec } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { Site } from '../../placement/index.ts'
import { listGroundForUpdate } from '../ground-store.ts'
import { insertHistory } from '../history-store.ts'
import { RESOURCE_RECONCILER } from '../reconcile/record-outcome.ts'
import { recordStep } from '../record-step.ts'
import type { Ground, ResourceRow } from '../resource.ts'
import { insertResource, updateIntent } from '../resource-store.ts'
import type { GroundIds } from './blueprint.ts'
import { newResource } from './new-resource.ts'
import { defaultRules } from './rules.ts'

/** Range of a system's own network (product default). Two systems may have the same: their networks never meet (R62). */
export const DEFAULT_CIDR = '10.10.0.0/22'

export interface GroundOwner {
  readonly systemId: string
  readonly systemCode: string
  readonly bodyId: string
}

/**
 * Finds the ground or writes it: one project per system and cloud, so that tenants are apart in the cloud as well (R69),
 * and one network per network zone. Ground that was on its way out is wanted again.
 */
export async function ensureGround(
  tx: Tx,
  ctx: Ctx,
  owner: GroundOwner,
  site: Site,
  lacks: readonly string[],
): Promise<GroundIds> {
  // Two lines approved at the same instant must not each miss the other's ground.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${site.cloudId}/${owner.systemId}`}, 41))`.execute(
    tx,
  )
  const known = await listGroundForUpdate(tx, { cloudId: site.cloudId, systemId: owner.systemId })
  const part = async (ground: Ground, name: string, spec: ResourceSpec, projectId: string | null) => {
    const found = known.find(
      (row) => row.ground === ground && (ground === 'project' || row.network_zone === site.networkZone),
    )
    if (found !== undefined) return revive(tx, ctx, found)
    return add(tx, ctx, owner, site, { ground, name, spec, projectId })
  }
  const code = owner.systemCode
  const zone = SHORT[site.networkZone]
  const projectId = await part('project', `${code}-${owner.systemId.slice(-6)}`, { kind: 'project' }, null)
  const networkId = await part('network', `${code}-${zone}`, { kind: 'network' }, projectId)
  const subnet: ResourceSpec = { kind: 'subnet', networkId, cidr: DEFAULT_CIDR, dnsServers: [] }
  const subnetId = await part('subnet', `${code}-${zone}-subnet`, subnet, projectId)
  const { externalNetwork } = site.mapping
  const router: ResourceSpec = { kind: 'router', subnetIds: [subnetId], externalNetwork }
  // A cloud without cloud software has networks, but nothing that joins or filters them.
  const routerId = lacks.includes('router')
    ? null
    : await part('router', `${code}-${zone}-router`, router, projectId)
  const group: ResourceSpec = { kind: 'security-group', rules: defaultRules(DEFAULT_CIDR) }
  const securityGroupId = lacks.includes('security-group')
    ? null
    : await part('security-group', `${code}-${zone}-default`, group, projectId)
  return { projectId, networkId, subnetId, routerId, securityGroupId }
}

const SHORT = { internet: 'net', 'government-extranet': 'gov', 'dedicated-line': 'ded' } as const

async function add(
  tx: Tx,
  ctx: Ctx,
  owner: GroundOwner,
  site: Site,
  part: { ground: Ground; name: string; spec: ResourceSpec; projectId: string | null },
): Promise<string> {
  const row = newResource(ctx, {
    id: ctx.ids.next(),
    name: part.name,
    body_id: owner.bodyId,
    system_id: owner.systemId,
    provider_body_id: site.providerBodyId,
    cloud_id: site.cloudId,
    pool_id: site.poolId,
    network_zone: site.networkZone,
    project_id: part.projectId,
    ground: part.ground,
    spec: part.spec,
  })
  await insertResource(tx, row)
  await insertHistory(tx, ctx, row, [{ sort: 'intent', code: 'resource.intended' }])
  await recordStep(tx, ctx, row, 'resource.intended')
  await ctx.nudge(tx, RESOURCE_RECONCILER, row.id)
  return row.id
}

/** Ground carries no data: what has gone of it meanwhile is simply made again, which only `built_at` would forbid. */
async function revive(tx: Tx, ctx: Ctx, row: ResourceRow): Promise<string> {
  if (row.presence === 'present') return row.id
  await updateIntent(tx, row, { presence: 'present', built_at: null, intended_at: ctx.clock.now() })
  await ctx.nudge(tx, RESOURCE_RECONCILER, row.id)
  return row.id
}
