/**
 * A stretch of the platform for tests of requests: the real ledger, catalogue, pools, quotas, flows and calendar on a real
 * database, and a desk in place of the clouds, where the test itself says what has become ready.
 */
import {
  type Amounts,
  catalogueOperations,
  type RequestContent,
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
import { SCOPE_ALL } from '../../platform/db/index.ts'
import { installCatalogue } from '../catalogue/index.ts'
import { setQuota, ZERO } from '../cloud/index.ts'
import { createSystem } from '../system/index.ts'
import {
  createWorkflow,
  type FlowListener,
  organisationResolver,
  seedWorkflow,
  type Workflow,
} from '../workflow/index.ts'
import { createDesk, type Desk } from './desk.fixture.ts'
import type { Doors } from './doors.ts'
import { createRequests, type Requests } from './index.ts'
import { budgetDoor } from './plug/budget-door.ts'
import { calendarDoor } from './plug/calendar-door.ts'
import { catalogueDoor } from './plug/catalogue-door.ts'
import { createFlowDoor } from './plug/flow-door.ts'
import { roomDoor } from './plug/room-door.ts'
import { rulesDoor } from './plug/rules-door.ts'
import { systemDoor } from './plug/system-door.ts'
import { givenPools } from './pools.fixture.ts'

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
  aRequest(
    change?: Partial<RequestCreate>,
    line?: Partial<RequestLineInput>,
  ): Promise<RequestCreate & RequestContent>
  /** Every open task of the request, decided by the first person who may. */
  decide(
    requestId: string,
    verb: 'approve' | 'reject' | 'return',
    people: readonly Persona[],
  ): Promise<number>
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
    room: { ...roomDoor, listOldClouds: async () => new Set() },
    flow: createFlowDoor(workflow),
    supply: desk,
    calendar: calendarDoor,
    rules: rulesDoor,
    budget: budgetDoor,
    growth: async () => null,
    savings: async () => null,
    ceiling: { standing: async () => null, lock: async () => undefined, hold: async () => undefined },
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
      waveId: null,
    }
  }

  async function givenQuota(by: Ctx, bodyId: string, limit: Amounts): Promise<void> {
    await setQuota(by, bodyId, { version: null, limit, reason: 'test' })
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
