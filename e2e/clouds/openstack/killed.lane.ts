/**
 * The real worker process is ended by `kill -9` again and again while requests are being built and cancelled on the real
 * OpenStack. A proxy sees each call that changes the cloud: it ends the worker before the call gets there, while it is
 * under way, or when it is done and the answer is about to come.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RESOURCE_KINDS } from '../../../server/src/modules/cloud/connector.ts'
import {
  approveRequest,
  aRequest,
  cancelRequest,
  eventually,
  findPlanId,
  getRequest,
  givenSystem,
  submitRequest,
} from '../../../server/test/kit/journey.ts'
import type { RoleProcess } from '../../../server/test/kit/role-process.ts'
import { type Fault, type FaultProxy, type Passing, startFaultProxy } from './fault-proxy.ts'
import { IMAGE, openOpenStack } from './open.ts'
import { expectNothingLeft, type PlatformOnOpenStack, startPlatformOnOpenStack } from './platform.ts'
import { useScratchDatabase } from './scratch.ts'

const { P_KEYSTONE = '5000' } = process.env
const LIMIT_MS = 900_000
const DEATHS = { building: 12, removing: 6 }
/** In turn: the cloud never hears of it; it does it, and nobody hears of that. */
const MOMENTS: readonly Fault[] = [{ type: 'lost-call' }, { type: 'lost-answer' }]

describe('kill -9 of the worker on the way to servers and back', { timeout: LIMIT_MS }, () => {
  const scratch = useScratchDatabase('killed')
  let proxy: FaultProxy
  let platform: PlatformOnOpenStack
  const requestIds: string[] = []
  /** Where a worker died, in order, and whether the cloud did it all the same. */
  const points = new Map<string, string>()

  beforeAll(async () => {
    proxy = await startFaultProxy(P_KEYSTONE)
    platform = await startPlatformOnOpenStack(scratch.url, proxy.endpoint)
    const planId = await findPlanId(platform, 'cloud-host', 'c2m4')
    const volumeId = await findPlanId(platform, 'cloud-storage', 'general-ssd')
    // Each with a project, a network and a router of its own: one that waits for a dead worker's lease does not keep
    // the others, so that many deaths fit into little time.
    for (const code of ['one', 'two', 'three']) {
      const systemId = await givenSystem(platform, { code, name: code })
      const lines = [
        { planId, parameters: { image: IMAGE, rootDiskGiB: 20 } },
        { planId: volumeId, parameters: { sizeGiB: 10 } },
      ]
      const { id } = await submitRequest(platform, aRequest(systemId, lines))
      await approveRequest(platform, id)
      requestIds.push(id)
    }
  }, LIMIT_MS)

  afterAll(async () => {
    await platform?.stop()
    await proxy?.close()
  }, 600_000)

  /**
   * Starts a worker and ends it at the next sort of call that none died at before. All but the last leave their leases as
   * if their time were over; the last one's successor has to wait for them.
   */
  async function workedByTheDying(deaths: number): Promise<void> {
    for (let death = 0; death < deaths; death += 1) {
      if (death > 0) await letTimePass()
      const worker = await platform.startWorker()
      proxy.plan = killer(worker, MOMENTS[death % MOMENTS.length] as Fault)
      await worker.ended
      expect(worker.child.signalCode).toBe('SIGKILL')
    }
    proxy.plan = () => null
  }

  function killer(worker: RoleProcess, moment: Fault): FaultProxy['plan'] {
    let isDead = false
    return (passing) => {
      if (isDead) return { type: 'lost-call' }
      const { method, path } = passing
      const point = `${method} ${path.replaceAll(/[0-9a-f-]{32,36}/g, '*')}`
      if (!changesTheCloud(passing) || points.has(point)) return null
      isDead = true
      points.set(point, moment.type)
      worker.child.kill('SIGKILL')
      return moment
    }
  }

  async function letTimePass(): Promise<void> {
    await platform.database.owner.query('update reconcile_item set leased_until = null')
    await platform.database.owner.query(
      "update resource set asked_at = asked_at - interval '1 minute' where external_id is null",
    )
  }

  /** What the cloud has of ours, as it says itself: kind and whose it is. */
  async function inventory(): Promise<readonly string[]> {
    const connector = openOpenStack()
    const found: string[] = []
    const query = { kinds: RESOURCE_KINDS, since: null, signal: AbortSignal.timeout(120_000) }
    for await (const page of connector.inventory(query))
      for (const item of page.items)
        if (item.resourceId !== null) found.push(`${item.kind} ${item.resourceId} ${item.externalId}`)
    await connector.close()
    return found.sort()
  }

  async function rows() {
    const { rows: found } = await platform.database.owner.query<{
      readonly id: string
      readonly kind: string
      readonly external_id: string
    }>('select id, kind, external_id from resource where released_at is null')
    return found
  }

  it('dies at twelve calls of the building: all is delivered, nothing twice, no orphan (F1, R60, R61)', async () => {
    await workedByTheDying(DEATHS.building)
    expect(points.size).toBe(DEATHS.building)
    const startedMs = performance.now()
    await platform.startWorker()
    await eventually('all three are delivered', async () => {
      const all = await Promise.all(requestIds.map((id) => getRequest(platform, id)))
      return all.every((request) => request.state === 'delivered') && true
    })
    tell('delivered', startedMs)
    const ours = await rows()
    expect(ours.filter((row) => row.kind === 'server')).toHaveLength(requestIds.length)
    const wanted = ours.map((row) => `${row.kind} ${row.id} ${row.external_id}`)
    expect(await inventory()).toEqual(wanted.sort())
  })

  it('dies at six calls of the taking away: the cloud, pool and quota are as before (F1, F2, R60)', async () => {
    await platform.stopWorkers()
    const refs = (await rows()).map((row) => row.external_id)
    for (const id of requestIds) await cancelRequest(platform, id)
    points.clear()
    await workedByTheDying(DEATHS.removing)
    expect(points.size).toBe(DEATHS.removing)
    const startedMs = performance.now()
    await platform.startWorker()
    await expectNothingLeft(platform, refs)
    tell('taken away', startedMs)
    expect(await inventory()).toEqual([])
  })

  function tell(what: string, startedMs: number): void {
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
    const list = [...points].map(([point, moment]) => `${moment} ${point}`).join('\n')
    console.log(`after ${points.size} deaths, ${what} ${seconds} s after the last restart:\n${list}`)
  }
})

function changesTheCloud({ method, path }: Passing): boolean {
  return method !== 'GET' && !path.includes('/auth/tokens')
}
