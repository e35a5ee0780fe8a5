import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { setupCtx } from '../../test/kit/clouds.ts'
import { useServer } from '../../test/kit/server.ts'
import { givenSupply } from '../../test/kit/supply.ts'
import { meterWhole } from './meter-whole.ts'

const METERING_LOCK = 4713
const server = useServer()

it('the sample is billed when all of it is metered: where the worker meters at this moment, it waits', async () => {
  const { clock, database } = server.current
  const supply = await givenSupply(server.current)
  await supply.approve()
  await supply.settle()
  clock.advance({ hours: 5 })
  const metered = async () =>
    (await database.owner.query<{ count: number }>('select count(*)::int as count from usage')).rows[0]?.count
  const worker = await database.owner.connect()
  let isDone = false
  try {
    await worker.query('begin')
    await worker.query(`select pg_advisory_xact_lock(${METERING_LOCK})`)
    const metering = meterWhole(setupCtx(server.current), database).then(() => {
      isDone = true
    })
    await wait(1000)
    expect([isDone, await metered()]).toEqual([false, 0])
    await worker.query('rollback')
    await metering
  } finally {
    await worker.query('rollback')
    worker.release()
  }
  expect(await metered()).toBeGreaterThan(0)
})
