/** A desk in place of the clouds: what was asked for is kept, and becomes ready when the test says so. */
import type { Tx } from '../../platform/db/index.ts'
import { refuse } from '../../platform/errors.ts'
import { releaseCapacity, releaseQuota, reserveQuota, tryReserveCapacity, ZERO } from '../cloud/index.ts'
import { amountsOf } from './amounts.ts'
import type { LineProgress, ResourceFact, SupplyDoor } from './doors.ts'
import { roomDoor } from './plug/room-door.ts'

export interface Desk extends SupplyDoor {
  /** Marks everything of the request as it was intended. */
  finish(requestId: string): void
  fail(requestId: string, zh: string): void
  /** Whether the ground under the request has still to settle. */
  settleGround(requestId: string, isSettled: boolean): void
  readonly resources: Map<string, DeskResource>
  readonly calls: string[]
}

export interface DeskResource {
  readonly fact: ResourceFact
  readonly requestId: string
  readonly poolId: string
  ready: boolean
  problem: LineProgress['resources'][number]['problem']
  presence: 'present' | 'absent'
  power: 'on' | 'off'
  until: string | null
}

export function createDesk(): Desk {
  const resources = new Map<string, DeskResource>()
  const calls: string[] = []
  const ground = new Set<string>()
  const of = (requestId: string) => [...resources.values()].filter((each) => each.requestId === requestId)
  const get = (id: string) => resources.get(id) as DeskResource
  return {
    resources,
    calls,
    finish(requestId) {
      for (const each of of(requestId)) {
        each.ready = true
        each.problem = null
      }
    },
    fail(requestId, zh) {
      for (const each of of(requestId)) each.problem = { zh, en: zh }
    },
    settleGround(requestId, isSettled) {
      if (isSettled) ground.delete(requestId)
      else ground.add(requestId)
    },
    findResources: async (_db, wanted) =>
      new Map(wanted.flatMap((id) => (resources.has(id) ? [[id, get(id).fact] as const] : []))),
    findReferences: async () => new Map(),
    listRanges: async () => [],
    listZoneRanges: async () => [],
    listCrossZoneAccess: async () => [],
    listResourcesOfSystem: async (_db, systemId) =>
      [...resources.values()]
        .filter((each) => each.fact.systemId === systemId && each.presence === 'present')
        .map((each) => each.fact),
    async allocate(ctx, tx, allocation) {
      const made: DeskResource[] = []
      let poolId = ''
      for (const line of allocation.lines) {
        const amounts = amountsOf(line.dimensions, line.quantity)
        await reserveQuota(tx, allocation.bodyId, amounts)
        const rooms = await roomDoor.listPools(tx, allocation)
        const wanted = rooms.filter(
          (room) => allocation.override === null || allocation.override.poolIds.includes(room.id),
        )
        poolId = ''
        for (const room of wanted)
          if (poolId === '' && (await tryReserveCapacity(tx, room.id, amounts))) poolId = room.id
        if (poolId === '') refuse('placement.no_fit', { details: { why: '余量不足' } })
        for (let unit = 1; unit <= line.quantity; unit++) {
          const id = ctx.ids.next()
          const fact: ResourceFact = {
            id,
            name: `${line.plan.planCode}-${unit}`,
            systemId: allocation.systemId,
            bodyId: allocation.bodyId,
            offeringCode: line.plan.offeringCode,
            planId: line.plan.planId,
            requestLineId: line.lineId,
            sizedByLineId: line.lineId,
            providerBodyId: null,
            amounts: amountsOf(line.dimensions, 1),
            isGivenBack: false,
            onCountyCloud: false,
          }
          made.push({
            fact,
            requestId: allocation.requestId,
            poolId,
            ready: false,
            problem: null,
            presence: 'present',
            power: 'on',
            until: null,
          })
        }
      }
      for (const each of made) resources.set(each.fact.id, each)
      return {
        providerIds: await providersOf(
          tx,
          made.map((each) => each.poolId),
        ),
      }
    },
    imagine: async () => refuse('placement.policy_unknown'),
    async change(_ctx, _tx, resourceId, line) {
      calls.push(`change ${resourceId} to ${line.plan.planCode}`)
      return { providerIds: [] }
    },
    async release(_ctx, _tx, wanted, how) {
      for (const id of wanted) get(id).presence = 'absent'
      calls.push(`release ${wanted.length}${how.atOnce ? ' at once' : ''}`)
    },
    async restore(_ctx, _tx, wanted) {
      for (const id of wanted) get(id).presence = 'present'
    },
    async stop(_ctx, _tx, wanted) {
      for (const id of wanted) get(id).power = 'off'
    },
    async start(_ctx, _tx, wanted) {
      for (const id of wanted) get(id).power = 'on'
    },
    async giveUp(_ctx, tx, requestId) {
      for (const each of of(requestId)) {
        await releaseCapacity(tx, each.poolId, { reserved: each.fact.amounts, allocated: ZERO })
        await releaseQuota(tx, each.fact.bodyId, each.fact.amounts)
        resources.delete(each.fact.id)
      }
    },
    async setExpiry(_ctx, _tx, wanted, until) {
      for (const id of wanted) get(id).until = until
    },
    async progress(_db, requestId, lines) {
      return new Map(
        lines.map(({ lineId, resourceId }) => {
          const own =
            resourceId === null
              ? of(requestId).filter((each) => each.fact.requestLineId === lineId)
              : [get(resourceId)]
          const progress: LineProgress = {
            lineId,
            placements: [],
            waitsFor: ground.has(requestId) ? [WAITING] : [],
            resources: own.map((each) => ({
              id: each.fact.id,
              name: each.fact.name,
              kind: 'server',
              ready: each.ready,
              problem: each.problem,
            })),
          }
          return [lineId, progress]
        }),
      )
    },
  }
}

const WAITING = {
  id: '00000000-0000-7000-8000-000000000001',
  name: 'router-1',
  kind: 'router',
  text: { zh: '等待路由器 router-1 就绪', en: 'Waits for the router router-1 to be ready' },
  failing: false,
} as const

async function providersOf(tx: Tx, poolIds: readonly string[]): Promise<readonly string[]> {
  if (poolIds.length === 0) return []
  const rows = await tx
    .selectFrom('pool')
    .innerJoin('cloud', 'cloud.id', 'pool.cloud_id')
    .select('cloud.provider_body_id')
    .distinct()
    .where('pool.id', 'in', [...poolIds])
    .execute()
  return rows.map((row) => row.provider_body_id)
}
