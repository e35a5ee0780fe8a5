import {
  type RequestCreate,
  type RuleItemInput,
  type RuleSet,
  requestOperations,
  ruleSetOperations as rules,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from '../../../test/kit/server.ts'
import { givenSupply } from '../../../test/kit/supply.ts'
import { givenPersona, type Persona } from '../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../platform/db/index.ts'

const server = useServer()
const people = () => server.current.world.people
let countyCentre: Persona
let cityCentre: Persona
let cityBureau: Persona

const item = (code: string, value: RuleItemInput['value'], source = '某县办法 第三条'): RuleItemInput => ({
  code,
  value,
  source,
  isProductDefault: false,
})
const draft = (as: Persona, items: RuleItemInput[], effectiveFrom = '2026-09-15') =>
  server.current.call(as, rules.create, { body: { effectiveFrom, reason: '按本地实际从严管理', items } })
const publish = (as: Persona, { id, version }: RuleSet) =>
  server.current.call(as, rules.publish, { params: { id }, body: { version } })
const remove = (as: Persona, { id }: RuleSet) => server.current.call(as, rules.remove, { params: { id } })
const effective = async (as: Persona, code: string, regionId?: string) => {
  const query = regionId === undefined ? {} : { regionId }
  const answer = await server.current.call(as, rules.effective, { query })
  return answer.body.items.find((each) => each.code === code)
}

/** The test days run on from the one that the clock stands at. */
beforeAll(async () => {
  const { database, clock, ids, world } = server.current
  clock.set('2026-09-15T02:00:00.000Z')
  await database.inTx(SCOPE_ALL, async (tx) => {
    const grant = (bodyId: string, role: Persona['role'], name: string) =>
      givenPersona(tx, clock, ids, bodyId, role, name)
    countyCentre = await grant(world.bodies.countyBureau, 'regulator-centre', 'countyCentre')
    const cityBody = ids.next()
    await tx
      .insertInto('body')
      .values({
        id: cityBody,
        region_id: world.regions.city,
        kind: 'regulator-bureau',
        name: 'City bureau',
        short_name: 'cityBureau',
        path: `/${cityBody}`,
        created_at: clock.now(),
      })
      .execute()
    cityBureau = await grant(cityBody, 'regulator-bureau', 'cityBureau')
    cityCentre = await grant(cityBody, 'regulator-centre', 'cityCentre')
  })
})

describe('rules of a region (R30)', () => {
  it('R30 refuses a draft that loosens, naming the field, the value above and the level', async () => {
    const answer = await draft(countyCentre, [
      item('confirmation.working-days', 3),
      item('term.test.days', 120),
    ])
    expect(answer.problem).toMatchObject({ status: 422, reason: 'rule-set.loosens_inherited' })
    expect(answer.problem.text.zh).toContain('“测试资源最长期限”取值 120，放宽了全省规则的 90')
    expect(answer.problem.fields?.[0]?.path).toBe('/items/1/value')
    const fixed = await draft(countyCentre, [item('term.delete-days-after-stop', 10)])
    expect(fixed.problem.reason).toBe('rule-set.fixed_above')
  })

  it('R30 tightens from city to county: each says what it inherits, its own, and what applies', async () => {
    const city = await draft(cityCentre, [
      item('term.test.days', 60),
      item('security.anti-virus.required', true),
    ])
    expect(city.body).toMatchObject({ number: 1, region: { level: 'city' }, changes: 2 })
    expect((await publish(cityBureau, city.body)).body.isInForce).toBe(true)

    // What the city has tightened is the county's upper bound, although the province would allow it.
    const over = await draft(countyCentre, [item('term.test.days', 75)])
    expect(over.problem.reason).toBe('rule-set.loosens_inherited')
    expect(over.problem.text.zh).toContain('Region 990100规则的 60')

    const county = await draft(countyCentre, [item('term.test.days', 45)])
    expect(county.body.items).toMatchObject([
      { value: 45, inherited: { value: 60, from: { level: 'city' } } },
    ])
    expect((await publish(people().countyBureau, county.body)).body).toMatchObject({ state: 'published' })
    expect(await effective(countyCentre, 'term.test.days')).toMatchObject({
      inherited: { value: 60, from: { level: 'city' } },
      own: { value: 45 },
      effective: { value: 45, from: { level: 'county' } },
    })
    expect(await effective(countyCentre, 'security.anti-virus.required')).toMatchObject({
      inherited: { value: true, from: { level: 'city' } },
      own: null,
      effective: { value: true, from: { level: 'city' } },
    })
    // The county beside it, and the province, are not touched by it.
    const { regions } = server.current.world
    expect(await effective(people().guide, 'term.test.days', regions.countyB)).toMatchObject({
      effective: { value: 60, from: { level: 'city' } },
    })
    expect(await effective(people().guide, 'term.test.days')).toMatchObject({
      inherited: null,
      effective: { value: 90, from: null },
    })
  })

  it('R30 is kept by its own level: neither the one above nor the one below may change it', async () => {
    const made = await draft(countyCentre, [item('term.emergency.days', 20)])
    expect(made.status).toBe(201)
    const params = { id: made.body.id }
    for (const other of [people().centre, cityCentre]) {
      expect((await remove(other, made.body)).problem.reason).toBe('rule-set.other_level')
      const seen = await server.current.call(other, rules.get, { params })
      expect(seen.body.actions.modify).toEqual({ allowed: false, reason: 'rule-set.other_level' })
    }
    expect((await publish(cityBureau, made.body)).problem.reason).toBe('rule-set.other_level')
    expect((await remove(countyCentre, made.body)).status).toBe(204)
  })

  it('R30 judges a request by the rules of the region of its body, with that region’s clause', async () => {
    const supply = await givenSupply(server.current)
    const ask = async (termMonths: number) => {
      const body = { ...aRequest(supply.systemId, termMonths), requestId: null }
      const { gates } = (
        await server.current.call(people().departmentApplicant, requestOperations.check, { body })
      ).body
      return gates.find((gate) => gate.key === 'term')
    }
    // 45 days in this county: two months are refused with the county's clause, although the province allows 90 days.
    expect(await ask(2)).toMatchObject({ state: 'block', source: '某县办法 第三条' })
    expect(await ask(1)).toMatchObject({ state: 'pass' })
  })

  it('R30 follows when a level above tightens later: the own value has no effect then, and cannot be published anew', async () => {
    const drafted = await draft(countyCentre, [item('term.test.days', 40)], '2026-09-16')
    const whole = await draft(people().centre, [item('term.test.days', 30)], '2026-09-16')
    await publish(people().bureau, whole.body)
    server.current.clock.set('2026-09-16T02:00:00.000Z')
    expect(await effective(countyCentre, 'term.test.days')).toMatchObject({
      inherited: { value: 30, from: null },
      own: { value: 45 },
      effective: { value: 30, from: null },
    })
    const late = await publish(people().countyBureau, drafted.body)
    expect(late.problem.reason).toBe('rule-set.loosens_inherited')
    expect(late.problem.text.zh).toContain('全省规则的 30')
  })
})

const aRequest = (systemId: string, termMonths: number): RequestCreate => ({
  kind: 'new',
  systemId,
  title: '测试环境',
  purpose: 'test',
  networkZone: 'government-extranet',
  poolClass: 'general',
  atEdge: true,
  atRecovery: false,
  termMonths,
  until: null,
  justification: '系统上线前的压力测试环境，用完即释放。',
  projectApprovalNo: null,
  preferredProviderId: null,
  providerReason: null,
  comparedProviderIds: [],
  dataDisposal: null,
  lines: [],
})
