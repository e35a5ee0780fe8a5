import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'

/** One open pool of each of two providers, by their ids. */
export async function givenPools(
  by: Ctx,
  one: string,
  other: string,
  regionId: string,
): Promise<[string, string]> {
  const pools: string[] = []
  for (const [index, providerId] of [one, other].entries())
    pools.push(await by.inTx((tx) => insertPool(tx, by, providerId, regionId, `p${index}`, by.clock.now())))
  return pools as [string, string]
}

/** A pool of 40 vCPU on a simulated cloud of this provider, straight into the tables: registering clouds is tested elsewhere. */
async function insertPool(
  tx: Tx,
  ctx: Ctx,
  providerId: string,
  regionId: string,
  code: string,
  now: Date,
): Promise<string> {
  const [cloudId, nodeId, zoneId, poolId] = [ctx.ids.next(), ctx.ids.next(), ctx.ids.next(), ctx.ids.next()]
  await tx
    .insertInto('cloud')
    .values({
      id: cloudId,
      code,
      name: `云 ${code}`,
      provider_body_id: providerId,
      kind: 'simulated',
      endpoint: `simulated://${code}`,
      options: '{}',
      credential_names: [],
      state: 'healthy',
      findings: '[]',
      created_at: now,
    })
    .execute()
  await tx
    .insertInto('node')
    .values({
      id: nodeId,
      cloud_id: cloudId,
      code,
      name: code,
      kind: 'department-integrated',
      region_id: regionId,
      created_at: now,
    })
    .execute()
  await tx
    .insertInto('zone')
    .values({
      id: zoneId,
      node_id: nodeId,
      cloud_id: cloudId,
      code,
      name: code,
      native_zone: 'az-1',
      created_at: now,
    })
    .execute()
  const room = { vcpus: '40', memory_mib: '163840', storage_gib: '4000', floating_ips: '4', cards: '0' }
  const columns = (prefix: string) =>
    Object.fromEntries(Object.entries(room).map(([key, value]) => [`${prefix}_${key}`, value]))
  await tx
    .insertInto('pool')
    .values({
      id: poolId,
      zone_id: zoneId,
      cloud_id: cloudId,
      code,
      name: `通用池 ${code}`,
      class: 'general',
      network_zone: 'government-extranet',
      capacity_source: 'declared',
      over_commit_vcpus: '1',
      over_commit_memory: '1',
      over_commit_storage: '1',
      mapping: JSON.stringify({
        images: [{ code: 'small', title: { zh: '小', en: 'Small' }, native: 'small', minDiskGiB: 10 }],
        volumeTypes: [],
        externalNetwork: null,
      }),
      state: 'open',
      created_at: now,
      ...columns('total'),
      ...columns('limit'),
      ...columns('ceiling'),
    })
    .execute()
  return poolId
}
