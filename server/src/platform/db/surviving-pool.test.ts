import { expect, it } from 'vitest'
import { useDatabase } from '../../../test/kit/database.ts'
import { administer } from '../../../test/kit/scratch-database.ts'
import { survivingPool } from './index.ts'

const db = useDatabase()

it('outlives the loss of an idle, a taken and a closing connection, and says so', async () => {
  const errors: string[] = []
  const pool = survivingPool({ connectionString: db.current.url, max: 3 }, (error) =>
    errors.push(error.message),
  )
  const kill = () =>
    administer(
      db.current.url,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    )
  await pool.query('select 1')
  await kill()
  await expect.poll(() => errors.length).toBeGreaterThan(0)

  const before = errors.length
  const taken = await pool.connect()
  await kill()
  await expect.poll(() => errors.length).toBeGreaterThan(before)
  taken.release(true)

  expect((await pool.query('select 2 as n')).rows).toEqual([{ n: 2 }])
  await Promise.all([pool.end(), kill()])
})
