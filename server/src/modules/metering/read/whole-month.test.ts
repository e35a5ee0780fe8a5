import { expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { givenExactWorld, randomUsage, seeded } from '../../../../test/kit/exact-bills.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'
import { ensureMonth, meterNumber, windowOfMonth } from '../index.ts'
import { readMonthSums, sumUsage, sumWholeMonth } from './held-store.ts'

const server = useServer()
const MONTH = '2026-11'
const ROWS = 3000
const HOLDING = { serving: 1, stopped: 2, unseen: 3 } as const

it('F24 sums of everybody’s month are those of each body’s, however often it is cut, by seconds and by days', async () => {
  const { database } = server.current
  const world = await givenExactWorld(server.current)
  const window = windowOfMonth(MONTH)
  await database.withConnection(SCOPE_ALL, (client) => ensureMonth(client, window))
  const rows = randomUsage(world, MONTH, ROWS, 1)
  await database.owner.query(
    `insert into usage (subject_id, hour, meter, holding, quantity)
     select * from unnest($1::int[], $2::int[], $3::smallint[], $4::smallint[], $5::bigint[])`,
    [
      rows.map((row) => row.subject),
      rows.map((row) => row.hour),
      rows.map((row) => meterNumber(row.dimension)),
      rows.map((row) => HOLDING[row.holding]),
      rows.map((row) => row.quantity),
    ],
  )
  await database.owner.query(
    `insert into usage_month (month, subject_id, meter, holding, quantity)
     select $1::date, subject_id, meter, holding, sum(quantity) from usage group by 2, 3, 4`,
    [`${MONTH}-01`],
  )
  const random = seeded(7)
  const { bodyId } = world
  const client = await database.owner.connect()
  try {
    for (const count of [0, 1, 2, 3, 4, 8, 9, 30])
      for (const withDays of [false, true]) {
        const drawn = Array.from({ length: count }, () => window.from + 1 + Math.floor(random() * 700))
        const cuts = [...new Set(drawn)].sort((a, b) => a - b)
        const wanted = { month: MONTH, cuts, withDays }
        await sumWholeMonth(client, { ...wanted, common: cuts, apart: [] })
        const whole = await readMonthSums(client, bodyId)
        expect([wanted, whole]).toEqual([
          wanted,
          await sumUsage(setupCtx(server.current).db, { ...wanted, bodyId }),
        ])
        expect(whole.length).toBeGreaterThan(0)
        // Some cuts are those of a few subjects alone.
        const common = cuts.filter(() => random() < 0.5)
        const apart = world.subjects.filter(() => random() < 0.3).map(({ id }) => id)
        await sumWholeMonth(client, { ...wanted, common, apart })
        const mixed = await readMonthSums(client, bodyId)
        const isApart = ({ subject }: { readonly subject: number }) => apart.includes(subject)
        expect(mixed.filter(isApart)).toEqual(whole.filter(isApart))
        const coarse = await sumUsage(setupCtx(server.current).db, { ...wanted, cuts: common, bodyId })
        const first = [0, ...common.map((cut) => cuts.indexOf(cut) + 1)]
        expect(mixed.filter((row) => !isApart(row))).toEqual(
          coarse
            .filter((row) => !isApart(row))
            .map((row) => ({ ...row, stretch: first[row.stretch] as number })),
        )
      }
  } finally {
    client.release(true)
  }
})
