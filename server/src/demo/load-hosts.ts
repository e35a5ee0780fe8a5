import { setTimeout as wait } from 'node:timers/promises'
import { cloudOperations, type Host, hostOperations, type Pool, poolOperations } from '@yunheng/contract'
import type { Ctx } from '../platform/context.ts'
import type { Stage } from './stage.ts'

const LOOKS_MAX = 300
const LOOK_EVERY_MS = 200

/**
 * Divides the hosts of zones with several pools among these, by their cores: a host that is the only choice finds its pool by
 * itself. What a cloud has not shown by then stays undivided, as a real one would.
 */
export async function divideHosts(system: Ctx, stage: Stage): Promise<void> {
  const { items: clouds } = await stage.act('centre', cloudOperations.list, { query: { pageSize: 50 } })
  await system.inTx(async (tx) => {
    for (const { id } of clouds) await system.nudge(tx, 'cloud-hosts', id)
  })
  for (const { id: cloudId } of clouds) {
    const { items: pools } = await stage.act('centre', poolOperations.list, {
      query: { cloudId, pageSize: 200 },
    })
    const hosts = await hostsOf(stage, cloudId)
    for (const [zoneId, shared] of Map.groupBy(pools, (pool) => pool.zone.id)) {
      const own = hosts.filter((host) => host.zone?.id === zoneId)
      if (shared.length > 1) await divide(stage, shared, own)
    }
  }
}

async function hostsOf(stage: Stage, cloudId: string): Promise<readonly Host[]> {
  for (let look = 0; look < LOOKS_MAX; look += 1) {
    const { items } = await stage.act('centre', hostOperations.list, { query: { cloudId, pageSize: 200 } })
    if (items.length > 0) return items
    await wait(LOOK_EVERY_MS)
  }
  return []
}

async function divide(stage: Stage, pools: readonly Pool[], hosts: readonly Host[]): Promise<void> {
  const all = pools.reduce((sum, pool) => sum + pool.total.vcpus, 0)
  let before = 0
  for (const pool of pools) {
    const from = Math.round((before / all) * hosts.length)
    before += pool.total.vcpus
    const ids = hosts.slice(from, Math.round((before / all) * hosts.length)).map((host) => host.id)
    if (ids.length > 0) await stage.act('centre', hostOperations.assign, { body: { poolId: pool.id, ids } })
  }
}
