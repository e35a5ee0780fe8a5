/**
 * A stretch of the platform for tests of requests: the real ledger, catalogue, pools, quotas, flows and calendar on a real
 * database, and a desk in place of the clouds, where the test itself says what has become ready.
 */
import {
  type Amounts,
  catalogueOperations,
  type RequestCreate,
  type RequestLineInput,
  requestOperations,
  type SystemCreate,
  workflowOperations,
} from '@yunheng/contract'
import { actorOf, type TestServer } from '../../../test/kit/server.ts'
import type { Persona } from '../../../test/kit/world.ts'
import type { Ctx } from '../../platform/context.ts'
import { systemActor } from '../../platform/create-context.ts'
import { SCOPE_ALL, type Tx } from '../../platform/db/index.ts'
import { refuse } from '../../platform/errors.ts'
import { installCatalogue } from '../catalogue/index.ts'
import {
  releaseCapacity,
  releaseQuota,
  reserveQuota,
  setQuota,
  tryReserveCapacity,
  ZERO,
} from '../cloud/index.ts'
import { createSystem } from '../system/index.ts'
import {
  createWorkflow,
  type FlowListener,
  organisationResolver,
  seedWorkflow,
  type Workflow,
} from '../workflow/index.ts'
import { amountsOf } from './amounts.ts'
import type { Doors, LineProgress, ResourceFact, SupplyDoor } from './doors.ts'
import { createRequests, type Requests } from './index.ts'
import { calendarDoor } from './plug/calendar-door.ts'
import { catalogueDoor } from './plug/catalogue-door.ts'
import { createFlowDoor } from './plug/flow-door.ts'
import { roomDoor } from './plug/room-door.ts'
import { rulesDoor } from './plug/rules-door.ts'
import { systemDoor } from './plug/system-door.ts'

export interface RequestStage {
  readonly doors: Doors
  readonly requests: Requests
  readonly workflow: Workflow
  readonly desk: Desk
  readonly systemId: string
  readonly poolIds: readonly [string, string]
  ctx(persona: Persona): Promise<Ctx>
  readonly system: Ctx
  planId(offering: string, plan: string): Promise<string>
  /** A request for one host that every gate lets pass, changed as asked. */
  aRequest(change?: Partial<RequestCreate>, line?: Partial<RequestLineInput>): Promise<RequestCreate>
  /** Every open task of the request, decided by the first person who may. */
  decide(
    requestId: string,
    verb: 'approve' | 'reject' | 'return',
    people: readonly Persona[],
  ): Promise<number>
}

/** Where the test makes resources: everything asked for is kept, and becomes ready when the test says so. */
export interface Desk extends SupplyDoor {
  /** Marks everything of the request as it was intended. */
  finish(requestId: string): void
  fail(requestId: string, zh: string): void
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

export async function createRequestStage(server: TestServer): Promise<RequestStage> {
  const { database, clock, ids, world, composition } = server
  const system = composition.makeCtx(systemActor('test'), {
    requestId: 'test',
    address: null,
    operation: null,
  })
  const withOperation = composition.makeCtx(systemActor('test'), {
    requestId: 'test',
    address: null,
    operation: catalogueOperations.create,
  })
  const listeners: FlowListener[] = []
  const parts = { resolver: organisationResolver, listeners: () => listeners }
  const workflow = createWorkflow(parts)
  await seedWorkflow(system, parts)
  await installCatalogue(withOperation)
  const desk = createDesk()
  const doors: Doors = {
    system: systemDoor,
    catalogue: catalogueDoor,
    room: roomDoor,
    flow: createFlowDoor(workflow),
    supply: desk,
    calendar: calendarDoor,
    rules: rulesDoor,
  }
  const requests = createRequests(doors)
  listeners.push({ subjectNoun: 'request', onFlowChange: requests.onFlowNews })
  // Use cases are called without HTTP; the act in the audit trail is this one, whichever it is.
  const ctx = async (persona: Persona) =>
    composition.makeCtx(await actorOf(database, clock, persona.postId), {
      requestId: ids.next(),
      address: '127.0.0.1',
      operation: requestOperations.submit,
    })
  const poolIds = await givenPools(
    system,
    world.bodies.provider,
    world.bodies.otherProvider,
    world.regions.city,
  )
  await givenQuota(withOperation, world.bodies.department, {
    ...ZERO,
    vcpus: 64,
    memoryMiB: 262_144,
    storageGiB: 4096,
    floatingIps: 8,
  })
  const owner = await createSystem(await ctx(world.people.departmentAdmin), aSystem(server))
  const db = database.as(SCOPE_ALL)

  async function planId(offering: string, plan: string): Promise<string> {
    const row = await db
      .selectFrom('plan as p')
      .innerJoin('offering_version as v', 'v.id', 'p.offering_version_id')
      .innerJoin('offering as o', 'o.id', 'v.offering_id')
      .select('p.id')
      .where('o.code', '=', offering)
      .where('p.code', '=', plan)
      .executeTakeFirstOrThrow()
    return row.id
  }

  return {
    doors,
    requests,
    workflow,
    desk,
    systemId: owner.id,
    poolIds,
    ctx,
    system,
    planId,
    async aRequest(change = {}, line = {}) {
      return {
        kind: 'new',
        systemId: owner.id,
        title: '政务服务平台扩建',
        purpose: 'formal',
        networkZone: 'government-extranet',
        poolClass: 'general',
        atEdge: false,
        termMonths: 12,
        until: null,
        justification: '按照可研批复，新建两台应用服务器承载政务服务平台。',
        projectApprovalNo: '省发改〔2026〕18号',
        preferredProviderId: null,
        providerReason: null,
        comparedProviderIds: [],
        dataDisposal: null,
        lines: [
          {
            planId: await planId('cloud-host', 'c4m8'),
            resourceId: null,
            quantity: 2,
            parameters: { image: 'small' },
            reason: null,
            ...line,
          },
        ],
        ...change,
      }
    },
    async decide(requestId, verb, people) {
      let decided = 0
      for (;;) {
        const task = await db
          .selectFrom('task')
          .innerJoin('flow_instance as i', 'i.id', 'task.instance_id')
          .select(['task.id', 'task.version'])
          .where('i.subject_id', '=', requestId)
          .where('task.state', '=', 'open')
          .where('i.state', '=', 'running')
          .executeTakeFirst()
        if (!task) return decided
        if (!(await decideOne(workflow, ctx, task, verb, people))) return decided
        decided += 1
        if (verb !== 'approve') return decided
      }
    },
  }

  function aSystem({ world: { bodies, people } }: TestServer): SystemCreate {
    return {
      code: `sys-${ids.next().slice(-6)}`,
      bodyId: bodies.department,
      lifecycle: 'building',
      name: '政务服务平台',
      summary: '一网通办',
      kind: 'new',
      protectionLevel: 2,
      protectionFilingNo: null,
      classification: 'internal',
      networkZone: 'government-extranet',
      accessPaths: ['government-extranet'],
      responsiblePersonId: people.departmentAdmin.personId,
      hasWeb: false,
      isVertical: false,
      deployment: 'cloud',
      exemption: null,
      wave: null,
    }
  }

  async function givenQuota(by: Ctx, bodyId: string, limit: Amounts): Promise<void> {
    await setQuota(by, bodyId, { version: null, limit, reason: 'test' })
  }

  async function givenPools(
    by: Ctx,
    one: string,
    other: string,
    regionId: string,
  ): Promise<[string, string]> {
    const pools: string[] = []
    for (const [index, providerId] of [one, other].entries()) {
      pools.push(await by.inTx((tx) => insertPool(tx, by, providerId, regionId, `p${index}`, clock.now())))
    }
    return pools as [string, string]
  }
}

async function decideOne(
  workflow: Workflow,
  ctx: RequestStage['ctx'],
  task: { readonly id: string; readonly version: number },
  verb: 'approve' | 'reject' | 'return',
  people: readonly Persona[],
): Promise<boolean> {
  const operation = {
    approve: workflowOperations.taskApprove,
    reject: workflowOperations.taskReject,
    return: workflowOperations.taskReturn,
  }[verb]
  const route = workflow.routes.find((each) => each.operation.id === operation.id)
  const body = {
    version: task.version,
    comment: verb === 'approve' ? '同意' : '请补充说明',
    ...(verb === 'return' ? { to: 'fill', resume: 'replay' } : {}),
  }
  for (const persona of people) {
    try {
      await route?.handle(
        { ...(await ctx(persona)), operation },
        { params: { id: task.id }, query: {}, body } as never,
        {} as never,
      )
      return true
    } catch (error) {
      if (
        !['common.not_found', 'task.not_yours', 'common.forbidden'].includes(
          (error as { reason?: string }).reason ?? '',
        )
      )
        throw error
    }
  }
  return false
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

function createDesk(): Desk {
  const resources = new Map<string, DeskResource>()
  const calls: string[] = []
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
          (room) => allocation.poolIds === null || allocation.poolIds.includes(room.id),
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
