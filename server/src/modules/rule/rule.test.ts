import {
  type RequestCreate,
  type RuleItemInput,
  type RuleSet,
  requestOperations,
  ruleSetOperations as rules,
} from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { useServer } from '../../../test/kit/server.ts'
import { givenSupply } from '../../../test/kit/supply.ts'
import { problemsOfItems } from './rule-book.ts'
import { RULE_DEFINITIONS, SHIPPED_RULES } from './rule-definitions.ts'

const server = useServer()
const people = () => server.current.world.people
const item = (code: string, value: RuleItemInput['value'], source = '某省规定 第五条'): RuleItemInput => ({
  code,
  value,
  source,
  isProductDefault: false,
})
const change = (items: RuleItemInput[], effectiveFrom = '2026-09-15') => ({
  effectiveFrom,
  reason: '按省里新规调整测试资源期限',
  items,
})
const draft = (items: RuleItemInput[], effectiveFrom?: string, as = people().centre) =>
  server.current.call(as, rules.create, { body: change(items, effectiveFrom) })
const publish = ({ id, version }: RuleSet, as = people().bureau) =>
  server.current.call(as, rules.publish, { params: { id }, body: { version } })
const remove = ({ id }: RuleSet) => server.current.call(people().centre, rules.remove, { params: { id } })

describe('rule values', () => {
  it('ship as version 1, every one with a source, and product defaults marked as such', async () => {
    const { items } = (await server.current.call(people().guide, rules.list)).body
    expect(items).toMatchObject([{ number: 1, state: 'published', isInForce: true }])
    const first = await server.current.call(people().guide, rules.get, { params: { id: items[0]?.id ?? '' } })
    expect(first.body.items.map(({ code }) => code)).toEqual(RULE_DEFINITIONS.map(({ code }) => code))
    for (const one of first.body.items) expect(one.isProductDefault).toBe(one.source === '产品默认值')
    expect(problemsOfItems(SHIPPED_RULES)).toEqual([])
  })

  it.each([
    [item('no.such-rule', 1)],
    [item('term.test.days', true)],
    [item('term.test.days', 0)],
    [item('system.level-max', 4)],
    [item('security.anti-virus.required', 1)],
    [item('term.reminder-days', [1, 7])],
    [item('term.reminder-days', [7, 7])],
  ])('refuse what is no value of theirs, at the field: %j', async (wrong) => {
    const answer = await draft([wrong])
    expect(answer.problem).toMatchObject({ status: 400, reason: 'rule-set.value_invalid' })
    expect(answer.problem.fields?.[0]?.path).toBe('/items/0/value')
  })
})

describe('a new version', () => {
  it('is drafted by a regulator only', async () => {
    for (const persona of [people().departmentAdmin, people().systemAdmin, people().guide])
      expect((await draft([item('term.test.days', 60)], undefined, persona)).status).toBe(403)
  })

  it('says what differs, is one at a time, and needs a second person and a day that is not past', async () => {
    const same = await draft(SHIPPED_RULES.filter(({ code }) => code === 'term.test.days'))
    expect(same.problem.reason).toBe('rule-set.nothing_changes')
    const made = await draft([item('term.test.days', 60)], '2026-09-14', people().bureau)
    expect(made.body).toMatchObject({ number: 2, state: 'draft', changes: 1 })
    const differs = made.body.items.filter(({ before }) => before !== null)
    expect(differs).toMatchObject([{ code: 'term.test.days', value: 60, before: { value: 90 } }])
    expect((await draft([item('term.test.days', 50)])).problem.reason).toBe('rule-set.draft_exists')
    expect(made.body.actions.publish).toEqual({ allowed: false, reason: 'rule-set.same_person' })
    expect((await publish(made.body)).problem.reason).toBe('rule-set.same_person')
    // The centre corrects it: now the bureau may, but the day is past.
    const params = { id: made.body.id }
    const { version } = made.body
    const body = { version, ...change([item('term.test.days', 61)], '2026-09-14') }
    const corrected = await server.current.call(people().centre, rules.update, { params, body })
    expect(corrected.body).toMatchObject({ draftedBy: 'centre', changes: 1 })
    expect((await publish(corrected.body)).problem.reason).toBe('rule-set.starts_in_the_past')
    expect((await publish(corrected.body, people().centre)).status).toBe(403)
    expect((await server.current.call(people().centre, rules.update, { params, body })).problem.reason).toBe(
      'common.version_stale',
    )
    expect((await remove(corrected.body)).status).toBe(204)
  })

  it('applies from its day on, with its clause, to what is submitted then; what was submitted keeps its own', async () => {
    const { call, clock } = server.current
    const supply = await givenSupply(server.current)
    const ask = async () => {
      const body = { ...aRequest(supply.systemId), requestId: null }
      const { gates } = (await call(people().departmentApplicant, requestOperations.check, { body })).body
      return gates.find((gate) => gate.key === 'term')
    }
    expect(await ask()).toMatchObject({ state: 'pass' })
    const made = await draft([item('term.test.days', 60), item('system.level-max', 1)], '2026-09-20')
    expect((await publish(made.body)).body).toMatchObject({ state: 'published', isInForce: false })
    expect(await ask()).toMatchObject({ state: 'pass' })
    expect((await remove(made.body)).problem.reason).toBe('rule-set.published')

    clock.set('2026-09-20T04:00:00.000Z')
    expect(await ask()).toMatchObject({ state: 'block', reason: 'request.gate.term_too_long' })
    const body = { ...aRequest(supply.systemId), requestId: null }
    const { gates } = (await call(people().departmentApplicant, requestOperations.check, { body })).body
    const eligible = gates.find((gate) => gate.key === 'system-eligible')
    expect(eligible).toMatchObject({ state: 'block', source: '某省规定 第五条', isProductDefault: false })
    const versions = (await call(people().guide, rules.list)).body.items
    expect(versions.map(({ number, isInForce }) => [number, isInForce])).toEqual([
      [made.body.number, true],
      [1, false],
    ])
  })

  it('is in the audit trail with its reason, before and after', async () => {
    const { rows } = await server.current.database.owner.query<{ act: string; content: string }>(
      `select act, content::text from audit_pending where act like 'rule-set.%'`,
    )
    expect(rows.filter(({ act }) => act === 'rule-set.publish').length).toBeGreaterThanOrEqual(2)
    expect(rows.some(({ content }) => content.includes('按省里新规调整测试资源期限'))).toBe(true)
  })
})

const aRequest = (systemId: string): RequestCreate => ({
  kind: 'new',
  systemId,
  title: '测试环境',
  purpose: 'test',
  networkZone: 'government-extranet',
  poolClass: 'general',
  atEdge: true,
  atRecovery: false,
  termMonths: 3,
  until: null,
  justification: '系统上线前的压力测试环境，用完即释放。',
  projectApprovalNo: null,
  preferredProviderId: null,
  providerReason: null,
  comparedProviderIds: [],
  dataDisposal: null,
  lines: [],
})
