/** A cloud that is full before the platform meets it, and the hands that take it in: scans, decisions, passes. */
import {
  type AdoptionEntry,
  type AdoptionItem,
  type AdoptionList,
  adoptionOperations as operations,
  workflowOperations,
} from '@yunheng/contract'
import { expect } from 'vitest'
import { type GivenCloud, givenCloud, setupCtx } from '../../../test/kit/clouds.ts'
import type { TestServer } from '../../../test/kit/server.ts'
import type { Persona } from '../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../platform/db/index.ts'
import { createInventoryModule } from '../inventory/index.ts'
import { insertSystem } from '../system/index.ts'
import { createAdoptionReconciler } from './take-in/adoption-reconciler.ts'

export interface AdoptionStage {
  readonly cloud: GivenCloud
  scan(): Promise<void>
  propose(): Promise<void>
  items(query?: Record<string, unknown>): Promise<readonly AdoptionItem[]>
  item(name: string): Promise<AdoptionItem>
  assign(input: {
    readonly bodyId: string
    readonly systemId?: string | null
    readonly itemIds?: string[] | null
    readonly as?: Persona
  }): Promise<{ list: AdoptionList; skipped: number; needed: number }>
  submit(list: AdoptionList): Promise<AdoptionList>
  /** The owning body's task, decided by this person. */
  decide(persona: Persona, list: AdoptionList, verb: 'approve' | 'reject'): Promise<void>
  get(id: string, persona?: Persona): Promise<AdoptionList>
  entries(id: string): Promise<readonly AdoptionEntry[]>
  /** One pass over the list. @returns what the reconciler said. */
  pass(id: string, signal?: AbortSignal): Promise<{ readonly done: boolean }>
  takeIn(id: string): Promise<void>
}

export async function givenStage(server: TestServer): Promise<AdoptionStage> {
  const { call, world, composition, database, clock } = server
  const cloud = await givenCloud(server)
  const { centre } = world.people
  const adoption = createAdoptionReconciler(composition.cloud.connections)
  const [inventory] = createInventoryModule({
    database,
    connections: composition.cloud.connections,
  }).reconcilers
  const never = new AbortController().signal
  const ok = <A extends { readonly status: number; readonly problem: unknown }>(
    answer: A,
    status = 200,
  ): A => {
    expect([answer.status, answer.status === status ? null : answer.problem]).toEqual([status, null])
    return answer
  }
  const stage: AdoptionStage = {
    cloud,
    async scan() {
      clock.advance({ hours: 7 })
      await inventory?.reconcile(setupCtx(server), cloud.cloudId, never)
      clock.advance({ ms: 5 })
    },
    async propose() {
      ok(await call(centre, operations.propose, { params: { id: cloud.cloudId } }))
    },
    async items(query = {}) {
      const input = { query: { cloudId: cloud.cloudId, pageSize: 200, ...query } } as never
      return ok(await call(centre, operations.items, input)).body.items
    },
    async item(name) {
      const found = (await stage.items()).find((one) => one.name === name)
      if (!found) throw new Error(`nobody’s ${name} is not listed`)
      return found
    },
    async assign({ bodyId, systemId = null, itemIds = null, as = centre }) {
      const body = { cloudId: cloud.cloudId, poolId: cloud.poolId, bodyId, systemId, itemIds }
      const answer = await call(as, operations.assign, { body: { ...body, note: '', filter: null } })
      return ok(answer, 201).body
    },
    async submit({ id, version }) {
      return ok(await call(centre, operations.submit, { params: { id }, body: { version } })).body
    },
    async decide(persona, list, verb) {
      const todo = ok(await call(persona, workflowOperations.taskList, { query: { box: 'todo' } })).body.items
      const task = todo.find((one) => one.subject.id === list.id)
      if (!task) throw new Error('the list is in nobody’s to-do list')
      const input = { params: { id: task.id }, body: { version: task.version, comment: '已核对' } }
      const act = verb === 'approve' ? workflowOperations.taskApprove : workflowOperations.taskReject
      ok(await call(persona, act, input as never))
    },
    get: async (id, persona = centre) => ok(await call(persona, operations.get, { params: { id } })).body,
    entries: async (id) =>
      ok(await call(centre, operations.entries, { params: { id }, query: { pageSize: 200 } })).body.items,
    pass: (id, signal = never) => adoption.reconcile(setupCtx(server), id, signal),
    async takeIn(id) {
      for (let pass = 0; pass < 50; pass++) {
        clock.advance({ ms: 5 })
        if ((await stage.pass(id)).done) return
      }
      throw new Error('it does not come to an end')
    },
  }
  return stage
}

export async function givenSystem(
  { database, clock, ids }: TestServer,
  bodyId: string,
  code: string,
  name: string,
): Promise<string> {
  const id = ids.next()
  await database.inTx(SCOPE_ALL, (tx) =>
    insertSystem(tx, {
      id,
      body_id: bodyId,
      code,
      name,
      summary: '',
      kind: 'stock',
      lifecycle: 'running',
      protection_level: 2,
      protection_filing_no: null,
      classification: 'internal',
      network_zone: 'government-extranet',
      access_paths: ['government-extranet'],
      responsible_person_id: null,
      has_web: false,
      is_vertical: false,
      deployment: 'cloud',
      exemption: null,
      wave_id: null,
      trial_since: null,
      retired_at: null,
      retire_reason: null,
      created_at: clock.now(),
      updated_at: clock.now(),
    }),
  )
  return id
}
