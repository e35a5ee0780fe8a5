/**
 * F24 at its full size: random usage under prices that change within months, billed, and worked out once more by another
 * arithmetic (`server/test/kit/exact-bills.ts`): how many charges differ by a 分 or more. Rated again, not a row is written.
 *   npm run bench -- exact-bills [rows] [seeds]
 */

import { billBody } from '../server/src/modules/billing/index.ts'
import {
  ensureMonth,
  meterNumber,
  saveMark,
  USAGE_COLUMNS,
  windowOfMonth,
  writeUsage,
} from '../server/src/modules/metering/index.ts'
import {
  copyInto,
  createCopyRows,
  type Database,
  migrate,
  openDatabase,
  SCOPE_ALL,
} from '../server/src/platform/db/index.ts'
import { setupCtx } from '../server/test/kit/clouds.ts'
import {
  createOracle,
  type ExactWorld,
  givenExactWorld,
  randomUsage,
} from '../server/test/kit/exact-bills.ts'
import { openServer, type TestServer } from '../server/test/kit/open-server.ts'
import { withPostgres } from './kit/durable-postgres.ts'

const [ROWS = 10_000_000, SEEDS = 20] = process.argv.slice(2).map(Number)
const SUBJECTS = 10_000
/** Of so many rows at a time: what is held in memory. */
const PART = 200_000

await withPostgres(async (url) => {
  const database = openDatabase({ url, poolSize: 6, onError: () => {} })
  try {
    await migrate(database.owner)
    const server = await openServer(database)
    try {
      const world = await givenExactWorld(server, SUBJECTS)
      let [off, charges] = [0, 0]
      for (let seed = 1; seed <= SEEDS; seed++) {
        const month = new Date(Date.UTC(2026, 8 + seed, 1)).toISOString().slice(0, 7)
        const compared = await oneMonth(database, server, world, month, seed)
        off += compared.off
        charges += compared.charges
        console.log(
          `seed=${seed} month=${month} rows=${compared.rows} charges=${compared.charges} off=${compared.off}`,
        )
      }
      console.log(
        `exact-bills rows=${ROWS} seeds=${SEEDS} charges=${charges} off=${off} ${off === 0 ? 'pass' : 'short'}`,
      )
    } finally {
      await server.close()
    }
  } finally {
    await database.close()
  }
})

async function oneMonth(
  database: Database,
  server: TestServer,
  world: ExactWorld,
  month: string,
  seed: number,
) {
  const oracle = createOracle(world, month)
  const rows = await writeMonth(database, world, month, seed, oracle)
  const ctx = setupCtx(server)
  // Earlier months are done with: only this one is rated.
  await database.owner.query('truncate bill cascade')
  await billBody(ctx, world.bodyId)
  const expected = new Map(
    oracle
      .charges()
      .map((one) => [`${one.subject} ${meterNumber(one.dimension as 'vcpu')} ${one.fromHour}`, one.amount]),
  )
  const stored = await database.owner.query<{
    subject_id: number
    meter: number
    from_hour: number
    amount: string | null
  }>('select subject_id, meter, from_hour, amount::text from charge')
  let off = 0
  for (const { subject_id, meter, from_hour, amount } of stored.rows) {
    const key = `${subject_id} ${meter} ${from_hour}`
    if (!expected.has(key) || expected.get(key) !== (amount === null ? null : BigInt(amount))) off += 1
    expected.delete(key)
  }
  off += expected.size
  const bytes = async () =>
    (
      await database.owner.query(
        'select md5(string_agg(xmin::text || c::text, $1 order by no)) from charge c',
        ['\n'],
      )
    ).rows[0].md5
  const before = await bytes()
  await billBody(ctx, world.bodyId)
  if ((await bytes()) !== before) throw new Error(`month ${month} was written again`)
  await database.owner.query('truncate usage, usage_month')
  return { rows, off, charges: stored.rows.length }
}

async function writeMonth(
  { owner, withConnection }: Database,
  world: ExactWorld,
  month: string,
  seed: number,
  oracle: ReturnType<typeof createOracle>,
): Promise<number> {
  const window = windowOfMonth(month)
  let written = 0
  await withConnection(SCOPE_ALL, async (client) => {
    await ensureMonth(client, window)
    await saveMark(client, window.to)
  })
  // Past row-level security, which takes no COPY.
  const copying = await owner.connect()
  try {
    const copied = createCopyRows()
    // Each part has subjects of its own, so that no row comes twice.
    const parts = Math.max(1, Math.ceil(ROWS / PART))
    const each = Math.ceil(world.subjects.length / parts)
    for (let part = 0; part < parts; part++) {
      const subjects = world.subjects.slice(part * each, (part + 1) * each)
      if (subjects.length === 0) break
      const count = Math.ceil(ROWS / parts)
      for (const row of randomUsage({ ...world, subjects }, month, count, seed * 1000 + part)) {
        writeUsage(copied, row)
        oracle.add(row)
        written += 1
      }
      await copyInto(copying, `usage (${USAGE_COLUMNS})`, copied)
      copied.reset()
    }
  } finally {
    copying.release()
  }
  await owner.query(
    `insert into usage_month (month, subject_id, meter, holding, quantity)
     select $1::date, subject_id, meter, holding, sum(quantity) from usage group by 2, 3, 4`,
    [`${month}-01`],
  )
  await owner.query('vacuum analyze usage')
  return written
}
