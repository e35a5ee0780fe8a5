/** The steps of the main flow (DESIGN §4) as people take them: by public operations, against whatever server answers. */
import {
  type BodyOf,
  catalogueOperations,
  type OperationSpec,
  type ParamsOf,
  type QueryOf,
  type Request,
  type RequestCreate,
  type RequestLineInput,
  type Resource,
  requestOperations as requests,
  resourceOperations,
  type SystemCreate,
  systemOperations,
  workflowOperations,
} from '@yunheng/contract'
import type { Answer } from './server.ts'
import type { Persona, World } from './world.ts'

export interface Caller {
  readonly world: World
  call<O extends OperationSpec>(
    persona: Persona,
    operation: O,
    input?: { params?: ParamsOf<O>; query?: QueryOf<O>; body?: BodyOf<O> },
  ): Promise<Answer<O>>
}

/** What a successful call answered. @throws with the problem's own words otherwise. */
export async function well<O extends OperationSpec>(answer: Promise<Answer<O>>): Promise<Answer<O>['body']> {
  const { status, body, problem } = await answer
  if (status >= 200 && status < 300) return body
  throw new Error(`${status} ${problem.reason}: ${problem.detail} ${JSON.stringify(problem.fields ?? '')}`)
}

/** Nothing here is judged by the clock; this only ends what hangs. */
const LIMIT_MS = 240_000

/** Looks until it is there; `tick` lets a clock of the tests go on. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | false>,
  tick?: () => void,
): Promise<T> {
  const end = performance.now() + LIMIT_MS
  for (;;) {
    const found = await look()
    if (found !== false) return found
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`)
    tick?.()
    await new Promise((resolve) => setTimeout(resolve, tick === undefined ? 200 : 100))
  }
}

export function aSystem(world: World, change: Partial<SystemCreate> = {}): SystemCreate {
  return {
    code: 'zwfw',
    bodyId: world.bodies.department,
    lifecycle: 'building',
    name: '政务服务平台',
    summary: '',
    kind: 'new',
    protectionLevel: 2,
    protectionFilingNo: null,
    classification: 'internal',
    networkZone: 'government-extranet',
    accessPaths: ['government-extranet'],
    responsiblePersonId: world.people.departmentAdmin.personId,
    hasWeb: false,
    isVertical: false,
    deployment: 'cloud',
    exemption: null,
    waveId: null,
    ...change,
  }
}

export async function givenSystem(caller: Caller, change: Partial<SystemCreate> = {}): Promise<string> {
  const { world } = caller
  const body = aSystem(world, change)
  return (await well(caller.call(world.people.departmentAdmin, systemOperations.create, { body }))).id
}

/** Id of a plan of the shipped catalogue. */
export async function findPlanId(caller: Caller, offeringCode: string, planCode: string): Promise<string> {
  const me = caller.world.people.departmentApplicant
  const { items } = await well(caller.call(me, catalogueOperations.list, { query: {} }))
  const id = items.find((each) => each.code === offeringCode)?.id ?? ''
  const offering = await well(caller.call(me, catalogueOperations.get, { params: { id } }))
  const plan = offering.plans.find((each) => each.code === planCode)
  if (plan === undefined) throw new Error(`no plan ${planCode} of ${offeringCode}`)
  return plan.id
}

export function aRequest(
  systemId: string,
  lines: readonly Partial<RequestLineInput>[],
  change: Partial<RequestCreate> = {},
): RequestCreate {
  return {
    kind: 'new',
    systemId,
    title: '应用服务器扩容',
    purpose: 'formal',
    networkZone: 'government-extranet',
    poolClass: 'general',
    atEdge: false,
    termMonths: 12,
    until: null,
    justification: '按照可研批复，新建应用服务器承载政务服务平台。',
    projectApprovalNo: null,
    preferredProviderId: null,
    providerReason: null,
    comparedProviderIds: [],
    dataDisposal: null,
    ...change,
    lines: lines.map((line) => ({
      planId: null,
      resourceId: null,
      quantity: 1,
      parameters: {},
      reason: null,
      ...line,
    })),
  }
}

/** About resources that are there: to change, renew or give them back. */
export function aboutResources(
  kind: 'renew' | 'release',
  systemId: string,
  ids: readonly string[],
): RequestCreate {
  const change = kind === 'renew' ? { kind } : ({ kind, termMonths: null, dataDisposal: 'migrated' } as const)
  return aRequest(
    systemId,
    ids.map((resourceId) => ({ resourceId })),
    change,
  )
}

export async function submitRequest(caller: Caller, body: RequestCreate): Promise<Request> {
  const me = caller.world.people.departmentApplicant
  const { id, version } = await well(caller.call(me, requests.create, { body }))
  return well(caller.call(me, requests.submit, { params: { id }, body: { version } }))
}

export function getRequest(caller: Caller, id: string, as?: Persona): Promise<Request> {
  const me = as ?? caller.world.people.departmentApplicant
  return well(caller.call(me, requests.get, { params: { id } }))
}

/** Everybody approves what is in his own to-do list. @returns the roles that did. */
export async function approveRequest(caller: Caller, requestId: string): Promise<readonly string[]> {
  const { departmentApprover, countyBureau, centre, bureau } = caller.world.people
  const acted: string[] = []
  for (const persona of [departmentApprover, countyBureau, centre, bureau]) {
    const list = await well(caller.call(persona, workflowOperations.taskList, { query: { box: 'todo' } }))
    const task = list.items.find((each) => each.subject.id === requestId)
    if (task === undefined) continue
    const { id, version } = task
    const body = { version, comment: '同意' }
    await well(caller.call(persona, workflowOperations.taskApprove, { params: { id }, body }))
    acted.push(persona.role)
  }
  return acted
}

export function untilRequest(
  caller: Caller,
  id: string,
  state: Request['state'],
  tick?: () => void,
): Promise<Request> {
  const look = async () => {
    const request = await getRequest(caller, id)
    return request.state === state && request
  }
  return eventually(`request ${state}`, look, tick)
}

export async function confirmDelivery(caller: Caller, id: string): Promise<Request> {
  const { version } = await getRequest(caller, id)
  const me = caller.world.people.departmentApplicant
  return well(caller.call(me, requests.confirm, { params: { id }, body: { version } }))
}

export async function cancelRequest(caller: Caller, id: string): Promise<Request> {
  const { version } = await getRequest(caller, id)
  const me = caller.world.people.departmentApplicant
  const body = { version, reason: '项目调整' }
  return well(caller.call(me, requests.cancel, { params: { id }, body }))
}

export function getResource(caller: Caller, id: string): Promise<Resource> {
  const me = caller.world.people.departmentApplicant
  return well(caller.call(me, resourceOperations.get, { params: { id } }))
}

/** Until what should be is, and nothing stands in the way. */
export function untilLevel(caller: Caller, id: string, tick?: () => void): Promise<Resource> {
  const look = async () => {
    const resource = await getResource(caller, id)
    return resource.agreement === 'level' && resource.conditions.length === 0 && resource
  }
  return eventually('both sides agree', look, tick)
}
