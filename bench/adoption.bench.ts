/**
 * Taking in a cloud that was full before (纳管): proposals of owners for 100,000 unmanaged things and for a quarter of them,
 * where each thing may cost no more when there are many; and one list of 1,000 things through assignment, approval and
 * taking in, against a script that makes the same two calls to the cloud for each of as many others, eight at once.
 *   npm run bench -- adoption [things]
 */
import {
  type AdoptionList,
  adoptionOperations,
  type OperationSpec,
  workflowOperations,
} from '@yunheng/contract'
import { createAdoptionReconciler } from '../server/src/modules/adoption/index.ts'
import { createInventoryModule } from '../server/src/modules/inventory/index.ts'
import { connectorsOf } from '../server/src/modules/resource/index.ts'
import { migrate, openDatabase } from '../server/src/platform/db/index.ts'
import { type GivenCloud, givenCloud, givenQuota, setupCtx } from '../server/test/kit/clouds.ts'
import { openServer, type TestServer } from '../server/test/kit/open-server.ts'
import { fillCloud, systemsOf } from './kit/adoption-world.ts'
import { withPostgres } from './kit/durable-postgres.ts'

const GROWTH_GOAL = 1.5
const GOAL = 3
const CALLS_AT_ONCE = 8
const [THINGS = 100_000] = process.argv.slice(2).map(Number)

const never = new AbortController().signal
const seconds = (began: number) => (performance.now() - began) / 1000

await withPostgres(async (url) => {
  const database = openDatabase({ url, poolSize: 20, onError: () => {} })
  await migrate(database.owner)
  const server = await openServer(database)
  try {
    await measure(server)
  } finally {
    await server.close()
    await database.close()
  }
})

async function measure(server: TestServer): Promise<void> {
  const { department } = server.world.bodies
  await givenQuota(server, department, { vcpus: 1, memoryMiB: 1024, storageGiB: 10 })
  const systems = await systemsOf(server, department)
  const few = await givenFull(server, THINGS / 4)
  const many = await givenFull(server, THINGS)
  await server.database.owner.query('vacuum analyze inventory_item')
  const [quarter, whole] = [await propose(server, few), await propose(server, many)]
  const growth = whole.seconds / whole.proposed / (quarter.seconds / quarter.proposed)
  console.log(
    `adoption-proposals things=${THINGS} proposed=${whole.proposed} ours=${whole.seconds.toFixed(1)}s quarter=${quarter.seconds.toFixed(1)}s growth=${growth.toFixed(2)} goal=${GROWTH_GOAL} ${growth <= GROWTH_GOAL ? 'pass' : 'short'}`,
  )
  const anchor = await callsAlone(server, many, systems[1] as string)
  await takeInList(server, many, systems[0] as string, anchor)
}

async function givenFull(server: TestServer, things: number): Promise<GivenCloud> {
  const cloud = await givenCloud(server)
  await fillCloud(server, cloud, things)
  const { database, composition, clock } = server
  clock.advance({ hours: 7 })
  const [scan] = createInventoryModule({ database, connections: composition.cloud.connections }).reconcilers
  const began = performance.now()
  await scan?.reconcile(setupCtx(server), cloud.cloudId, never)
  clock.advance({ ms: 5 })
  const { rows } = await database.owner.query<{ n: string }>(
    'select count(*) as n from inventory_item where cloud_id = $1',
    [cloud.cloudId],
  )
  console.log(`  ${rows[0]?.n} things known of a cloud after ${seconds(began).toFixed(1)} s`)
  return cloud
}

async function propose(server: TestServer, { cloudId }: GivenCloud) {
  const began = performance.now()
  const { proposed } = await done(server, adoptionOperations.propose, 'centre', { params: { id: cloudId } })
  return { proposed, seconds: seconds(began) }
}

/** Throws for whatever is not done. */
async function done<O extends OperationSpec>(
  { call, world }: TestServer,
  operation: O,
  persona: keyof TestServer['world']['people'],
  input: Parameters<typeof call<O>>[2],
) {
  const answer = await call(world.people[persona], operation, input)
  if (answer.status >= 300) throw new Error(`${operation.id}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** @returns seconds for a thing. */
async function callsAlone(server: TestServer, cloud: GivenCloud, systemId: string): Promise<number> {
  const { rows } = await server.database.owner.query<{
    kind: 'server'
    external_id: string
    project_ref: string | null
  }>(
    `select i.kind, i.external_id, i.project_ref from adoption_proposal p join inventory_item i on i.id = p.item_id
     where p.cloud_id = $1 and p.system_id = $2`,
    [cloud.cloudId, systemId],
  )
  const connector = await connectorsOf(server.composition.cloud.connections)(cloud.cloudId)
  const waiting = [...rows]
  const began = performance.now()
  const work = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const scope = { projectRef: one.project_ref, signal: never }
      await connector.observe(one.kind, one.external_id, scope)
      await connector.claim(one.kind, one.external_id, server.ids.next(), scope)
    }
  }
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, work))
  return seconds(began) / rows.length
}

async function takeInList(server: TestServer, cloud: GivenCloud, systemId: string, anchor: number) {
  const times: Record<string, number> = {}
  const time = async <T>(name: string, run: () => Promise<T>): Promise<T> => {
    const began = performance.now()
    const value = await run()
    times[name] = seconds(began)
    return value
  }
  const { list } = await time('assign', () => assign(server, cloud, systemId))
  const entries = list.counts.assigned ?? 0
  await time('approve', () => approve(server, list))
  await time('take-in', () => takeIn(server, list))
  const after = await done(server, adoptionOperations.get, 'centre', { params: { id: list.id } })
  if (after.counts['taken-in'] !== entries) throw new Error(`not all: ${JSON.stringify(after.counts)}`)
  const ours = (times['take-in'] ?? 0) / entries
  const ratio = ours / anchor
  const told = Object.entries(times).map(([name, value]) => `${name}=${value.toFixed(2)}s`)
  console.log(
    `adoption entries=${entries} ${told.join(' ')} ours=${(ours * 1000).toFixed(2)}ms/thing anchor=${(anchor * 1000).toFixed(2)}ms/thing ratio=${ratio.toFixed(2)} goal=${GOAL} ${ratio <= GOAL ? 'pass' : 'short'}`,
  )
}

async function assign(server: TestServer, { cloudId, poolId }: GivenCloud, systemId: string) {
  const bodyId = server.world.bodies.department
  const body = { cloudId, poolId, bodyId, systemId: null, itemIds: null, note: '', filter: { systemId } }
  return done(server, adoptionOperations.assign, 'centre', { body } as never)
}

async function approve(server: TestServer, { id, version }: AdoptionList): Promise<void> {
  await done(server, adoptionOperations.submit, 'centre', { params: { id }, body: { version } })
  const todo = await done(server, workflowOperations.taskList, 'departmentApprover', {
    query: { box: 'todo' },
  })
  const task = todo.items.find((one) => one.subject.id === id)
  if (task === undefined) throw new Error('the list is to be decided')
  const input = { params: { id: task.id }, body: { version: task.version, comment: '已核对' } }
  await done(server, workflowOperations.taskApprove, 'departmentApprover', input as never)
}

async function takeIn(server: TestServer, { id }: AdoptionList): Promise<void> {
  const reconciler = createAdoptionReconciler(server.composition.cloud.connections)
  for (let isDone = false; !isDone; ) {
    server.clock.advance({ ms: 5 })
    isDone = (await reconciler.reconcile(setupCtx(server), id, never)).done
  }
}
