import { poolOperations, requestOperations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { amountsOf, aPool, givenCloud, letIn, setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply, type Supply } from '../../../../test/kit/supply.ts'
import { addNode, addZone, createPool } from '../../cloud/index.ts'
import type { Allocation, AllocationLine, PlanFact } from '../doors.ts'
import { allocateLines, imagineLines } from './allocate-lines.ts'

const server = useServer()
let supply: Supply

beforeAll(async () => {
  supply = await givenSupply(server.current)
})

type Kind = 'server' | 'volume' | 'floating-ip'

function aLine(
  kind: Kind,
  dimensions: AllocationLine['dimensions'],
  parameters: object = {},
): AllocationLine {
  const { ids } = server.current
  const plan = {
    planId: ids.next(),
    planCode: kind,
    planTitle: { zh: kind, en: kind },
    offeringCode: `cloud-${kind}`,
    fulfilment: { by: 'connector', kinds: [kind] },
    source: {
      parameters: { properties: { serverId: { type: 'string', format: 'uuid', 'x-choices': 'servers' } } },
    },
  }
  return {
    lineId: ids.next(),
    number: 1,
    plan: plan as unknown as PlanFact,
    quantity: 1,
    parameters: { ...parameters },
    serverLine: null,
    dimensions,
  }
}

const aServer = () =>
  aLine(
    'server',
    [
      { dimension: 'vcpu', amount: 2 },
      { dimension: 'memory-gib', amount: 4 },
      { dimension: 'root-disk-gib', amount: 40 },
    ],
    { image: 'openeuler' },
  )
const aVolume = (parameters: object = {}) =>
  aLine('volume', [{ dimension: 'storage-gib', amount: 500 }], parameters)
const anAddress = () => aLine('floating-ip', [{ dimension: 'public-ip', amount: 1 }])

function anAllocation(lines: AllocationLine[], more: Partial<Allocation> = {}): Allocation {
  const { ids, world } = server.current
  return {
    requestId: ids.next(),
    requestNo: 'SQ-1',
    bodyId: world.bodies.department,
    systemId: supply.systemId,
    systemCode: 'sys',
    poolClass: 'general',
    networkZone: 'government-extranet',
    atEdge: true,
    atRecovery: false,
    preference: null,
    override: null,
    prices: [],
    lines,
    ...more,
  }
}

function allocate(lines: AllocationLine[], more: Partial<Allocation> = {}) {
  const ctx = setupCtx(server.current, requestOperations.submit)
  const allocation = anAllocation(lines, more)
  return ctx.inTx(async (tx) => {
    await allocateLines(supply.placing, ctx, tx, allocation)
    return allocation.requestId
  })
}

/** Ends of the names of the pools that carry something of the request. */
async function poolsOf(requestId: string): Promise<string[]> {
  const { rows } = await server.current.database.owner.query<{ id: string }>(
    'select distinct pool_id as id from resource where request_id = $1',
    [requestId],
  )
  return rows.map((row) => row.id)
}

const refusalOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error: { reason: string; details: { why: string } }) => error,
  )

describe('R12 the lines of an approved request', () => {
  it('stand in one pool, though another is better for one of them', async () => {
    const { current } = server
    const total = amountsOf({ vcpus: 1000, memoryMiB: 4_000_000, storageGiB: 45, floatingIps: 1 })
    const small = await createPool(setupCtx(current, poolOperations.create), {
      ...aPool(supply.cloud.zoneId),
      total,
    })
    const lines = [aServer(), aVolume(), anAddress()]
    // R9: tried beforehand, it says the same, what would be left, and takes nothing.
    const ctx = setupCtx(current, requestOperations.submit)
    const tried = await ctx.inTx((tx) => imagineLines(supply.placing, ctx, tx, anAllocation(lines), null))
    expect(tried).toMatchObject({ asked: 3, placed: 3, lacking: null })
    const [first, ...others] = tried.pools
    expect(first).toMatchObject({ pool: { id: supply.cloud.poolId }, units: 3 })
    expect((first?.freeBefore.vcpus ?? 0) - (first?.freeAfter.vcpus ?? 0)).toBe(2)
    expect(others.find((one) => one.pool.id === small.id)).toMatchObject({
      units: 0,
      refusedBy: { filter: 'room' },
    })
    const requestId = await allocate(lines)
    expect(await poolsOf(requestId)).toEqual([supply.cloud.poolId])
    expect(await poolsOf(requestId)).not.toContain(small.id)
    const { rows } = await current.database.owner.query(
      'select request_line_id, explanation from placement where request_id = $1',
      [requestId],
    )
    expect(new Set(rows.map((row) => row.request_line_id))).toEqual(new Set(lines.map((line) => line.lineId)))
    expect(rows.every((row) => row.explanation.chosen === supply.cloud.poolId)).toBe(true)
  })

  it('come beside what the system runs when they bring no server of their own, and wait when there is no room', async () => {
    const { current } = server
    const first = await allocate([aServer()])
    const [where] = await poolsOf(first)
    const elsewhere = await givenZone()
    expect(await poolsOf(await allocate([aVolume()]))).toEqual([where])
    await current.database.owner.query("update pool set state = 'closed' where zone_id = $1", [
      supply.cloud.zoneId,
    ])
    const refusal = await refusalOf(allocate([aVolume()]))
    expect(refusal).toMatchObject({ reason: 'placement.no_fit' })
    expect(refusal?.details.why).toContain('不在所属资源所在的可用区')
    const [serverRow] = (
      await current.database.owner.query(
        "select id from resource where request_id = $1 and kind = 'server'",
        [first],
      )
    ).rows
    expect(await refusalOf(allocate([aVolume({ serverId: serverRow.id })]))).toMatchObject({
      reason: 'placement.no_fit',
    })
    // A request with servers of its own may go there.
    expect(await poolsOf(await allocate([aServer(), aVolume()]))).toEqual([elsewhere])
    await current.database.owner.query("update pool set state = 'open' where zone_id = $1", [
      supply.cloud.zoneId,
    ])
  })

  it('go to a recovery node only when recovery is asked for', async () => {
    const { current } = server
    const recovery = await givenZone('dr-same-city')
    const ordinary = await refusalOf(allocate([aServer()], { atEdge: false }))
    expect(ordinary?.details.why).toContain('灾备节点要求不符')
    const asked = await allocate([aServer()], { atEdge: false, atRecovery: true })
    expect(await poolsOf(asked)).toEqual([recovery])
    // What runs there by the regulator's own word stands apart from what recovers there.
    const { poolId: other } = await givenCloud(current, { node: 'dr-same-city' })
    const override = { poolIds: [recovery], reason: '主节点检修' }
    const beside = await refusalOf(allocate([aServer()], { atEdge: false, override }))
    expect(beside?.details.why).toContain('生产或灾备的另一方')
    const named = await allocate([aServer()], { atEdge: false, override: { ...override, poolIds: [other] } })
    expect(await poolsOf(named)).toEqual([other])
    expect(current.world.bodies.department).toBeTruthy()
  })

  /** Another node of the same cloud with a zone and a pool. @returns the pool. */
  async function givenZone(kind: 'edge' | 'dr-same-city' = 'edge'): Promise<string> {
    const { current } = server
    const ctx = setupCtx(current, poolOperations.create)
    const node = await addNode(ctx, supply.cloud.cloudId, {
      code: `node-${kind}`,
      name: '另一节点',
      kind,
      regionId: current.world.regions.city,
      latitude: null,
      longitude: null,
      grade: null,
      certificateNo: null,
      certificateUntil: null,
    })
    await letIn(current, node.id)
    const { zones } = await addZone(ctx, node.id, { code: 'az', name: '可用区', nativeZone: `az-${kind}` })
    return (await createPool(ctx, aPool(zones[0]?.id ?? ''))).id
  }
})
