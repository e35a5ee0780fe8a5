import { randomUUID } from 'node:crypto'
import {
  differenceOperations as differences,
  statementOperations as operations,
  type StatementDifference,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { well } from '../../../../test/kit/journey.ts'
import { actorOf, useServer } from '../../../../test/kit/server.ts'
import type { Ctx } from '../../../platform/context.ts'
import { joined } from '../../../platform/http/index.ts'
import {
  correctionOf,
  csvOf,
  differencesOf,
  handIn,
  type Line,
  lineOf,
  sendBills,
  type Thing,
  writeMonth,
} from '../month.fixture.ts'
import { agreeStatement } from './act-on-statement.ts'

const server = useServer()
const people = () => server.current.world.people
const [AUGUST, SEPTEMBER, OCTOBER] = ['2026-08', '2026-09', '2026-10'] as const
const HELD = { dimension: 'vcpu' as const, held: 3_600_000_000n, fen: 10_000n }
const thing = (): Thing => {
  const id = randomUUID()
  return { id, isApproved: true, externalId: `i-${id}`, endedAt: null, held: [HELD] }
}
const THINGS = {
  agreed: thing(),
  forgotten: thing(),
  other: thing(),
  early: thing(),
  foreign: { ...thing(), isApproved: false },
}
const all = Object.values(THINGS)
const usage = (things: readonly Thing[] = all): readonly Line[] => things.map((one) => lineOf(one, HELD))
const adjusting = (fen: Partial<Record<keyof typeof THINGS, bigint>>): readonly Thing[] =>
  (Object.keys(THINGS) as (keyof typeof THINGS)[]).map((key) => {
    const amount = fen[key]
    return amount === undefined ? THINGS[key] : { ...THINGS[key], adjusted: [{ month: AUGUST, fen: amount }] }
  })

const given = async (month: string, lines: readonly Line[]) => {
  const { statement } = await well(handIn(server.current, people().providerAdmin, month, csvOf(month, lines)))
  if (statement === null) throw new Error('every row is read')
  const found = await differencesOf(server.current, { statement })
  return { statement, found: found.filter(({ serviceMonth }) => serviceMonth !== null) }
}
const told = (found: readonly StatementDifference[]) =>
  found
    .map(({ kind, resource, resourceRef, serviceMonth, billed, platform }) => {
      const name = Object.entries(THINGS).find(([, { id }]) => id === resource?.id)?.[0] ?? resourceRef
      return `${name} ${serviceMonth} ${kind} ${billed.amountMinor} ${platform.amountMinor}`
    })
    .sort()

/** At the provider's amount or the platform's, every difference that waits. */
async function settle(id: string, side: 'platform' | 'provider'): Promise<void> {
  const { call } = server.current
  const statement = () => call(people().centre, operations.get, { params: { id } })
  const kinds = (await well(statement())).kinds.filter(({ open }) => open > 0)
  for (const { kind } of kinds) {
    const { version } = await well(statement())
    const body = { version, kind, side, words: '核定' }
    await well(call(people().centre, operations.decideKind, { params: { id }, body }))
    const now = await well(statement())
    // Where no money hangs on it, one person settles it.
    if (!now.kinds.some((one) => one.kind === kind && one.open > 0)) continue
    await well(
      call(people().bureau, operations.confirmKind, { params: { id }, body: { version: now.version, kind } }),
    )
  }
}

/** The same, and then the month is agreed. */
async function agree(id: string, side: 'platform' | 'provider'): Promise<number> {
  const { call } = server.current
  await sendBills(server.current)
  await settle(id, side)
  const { version } = await well(call(people().centre, operations.get, { params: { id } }))
  const done = await well(call(people().centre, operations.agree, { params: { id }, body: { version } }))
  return done.agreedAmount?.amountMinor ?? Number.NaN
}

describe('corrections of earlier months', () => {
  beforeAll(async () => {
    server.current.clock.set('2026-10-09T02:00:00.000Z')
    await writeMonth(
      server.current,
      SEPTEMBER,
      adjusting({ agreed: -1_500n, forgotten: -700n, other: 900n, foreign: 300n }),
    )
  })

  it('R299: are billed, or given back, with their service month; without it nothing is below nothing', async () => {
    const wrong = [
      { ...correctionOf(THINGS.agreed, AUGUST, -1n), serviceMonth: '' },
      correctionOf(THINGS.agreed, OCTOBER, 1n),
      correctionOf(THINGS.agreed, 'August', 1n),
    ]
    const { faults } = await well(
      handIn(server.current, people().providerAdmin, SEPTEMBER, csvOf(SEPTEMBER, wrong)),
    )
    expect(faults.map(({ fault }) => fault)).toEqual([
      'amount-negative',
      'service-month-later',
      'service-month-invalid',
    ])
  })

  it('R299: are compared with what the bills adjust of that month, each difference with its month', async () => {
    const again = correctionOf(THINGS.other, AUGUST, 1_000n)
    const { statement, found } = await given(SEPTEMBER, [
      ...usage(all.filter((one) => one !== THINGS.foreign)),
      correctionOf(THINGS.agreed, AUGUST, -1_000n),
      correctionOf(THINGS.agreed, AUGUST, -500n),
      again,
      again,
      correctionOf(THINGS.early, AUGUST, 2_000n),
      correctionOf(THINGS.foreign, AUGUST, 300n),
      correctionOf({ externalId: 'nobody' }, AUGUST, -50n),
    ])
    expect(statement.corrections).toEqual({ lines: 7, amount: { amountMinor: 2_750, currency: 'CNY' } })
    // Beside what the month itself was approved, provisioned and measured at.
    expect(statement.ledgers?.billed).toEqual({
      resources: 4,
      amount: { amountMinor: 40_000, currency: 'CNY' },
    })
    expect(told(found)).toEqual([
      'early 2026-08 correction-unfounded 2000 0',
      'foreign 2026-08 not-approved 300 0',
      'forgotten 2026-08 correction-missing 0 -700',
      'nobody 2026-08 unknown-resource -50 0',
      'other 2026-08 correction-differs 1000 900',
      'other 2026-08 duplicate 1000 0',
    ])
    const own = await differencesOf(server.current, { statement })
    expect(own.filter(({ serviceMonth }) => serviceMonth === null).map(({ kind }) => kind)).toEqual([
      'never-approved',
    ])
  })

  it('a difference shows the lines of that month, and the charges that adjust it', async () => {
    const { items } = await well(
      server.current.call(people().centre, differences.list, { query: { kind: 'correction-differs' } }),
    )
    const { id = '' } = items[0] ?? {}
    const seen = await well(server.current.call(people().providerAdmin, differences.get, { params: { id } }))
    expect(seen.billedLines.map(({ serviceMonth, amount }) => [serviceMonth, amount.amountMinor])).toEqual([
      [AUGUST, 1_000],
      [AUGUST, 1_000],
    ])
    expect(seen.charges.map(({ amount }) => amount?.amountMinor)).toEqual([900])
  })

  it('R299: count in what is agreed, each once', async () => {
    const { items } = await well(
      server.current.call(people().centre, operations.list, { query: { month: SEPTEMBER } }),
    )
    server.current.clock.set('2026-10-20T02:00:00.000Z')
    const { id = '', amount } = items.find(({ state }) => state === 'compared') ?? {}
    // At the provider's amounts: all that it bills, what it forgot not added.
    expect(await agree(id, 'provider')).toBe(amount?.amountMinor)
  })

  it('R299: what was settled is not settled again, whoever of the two comes second', async () => {
    server.current.clock.set('2026-11-09T02:00:00.000Z')
    // The platform adjusts now what was settled before; the provider bills now what it forgot, and one correction a second time.
    await writeMonth(server.current, OCTOBER, adjusting({ early: 2_000n, other: 1_100n }))
    const { statement, found } = await given(OCTOBER, [
      ...usage(all.filter((one) => one !== THINGS.foreign)),
      correctionOf(THINGS.forgotten, AUGUST, -700n),
      correctionOf(THINGS.agreed, AUGUST, -1_500n),
    ])
    expect(told(found)).toEqual(['agreed 2026-08 correction-unfounded -1500 0'])
    server.current.clock.set('2026-11-20T02:00:00.000Z')
    expect(await agree(statement.id, 'platform')).toBe(40_000 - 700)
  })
})

const MAY = '2025-05'
const [EARLY, LATE, SAME, TWICE] = [2_000n, 700n, -300n, 50n]

/** Two months, each with what only one side corrects in it: both of them do it once, in one month or the other. */
async function givenPair(first: string, second: string): Promise<readonly [string, string]> {
  server.current.clock.set('2026-10-09T02:00:00.000Z')
  const [early, late, same, twice] = [thing(), thing(), thing(), thing()]
  const adjusted = (one: Thing, fen: bigint): Thing => ({ ...one, adjusted: [{ month: MAY, fen }] })
  await writeMonth(server.current, first, [
    early,
    adjusted(late, LATE),
    adjusted(same, SAME),
    adjusted(twice, TWICE),
  ])
  await writeMonth(server.current, second, [adjusted(early, EARLY), late, same, twice])
  const every = usage([early, late, same, twice])
  const ids: string[] = []
  for (const [month, corrections] of [
    [
      first,
      [correctionOf(early, MAY, EARLY), correctionOf(same, MAY, SAME), correctionOf(twice, MAY, TWICE)],
    ],
    [second, [correctionOf(late, MAY, LATE), correctionOf(twice, MAY, TWICE)]],
  ] as const) {
    const { statement } = await given(month, [...every, ...corrections])
    ids.push(statement.id)
  }
  return ids as unknown as readonly [string, string]
}

async function compareAnew(id: string): Promise<void> {
  const { call } = server.current
  server.current.clock.set('2026-10-09T02:00:00.000Z')
  const { version } = await well(call(people().centre, operations.get, { params: { id } }))
  await well(call(people().centre, operations.compare, { params: { id }, body: { version } }))
  server.current.clock.set('2026-10-20T02:00:00.000Z')
}
/** Usage of four things in two months, and each correction once. */
const ONCE = Number(2n * 4n * HELD.fen + EARLY + LATE + SAME + TWICE)

async function centreCtx(): Promise<Ctx> {
  const { composition, database, clock, ids } = server.current
  const actor = await actorOf(database, clock, people().centre.postId)
  return composition.makeCtx(actor, { requestId: ids.next(), address: null, operation: operations.agree })
}
const isSomebodyWaiting = async () =>
  (
    await server.current.database.owner.query(`select from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`)
  ).rows.length > 0

describe('months that are agreed in any order', () => {
  it.each([
    ['2025-06', '2025-07', 'in their order', 'platform'],
    ['2025-08', '2025-09', 'the later one first', 'platform'],
    ['2025-10', '2025-11', 'in their order', 'provider'],
    ['2025-12', '2026-01', 'the later one first', 'provider'],
  ] as const)(
    'R299: settle each correction once: %s and %s, %s, at first at the amounts of the %s',
    async (first, second, order, side) => {
      const ids = await givenPair(first, second)
      const [one, other] = order === 'in their order' ? ids : [ids[1], ids[0]]
      await compareAnew(one)
      const agreed = await agree(one, side)
      await compareAnew(other)
      // What the first one settled is settled, whatever it is that the second month says.
      expect(agreed + (await agree(other, 'platform'))).toBe(ONCE)
    },
  )

  it('R299: of two that are agreed at once, the second sees what the first has settled', async () => {
    const { call } = server.current
    const ids = await givenPair('2026-02', '2026-03')
    server.current.clock.set('2026-10-20T02:00:00.000Z')
    await sendBills(server.current)
    // Decided before either is agreed: the first at what it bills, the second at what its bills adjust.
    await settle(ids[0], 'provider')
    await settle(ids[1], 'platform')
    const versionOf = async (id: string) =>
      (await well(call(people().centre, operations.get, { params: { id } }))).version
    const versions = [await versionOf(ids[0]), await versionOf(ids[1])] as const
    const centre = await centreCtx()
    const [first, second] = await centre.inTx(async (tx) => {
      const done = await agreeStatement(joined(centre, tx), ids[0], { version: versions[0] })
      let isOver = false
      const other = call(people().centre, operations.agree, {
        params: { id: ids[1] },
        body: { version: versions[1] },
      }).finally(() => {
        isOver = true
      })
      // The first is not there for others before its transaction ends: until then the second waits.
      while (!isOver && !(await isSomebodyWaiting())) await new Promise((look) => setTimeout(look, 20))
      return [done, { other }] as const
    })
    // It has something new to decide.
    expect((await second.other).problem.reason).toBe('statement.stale')
    const [left, agreed] = [ids[1], Number(first.agreed_amount)]
    await compareAnew(left)
    expect(agreed + (await agree(left, 'platform'))).toBe(ONCE)
  })
})
