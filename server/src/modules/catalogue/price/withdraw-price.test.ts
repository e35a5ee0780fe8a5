import { type PriceVersionCreate, priceOperations as prices } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply } from '../../../../test/kit/supply.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { systemActor } from '../../../platform/create-context.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'
import { installCatalogue, listPricesInForce } from '../index.ts'
import { refuseWithdrawal } from './withdraw-price.ts'

const server = useServer()
const people = () => server.current.world.people
const DAY = '2027-06-01'
const REASON = '单价少写一位小数'

beforeAll(async () => {
  const { composition, ids } = server.current
  await installCatalogue(
    composition.makeCtx(systemActor('setup'), { requestId: ids.next(), address: null, operation: null }),
  )
})

async function published(effectiveFrom = DAY) {
  const body: PriceVersionCreate = {
    name: '2027 年合同价',
    effectiveFrom,
    effectiveTo: null,
    source: '合同〔2027〕1号',
    isProductDefault: false,
    providerBodyId: server.current.world.bodies.provider,
    proration: 'day',
    pinsOrders: false,
    termFactors: [],
    lines: [
      {
        offeringCode: 'cloud-host',
        planCode: null,
        poolId: null,
        dimension: 'vcpu',
        per: 'month',
        tiers: [{ upTo: null, unitPrice: '4.6' }],
        weights: { stopped: '1', unseen: '1' },
      },
    ],
  }
  const { call } = server.current
  const made = await call(people().centre, prices.create, { body })
  expect(made.problem?.reason).toBeUndefined()
  const { id } = made.body
  const answer = await call(people().bureau, prices.publish, { params: { id }, body: { version: 1 } })
  expect(answer.body.state).toBe('published')
  return id
}

const seen = async (id: string) =>
  (await server.current.call(people().bureau, prices.get, { params: { id } })).body

async function act(
  verb: 'withdraw' | 'confirmWithdrawal' | 'declineWithdrawal',
  persona: Persona,
  id: string,
  words: object = {},
) {
  const { version } = await seen(id)
  const input = { params: { id }, body: { version, ...words } }
  const answer = await server.current.call(persona, prices[verb], input as never)
  return answer.status < 300 ? 'done' : answer.problem.reason
}

describe('whether prices may be taken back', () => {
  const asked = {
    published_at: new Date(0),
    withdrawn_at: null,
    withdraw_asked_person_id: 'a',
    effective_from: DAY,
  }
  const free = { ...asked, withdraw_asked_person_id: null }
  const before = { today: '2027-05-31', personId: 'b' }
  const begun = { today: DAY, personId: 'b' }
  it.each([
    ['a draft', 'withdraw', { ...free, published_at: null }, before, 'price.not_published'],
    ['what is withdrawn', 'withdraw', { ...asked, withdrawn_at: new Date(0) }, before, 'price.withdrawn'],
    ['on the day before', 'withdraw', free, before, null],
    ['on its first day', 'withdraw', free, begun, 'price.begun'],
    ['twice', 'withdraw', asked, before, 'price.withdrawal_asked'],
    ['confirmed by another', 'confirmWithdrawal', asked, before, null],
    [
      'confirmed by the same',
      'confirmWithdrawal',
      asked,
      { ...before, personId: 'a' },
      'price.withdrawal_same_person',
    ],
    [
      'confirmed by nobody',
      'confirmWithdrawal',
      asked,
      { ...before, personId: null },
      'price.withdrawal_same_person',
    ],
    ['confirmed on its first day', 'confirmWithdrawal', asked, begun, 'price.begun'],
    ['confirmed, never asked', 'confirmWithdrawal', free, before, 'price.withdrawal_not_asked'],
    ['declined too late', 'declineWithdrawal', asked, begun, null],
  ] as const)('R277 %s', (_, verb, price, asking, reason) => {
    expect(refuseWithdrawal(verb, price, asking)).toBe(reason)
  })
})

describe('published prices', () => {
  it('R277 stay once an order was agreed at them; nothing is agreed at what was withdrawn, not even behind the program', async () => {
    const { clock, database } = server.current
    const before = clock.now()
    const supply = await givenSupply(server.current)
    const [resourceId = ''] = await supply.approve()
    const agree = (id: string | null) =>
      database.owner.query(
        `insert into agreed_term_renewed (resource_id, from_day, until, term_months, price_version_id)
         values ($1, '2027-06-01', '2027-12-01', 6, $2)
         on conflict (resource_id, from_day) do update set price_version_id = excluded.price_version_id`,
        [resourceId, id],
      )
    const id = await published()
    await agree(id)
    expect(await act('withdraw', people().centre, id, { reason: REASON })).toBe('price.agreed_already')
    await agree(null)
    expect(await act('withdraw', people().centre, id, { reason: REASON })).toBe('done')
    await agree(id)
    expect(await act('confirmWithdrawal', people().bureau, id)).toBe('price.agreed_already')
    await agree(null)
    expect(await act('confirmWithdrawal', people().bureau, id)).toBe('done')
    await expect(agree(id)).rejects.toThrow(/were withdrawn/)
    clock.set(before.toISOString())
  })

  it('R277 are taken back by two persons before their day, stay in the history, and leave their dates free', async () => {
    const id = await published()
    const { call, database } = server.current
    expect(await act('withdraw', people().bureau, id, { reason: REASON })).toBe('common.forbidden')
    expect(await act('confirmWithdrawal', people().bureau, id)).toBe('price.withdrawal_not_asked')
    expect(await act('withdraw', people().centre, id, { reason: REASON })).toBe('done')
    expect((await seen(id)).withdrawal).toMatchObject({ reason: REASON, withdrawnAt: null })
    expect((await seen(id)).state).toBe('published')
    expect(await act('withdraw', people().centre, id, { reason: REASON })).toBe('price.withdrawal_asked')
    expect(await act('confirmWithdrawal', people().centre, id)).toBe('common.forbidden')
    expect(await act('declineWithdrawal', people().bureau, id, { reason: '价格无误' })).toBe('done')
    expect((await seen(id)).withdrawal).toBeNull()
    expect(await act('withdraw', people().centre, id, { reason: REASON })).toBe('done')
    expect(await act('confirmWithdrawal', people().bureau, id)).toBe('done')
    const gone = await seen(id)
    expect([gone.state, gone.withdrawal?.reason]).toEqual(['withdrawn', REASON])
    expect(gone.lines).toHaveLength(1)
    expect(await act('declineWithdrawal', people().bureau, id, { reason: '再议' })).toBe('price.withdrawn')
    const list = await call(people().guide, prices.list, { query: { state: 'withdrawn' } })
    expect(list.body.items.map((one) => one.id)).toContain(id)
    const window = { from: new Date('2027-06-01T16:00:00Z'), to: new Date('2027-06-02T16:00:00Z') }
    const counting = async () =>
      (await listPricesInForce(database.as(SCOPE_ALL), window)).map((one) => one.versionId)
    expect(await counting()).not.toContain(id)
    const next = await published()
    expect(await counting()).toContain(next)
    await expect(
      database.owner.query('update price_version set withdraw_reason = $2 where id = $1', [id, 'x']),
    ).rejects.toThrow(/do not change/)
  })

  it('R277 stay once their day has begun; nothing else of them changes', async () => {
    const { clock, database } = server.current
    const id = await published('2027-08-01')
    await expect(
      database.owner.query(
        `update price_version set withdraw_reason = 'x', withdraw_asked_by = 'x', withdraw_asked_at = now(),
           withdraw_asked_person_id = gen_random_uuid(), name = 'y' where id = $1`,
        [id],
      ),
    ).rejects.toThrow(/do not change/)
    expect(await act('withdraw', people().centre, id, { reason: REASON })).toBe('done')
    clock.set('2027-07-31T16:00:00.000Z')
    expect(await act('confirmWithdrawal', people().bureau, id)).toBe('price.begun')
    await expect(
      database.owner.query(
        `update price_version set withdrawn_by = 'x', withdrawn_person_id = gen_random_uuid(), withdrawn_at = $2 where id = $1`,
        [id, clock.now()],
      ),
    ).rejects.toThrow(/price_withdrawn_before/)
    expect(await act('declineWithdrawal', people().bureau, id, { reason: '已生效' })).toBe('done')
    expect(await act('withdraw', people().centre, id, { reason: REASON })).toBe('price.begun')
  })
})
