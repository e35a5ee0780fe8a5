import {
  catalogueOperations as offerings,
  type PriceVersionCreate,
  priceOperations as prices,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from '../../../../test/kit/server.ts'
import { systemActor } from '../../../platform/create-context.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'
import { installCatalogue, listPricesInForce } from '../index.ts'

const server = useServer()

beforeAll(async () => {
  const { composition, ids } = server.current
  await installCatalogue(
    composition.makeCtx(systemActor('setup'), { requestId: ids.next(), address: null, operation: null }),
  )
})

type Line = PriceVersionCreate['lines'][number]

const LINE: Line = {
  offeringCode: 'cloud-host',
  planCode: null,
  poolId: null,
  dimension: 'vcpu',
  per: 'month',
  tiers: [{ upTo: null, unitPrice: '30.123456789' }],
  weights: { stopped: '1', unseen: '1' },
}

const aPrice = (parts: Partial<PriceVersionCreate> = {}): PriceVersionCreate => ({
  name: '2026 年合同价',
  effectiveFrom: '2026-10-01',
  effectiveTo: null,
  source: '合同〔2026〕1号',
  isProductDefault: false,
  providerBodyId: null,
  proration: 'day',
  pinsOrders: false,
  termFactors: [],
  lines: [LINE],
  ...parts,
})

async function drafted(parts: Partial<PriceVersionCreate>) {
  const { call, world } = server.current
  const answer = await call(world.people.centre, prices.create, { body: aPrice(parts) })
  expect(answer.problem?.reason).toBeUndefined()
  return answer.body
}
async function published(parts: Partial<PriceVersionCreate>) {
  const { call, world } = server.current
  const { id } = await drafted(parts)
  const answer = await call(world.people.bureau, prices.publish, { params: { id }, body: { version: 1 } })
  expect(answer.body.state).toBe('published')
  return answer.body
}
async function refusalOf(parts: Partial<PriceVersionCreate>) {
  const { call, world } = server.current
  const { problem } = await call(world.people.centre, prices.create, { body: aPrice(parts) })
  return [problem.reason, problem.fields?.map(({ path }) => path) ?? []]
}

describe('prices', () => {
  it('are drafted by the centre, put into force by the bureau, and then fixed', async () => {
    const { call, world, database } = server.current
    const { centre, bureau } = world.people
    const draft = await drafted({})
    const params = { id: draft.id }
    expect(draft.lines[0]?.tiers).toEqual([{ upTo: null, unitPrice: '30.123456789' }])
    expect((await call(centre, prices.publish, { params, body: { version: 1 } })).problem.reason).toBe(
      'common.forbidden',
    )
    expect((await call(bureau, prices.publish, { params, body: { version: 1 } })).body.state).toBe(
      'published',
    )
    const change = await call(centre, prices.update, { params, body: { ...aPrice(), version: 2 } })
    expect(change.problem.reason).toBe('price.published')
    expect((await call(centre, prices.remove, { params })).problem.reason).toBe('price.published')
    // Not even by whoever keeps the database (R277).
    for (const meddle of [
      `update price_version set effective_to = '2026-12-31' where id = $1`,
      'delete from price_version where id = $1',
      `update price_line set tiers = '[{"upTo": null, "unitPrice": "0"}]' where price_version_id = $1`,
      'delete from price_line where price_version_id = $1',
      `insert into price_line (price_version_id, position, offering_code, dimension, per, tiers)
        values ($1, 99, 'vpn', 'account', 'month', '[{"upTo": null, "unitPrice": "1"}]')`,
    ])
      await expect(database.owner.query(meddle, [draft.id])).rejects.toThrow(/do not change/)
  })

  it('are put into force by somebody else than who wrote them down, who sees what changes', async () => {
    const { call, world, database } = server.current
    const { bureau } = world.people
    const free = { upTo: 10, unitPrice: '0' }
    const tiered: Line = { ...LINE, tiers: [free, { upTo: null, unitPrice: '30.123456789' }] }
    const draft = await drafted({
      effectiveFrom: '2026-11-01',
      lines: [tiered],
      providerBodyId: world.bodies.otherProvider,
      proration: 'second',
    })
    const params = { id: draft.id }
    const { body: difference } = await call(bureau, prices.difference, { params })
    expect(difference.against?.effectiveFrom).toBe('2026-10-01')
    expect(difference.lines).toMatchObject([
      { dimension: 'vcpu', before: { tiers: LINE.tiers }, after: { tiers: tiered.tiers }, change: 'lowered' },
    ])
    expect(difference.rules?.after).toEqual({ proration: 'second', pinsOrders: false })
    // The same person also has a post at the bureau.
    await database.owner.query('update price_version set drafted_by = $2 where id = $1', [
      draft.id,
      bureau.personId,
    ])
    const own = await call(bureau, prices.publish, { params, body: { version: draft.version } })
    expect([own.status, own.problem.reason]).toEqual([403, 'price.own_draft'])
    const seen = await call(bureau, prices.get, { params })
    expect(seen.body.actions.publish.allowed).toBe(false)
  })

  it('refuses unknown plans, the same price twice, what is not counted, and a start in the past', async () => {
    const { call, world } = server.current
    const { centre, bureau } = world.people
    const reasonOf = async (...lines: Line[]) => (await refusalOf({ lines }))[0]
    expect(await reasonOf({ ...LINE, planCode: 'no-such' })).toBe('price.line_unknown')
    expect(await reasonOf({ ...LINE, poolId: world.bodies.provider })).toBe('price.line_unknown')
    expect(await reasonOf(LINE, LINE)).toBe('price.line_twice')
    expect(await reasonOf({ ...LINE, dimension: 'seat' })).toBe('price.unit_unknown')
    expect(await reasonOf({ ...LINE, planCode: 'c2m4', dimension: 'public-ip' })).toBe('price.unit_unknown')
    expect(await reasonOf({ ...LINE, tiers: [{ upTo: 10, unitPrice: '0' }] })).toBe('price.tiers_invalid')
    const tiers = [
      { upTo: 10, unitPrice: '0' },
      { upTo: 5, unitPrice: '1' },
      { upTo: null, unitPrice: '2' },
    ]
    const faulty = [
      LINE,
      { ...LINE, offeringCode: 'no-such' },
      { ...LINE, planCode: 'no-such' },
      LINE,
      { ...LINE, dimension: 'memory-gib' as const, tiers },
    ]
    const { problem } = await call(centre, prices.create, { body: aPrice({ lines: faulty }) })
    expect(problem.fields?.map((field) => field.path)).toEqual([
      '/lines/1/offeringCode',
      '/lines/2/planCode',
      '/lines/3/dimension',
      '/lines/4/tiers/1/upTo',
    ])
    expect(problem.fields?.[2]).toMatchObject({
      zh: '价格项 4 与价格项 1 的服务、规格、资源池、计价项和周期相同，只能保留一个',
      en: 'Price line 4 prices the same as line 1: keep one of them',
    })
    const late = await drafted({ effectiveFrom: '2026-09-14' })
    const answer = await call(bureau, prices.publish, { params: { id: late.id }, body: { version: 1 } })
    expect(answer.problem.reason).toBe('price.starts_in_the_past')
    expect((await call(centre, prices.remove, { params: { id: late.id } })).status).toBe(204)
  })

  it('of one provider never overlap: refused as a draft, and again when two are published at once', async () => {
    const { call, world, database } = server.current
    expect(await refusalOf({ effectiveTo: '2026-09-30' })).toEqual([
      'price.ends_before_start',
      ['/effectiveTo'],
    ])
    expect(await refusalOf({})).toEqual(['price.overlaps', ['/effectiveFrom']])
    expect(await refusalOf({ effectiveFrom: '2026-09-20', effectiveTo: '2026-10-01' })).toEqual([
      'price.overlaps',
      ['/effectiveTo'],
    ])
    const providerBodyId = world.bodies.otherProvider
    await published({ providerBodyId, effectiveFrom: '2027-02-01', effectiveTo: '2027-02-28' })
    expect(await refusalOf({ providerBodyId, effectiveFrom: '2027-02-28' })).toEqual([
      'price.overlaps',
      ['/effectiveFrom'],
    ])
    // Both were fine when they were written.
    const both = [
      await drafted({ providerBodyId, effectiveFrom: '2027-04-01' }),
      await drafted({ providerBodyId, effectiveFrom: '2027-04-01' }),
    ]
    const answers = await Promise.all(
      both.map(({ id }) =>
        call(world.people.bureau, prices.publish, { params: { id }, body: { version: 1 } }),
      ),
    )
    expect(answers.map((one) => one.body.state ?? one.problem.reason).sort()).toEqual([
      'price.overlaps',
      'published',
    ])
    const loser = both.find((_, at) => answers[at]?.status !== 200)
    const forced = `update price_version set published_at = now() where id = $1`
    await expect(database.owner.query(forced, [loser?.id])).rejects.toThrow(/overlap/)
  })

  it('R277 are found for any stretch of time, with their midnights, a gap where nothing was agreed', async () => {
    const { world, database } = server.current
    const window = { from: new Date('2027-02-14T16:00:00Z'), to: new Date('2027-05-01T16:00:00Z') }
    const found = await listPricesInForce(database.as(SCOPE_ALL), window)
    const spans = found
      .filter(({ providerBodyId }) => providerBodyId === world.bodies.otherProvider)
      .map(({ from, to }) => [from.toISOString(), to?.toISOString() ?? null])
    expect(spans).toEqual([
      ['2027-01-31T16:00:00.000Z', '2027-02-28T16:00:00.000Z'],
      ['2027-03-31T16:00:00.000Z', null],
    ])
    const general = found.filter(({ providerBodyId }) => providerBodyId === null)
    expect(general).toMatchObject([
      { proration: 'day', to: null, lines: [{ position: 0, dimension: 'vcpu' }] },
    ])
  })

  it('tell what they leave without a price before they are published; none of it stands in the way', async () => {
    const { call, world } = server.current
    const draft = await drafted({ effectiveFrom: '2027-01-01', effectiveTo: '2027-06-30', name: '半年价' })
    const { body } = await call(world.people.bureau, prices.coverage, { params: { id: draft.id } })
    expect(body).toMatchObject({ from: '2027-01-01', until: '2027-06-30', next: null, moreGaps: 0 })
    expect(new Set(body.gaps.map(({ kind }) => kind))).toEqual(new Set(['ends', 'unpriced']))
    const host = body.offerings.find(({ code }) => code === 'cloud-host')
    const vcpu = host?.dimensions.find(({ dimension }) => dimension === 'vcpu')
    expect(vcpu?.priced).toBe(vcpu?.plans)
    expect(host?.dimensions.find(({ dimension }) => dimension === 'memory-gib')?.priced).toBe(0)
    // A provider's own prices that end fall back to the general ones.
    const own = await drafted({
      providerBodyId: world.bodies.provider,
      effectiveFrom: '2027-01-01',
      effectiveTo: '2027-06-30',
    })
    const fallsBack = await call(world.people.bureau, prices.coverage, { params: { id: own.id } })
    expect(fallsBack.body.next?.effectiveFrom).toBe('2026-10-01')
    expect(fallsBack.body.gaps.map(({ kind }) => kind)).not.toContain('ends')
  })

  it('estimates at the prices of the day, a provider’s own first, and says whose they are', async () => {
    const { call, world } = server.current
    const { departmentApplicant } = world.people
    const list = await call(departmentApplicant, offerings.list, { query: { q: 'cloud-host' } })
    const plan = list.body.items[0]?.plans.find((each) => each.code === 'c4m8')
    const estimateOf = async (providerBodyId: string | null, onDay?: string) =>
      (
        await call(departmentApplicant, offerings.estimate, {
          body: {
            lines: [
              { planId: plan?.id ?? '', quantity: 1, parameters: { image: 'kylin', rootDiskGiB: 120 } },
            ],
            term: { months: 1, days: 0 },
            providerBodyId,
            ...(onDay ? { onDay } : {}),
          },
        })
      ).body
    const general = await estimateOf(null)
    expect(general.total.amountMinor).toBe((4 * 46 + 8 * 17 + 24) * 100)
    expect(general.priceVersion).toMatchObject({ isProductDefault: true })
    expect(general.lines[0]?.aboveRecommended).toEqual(['root-disk-gib'])
    await published({
      name: '服务商价',
      providerBodyId: world.bodies.provider,
      effectiveFrom: '2026-12-01',
      effectiveTo: '2026-12-31',
    })
    expect((await estimateOf(world.bodies.provider, '2026-09-20')).priceVersion?.name).toBe(
      general.priceVersion?.name,
    )
    const later = await estimateOf(world.bodies.provider, '2026-12-01')
    expect(later).toMatchObject({ priceVersion: { name: '服务商价' }, isComplete: false })
    // Its own prices are over: the general ones count again.
    expect((await estimateOf(world.bodies.provider, '2027-01-01')).priceVersion?.name).toBe('2026 年合同价')
  })

  it('refuses parameters that the plan does not know, naming them', async () => {
    const { call, world } = server.current
    const list = await call(world.people.departmentApplicant, offerings.list, { query: { q: 'cloud-host' } })
    const planId = list.body.items[0]?.plans[0]?.id ?? ''
    const body = {
      lines: [{ planId, quantity: 1, parameters: { image: 'kylin', rootPassword: 'x' } }],
      term: { months: 1, days: 0 },
      providerBodyId: null,
    }
    const answer = await call(world.people.departmentApplicant, offerings.estimate, { body })
    expect(answer.problem).toMatchObject({ status: 400, reason: 'offering.parameters_invalid' })
    expect(answer.problem.detail).toContain('rootPassword')
  })
})
