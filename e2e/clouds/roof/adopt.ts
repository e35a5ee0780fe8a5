/** Takes in what a cloud held before, as people do it over the API. */
import { adoptionOperations as adoption, workflowOperations } from '@yunheng/contract'
import { eventually, well } from '../../../server/test/kit/journey.ts'
import type { GivenPlace } from '../../../server/test/kit/place.ts'
import type { Platform } from '../../../server/test/kit/platform.ts'
import type { Table } from './table.ts'

/** Owners proposed, then all that has a proposal assigned to the department, decided there, and taken in. */
export async function adopted(platform: Platform, table: Table, name: string, place: GivenPlace) {
  const { people, bodies } = platform.world
  const { proposed } = await table.timed(
    `owners proposed: ${name}`,
    () => well(platform.call(people.centre, adoption.propose, { params: { id: place.cloud.id } })),
    (all) => `${all.proposed} of ${all.unmanaged}`,
  )
  const taken = await table.timed(
    `assigned, approved, taken in: ${name}`,
    () => takenIn(platform, place, bodies.department),
    ({ list }) => `${list.counts['taken-in']} taken in, ${list.counts['left-out']} left out`,
  )
  return { proposed, ...taken }
}

/** All things of a cloud that have a proposal: assigned in one go, decided by their department, taken in. */
async function takenIn(platform: Platform, { cloud, pool }: GivenPlace, bodyId: string) {
  const { centre, departmentApprover } = platform.world.people
  const assigned = await well(
    platform.call(centre, adoption.assign, {
      body: {
        cloudId: cloud.id,
        poolId: pool.id,
        bodyId,
        systemId: null,
        itemIds: null,
        note: '存量资源纳管',
        filter: { proposed: true, bodyId },
      },
    }),
  )
  const { id, version } = assigned.list
  await well(platform.call(centre, adoption.submit, { params: { id }, body: { version } }))
  const todo = await well(
    platform.call(departmentApprover, workflowOperations.taskList, { query: { box: 'todo' } }),
  )
  const task = todo.items.find((one) => one.subject.id === id)
  if (task === undefined) throw new Error('the list is in nobody’s to-do list')
  await well(
    platform.call(departmentApprover, workflowOperations.taskApprove, {
      params: { id: task.id },
      body: { version: task.version, comment: '已核对' },
    }),
  )
  const list = await eventually('the list is taken in', async () => {
    const now = await well(platform.call(centre, adoption.get, { params: { id } }))
    return now.state === 'done' && now
  })
  const entries = await well(
    platform.call(centre, adoption.entries, { params: { id }, query: { pageSize: 200 } }),
  )
  return { list, entries: entries.items }
}
