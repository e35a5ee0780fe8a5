import { statementOperations as operations, type RuleItemInput, ruleSetOperations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from '../../../../test/kit/server.ts'
import { csvOf, differencesOf, handIn, lineOf, type Thing, writeMonth } from '../month.fixture.ts'

const server = useServer()
const people = () => server.current.world.people
const THING: Thing = {
  id: '0199a000-0000-7000-8000-000000001402',
  isApproved: true,
  externalId: 'i-1402',
  endedAt: null,
  held: [{ dimension: 'vcpu', held: 2n * 1000n * 3600n * 720n, fen: 20_000n }],
}
const item = (code: string, value: number): RuleItemInput => ({
  code,
  value,
  source: '某省规定 第九条',
  isProductDefault: false,
})

/** Billed three 分 too dear, on one line. */
async function compared(month: string) {
  await writeMonth(server.current, month, [THING])
  const [held] = THING.held
  if (held === undefined) throw new Error('it holds something')
  const { status, body } = await handIn(
    server.current,
    people().providerAdmin,
    month,
    csvOf(month, [lineOf(THING, { ...held, fen: 20_003n })]),
  )
  expect(status).toBe(200)
  const found = await differencesOf(server.current, body)
  const seen = await server.current.call(people().centre, operations.get, {
    params: { id: body.statement?.id ?? '' },
  })
  return { found: found.map(({ kind, state }) => [kind, state]), statement: seen.body }
}

beforeAll(async () => {
  const { call, clock } = server.current
  clock.set('2026-09-20T02:00:00.000Z')
  const drafted = await call(people().centre, ruleSetOperations.create, {
    body: {
      effectiveFrom: '2026-10-01',
      reason: '按省里新规放宽尾差',
      items: [
        item('statement.line-fen', 5),
        item('statement.quantity-permille', 0),
        item('difference.answer-days', 10),
      ],
    },
  })
  const { id, version } = drafted.body
  const published = await call(people().bureau, ruleSetOperations.publish, {
    params: { id },
    body: { version },
  })
  expect(published.status).toBe(200)
  clock.set('2026-11-05T02:00:00.000Z')
})

describe('R299: what of a statement is no difference yet', () => {
  it('is what the rules say that were in force when its month began: the product’s own before', async () => {
    const { found, statement } = await compared('2026-09')
    expect(found).toEqual([['price-differs', 'open']])
    expect(statement.tolerance).toEqual({
      ...{ number: 1, lineFen: 1, quantityPermille: 1, answerDays: 5 },
      ...{ source: '产品默认值', isProductDefault: true },
    })
    expect(statement.dueOn).toBe('2026-11-12')
  })

  it('is what two people published, from its month on', async () => {
    const { found, statement } = await compared('2026-10')
    expect(found).toEqual([['rounding', 'settled']])
    expect(statement.tolerance).toEqual({
      ...{ number: 2, lineFen: 5, quantityPermille: 0, answerDays: 10 },
      ...{ source: '某省规定 第九条', isProductDefault: false },
    })
  })
})
