import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from '../../../../test/kit/server.ts'
import { windowOfMonth } from '../../metering/index.ts'
import {
  correctionOf,
  csvOf,
  differencesOf,
  type Held,
  handIn,
  type Line,
  lineOf,
  type Thing,
  writeMonth,
} from '../month.fixture.ts'

const server = useServer()
const people = () => server.current.world.people
const [AUGUST, SEPTEMBER, OCTOBER] = ['2026-08', '2026-09', '2026-10'] as const

const thing = (no: number): Thing => ({
  id: `0199a000-0000-7000-8000-00000000140${no}`,
  isApproved: true,
  externalId: `i-${no}`,
  endedAt: null,
  held: [{ dimension: 'vcpu', held: 2n * 1000n * 3600n * 720n, fen: 20_000n }],
})
const [ONCE, TAKEN_OFF, GIVEN_BACK] = [thing(1), thing(2), thing(3)]
const THINGS = [ONCE, TAKEN_OFF, GIVEN_BACK]
const usage = (one: Thing, fen = 20_000n): Line => lineOf(one, { ...(one.held[0] as Held), fen })
const installed = (yuan: string): Line => ({
  resource: ONCE.externalId,
  item: 'vcpu',
  quantity: '',
  unit: '',
  yuan,
})

/** A charge beside usage on the bill of a month: paid once, or what a dispute gave back. */
async function charge(
  bill: string,
  no: number,
  of: { on: Thing; month: string; fen: bigint; isOnce?: boolean },
) {
  const { from } = windowOfMonth(of.month)
  await server.current.database.owner.query(
    `insert into charge (bill_id, no, category, subject_id, system_id, meter, from_hour, to_hour, serving, stopped, unseen,
       price_version_id, price_position, factor, billable, amount, disputed_no, request_line_id)
     select (select id from bill where body_id = $1 and month = $2::date), $3, $4, s.id, s.system_id, 1, $5, $5 + 1, 1, 0, 0,
       gen_random_uuid(), 0, null, 1, $6, $7, case when $4 = 'once' then gen_random_uuid() end from usage_subject s where s.resource_id = $8`,
    [
      server.current.world.bodies.department,
      `${bill}-01`,
      no,
      of.isOnce ? 'once' : 'adjustment',
      from,
      of.fen.toString(),
      of.isOnce ? null : 1,
      of.on.id,
    ],
  )
}

async function found(month: string, lines: readonly Line[]) {
  const { status, body } = await handIn(server.current, people().providerAdmin, month, csvOf(month, lines))
  expect([status, body.errors]).toEqual([200, 0])
  const all = await differencesOf(server.current, body)
  return all
    .filter(({ state }) => state !== 'lapsed')
    .map(({ kind, resourceRef, billed, platform }) => [
      kind,
      resourceRef,
      billed.amountMinor,
      platform.amountMinor,
    ])
}

beforeAll(async () => {
  server.current.clock.set('2026-11-09T02:00:00.000Z')
  for (const month of [SEPTEMBER, OCTOBER]) await writeMonth(server.current, month, THINGS)
  await charge(SEPTEMBER, 101, { on: ONCE, month: SEPTEMBER, fen: 8_000n, isOnce: true })
  await charge(SEPTEMBER, 102, { on: TAKEN_OFF, month: SEPTEMBER, fen: -300n })
  await charge(SEPTEMBER, 103, { on: GIVEN_BACK, month: AUGUST, fen: -500n })
})

describe('R299: what is paid once and what disputes gave back', () => {
  it('makes no difference where a statement leaves it out', async () => {
    expect(
      await found(
        SEPTEMBER,
        THINGS.map((one) => usage(one)),
      ),
    ).toEqual([])
  })

  it('makes none where a statement has it among its usage, taken off, or given back for its month', async () => {
    expect(
      await found(SEPTEMBER, [
        usage(ONCE),
        installed('80.00'),
        usage(TAKEN_OFF, 19_700n),
        usage(GIVEN_BACK),
        correctionOf(GIVEN_BACK, AUGUST, -500n),
      ]),
    ).toEqual([])
  })

  it('of another amount differs from usage, as what nobody knows of does', async () => {
    expect(
      await found(SEPTEMBER, [
        usage(ONCE),
        installed('81.00'),
        usage(TAKEN_OFF, 19_000n),
        usage(GIVEN_BACK),
        correctionOf(GIVEN_BACK, AUGUST, -400n),
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['amount-differs', 'i-1', 28_100, 20_000],
        ['price-differs', 'i-2', 19_000, 20_000],
        ['correction-unfounded', 'i-3', -400, 0],
      ]),
    )
  })

  it('may be given back by a later statement than the bill: once', async () => {
    const lines = [...THINGS.map((one) => usage(one)), correctionOf(GIVEN_BACK, AUGUST, -500n)]
    expect(await found(OCTOBER, lines)).toEqual([])
    await server.current.database.owner.query(
      `update statement set state = 'agreed', agreed_at = now(), agreed_by = 'test', agreed_amount = amount where month = '2026-10-01'`,
    )
    expect(await found(SEPTEMBER, [...lines])).toEqual([['correction-unfounded', 'i-3', -500, 0]])
  })
})
