import { randomUUID } from 'node:crypto'
import { statementOperations as operations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { well } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { correctionOf, csvOf, handIn, lineOf, type Thing, writeMonth } from '../month.fixture.ts'
import { hasChangedSince } from './compare-statement.ts'
import { findStatement, type StatementRow } from './statement-store.ts'

const server = useServer()
const people = () => server.current.world.people
const [AUGUST, SEPTEMBER] = ['2026-08', '2026-09'] as const
const HELD = { dimension: 'vcpu' as const, held: 7_200_000_000n, fen: 20_000n }
const thing = (externalId: string, change: Partial<Thing> = {}): Thing => ({
  ...{ id: randomUUID(), isApproved: true, externalId, endedAt: null, held: [HELD] },
  ...change,
})
const USED = thing('i-used')
const ADJUSTED = thing('i-adjusted', { adjusted: [{ month: AUGUST, fen: 500n }] })
/** Named by the statement, not used in the month. */
const IDLE = thing('i-idle', { held: [] })
const OTHER = thing('i-other', { held: [] })
const LINES = [
  lineOf(USED, HELD),
  lineOf(ADJUSTED, HELD),
  correctionOf(ADJUSTED, AUGUST, 500n),
  lineOf(IDLE, HELD),
  { ...lineOf(IDLE, HELD), resource: 'i-nobody' },
]
let id = ''

const change = (text: string) => server.current.database.owner.query(text)
const hasChanged = () =>
  setupCtx(server.current).inTx(async (tx) =>
    hasChangedSince(tx, (await findStatement(tx, id)) as StatementRow),
  )
const of = ({ externalId }: Thing) => `external_id = '${externalId}'`
const subjectOf = (one: Thing) =>
  `(select s.id from usage_subject s join resource r on r.id = s.resource_id where r.${of(one)})`

describe('what a comparison rests on', () => {
  beforeAll(async () => {
    server.current.clock.set('2026-10-09T02:00:00.000Z')
    await writeMonth(server.current, SEPTEMBER, [USED, ADJUSTED, IDLE, OTHER])
    const { statement } = await well(
      handIn(server.current, people().providerAdmin, SEPTEMBER, csvOf(SEPTEMBER, LINES)),
    )
    id = statement?.id ?? ''
  })

  it('is the same as long as nothing of it changes, compared again or not', async () => {
    expect(await hasChanged()).toBe(false)
    await compareAnew()
    expect(await hasChanged()).toBe(false)
  })

  it.each([
    ['another resource', `update resource set request_id = null where ${of(OTHER)}`],
    ['a name', `update resource set name = 'vm' where ${of(USED)}`],
    [
      'an end after the month',
      `update resource set presence = 'absent', state = 'released', released_at = '2026-10-03' where ${of(IDLE)}`,
    ],
    ['a bill that was sent', `update bill set state = 'sent', sent_at = now(), due_on = '2026-10-20'`],
  ])('is the same with %s', async (_, text) => {
    await change(text)
    expect(await hasChanged()).toBe(false)
  })

  it.each([
    ['usage', 'update usage_month set quantity = quantity + 1'],
    [
      'usage of a thing more',
      `insert into usage_month (month, subject_id, meter, holding, quantity)
       select '2026-09-01', ${subjectOf(ADJUSTED)}, 2, 1, 7`,
    ],
    ['who approved it', `update resource set request_id = null where ${of(IDLE)}`],
    [
      'when it ended',
      `update resource set presence = 'absent', state = 'released', released_at = '2026-09-03' where ${of(USED)}`,
    ],
    ['whose it is', `update resource set body_id = provider_body_id where ${of(USED)}`],
    ['what a name means', `update resource set external_id = 'I-Nobody' where ${of(OTHER)}`],
  ])('is another with another: %s', async (_, text) => {
    await change(text)
    expect(await hasChanged()).toBe(true)
    await compareAnew()
    expect(await hasChanged()).toBe(false)
  })

  it.each([
    [
      'charge',
      `update charge set amount = amount + 1 where category = 'usage' and subject_id = ${subjectOf(USED)}`,
    ],
    [
      'price',
      `update charge set amount = null, billable = null, unpriced = 'no-price' where category = 'usage'
       and subject_id = ${subjectOf(USED)}`,
    ],
    ['adjustment', `update charge set amount = amount - 1 where category = 'adjustment'`],
  ])('is another with another %s', async (_, text) => {
    await change('alter table bill disable trigger user')
    await change(`update bill set state = 'draft', sent_at = null, due_on = null`)
    await change(text)
    expect(await hasChanged()).toBe(true)
    await compareAnew()
    expect(await hasChanged()).toBe(false)
  })

  it('is another under another tolerance, not under other rules of other things, and once another month is agreed', async () => {
    await publishRules('term.test.days', 60)
    expect(await hasChanged()).toBe(false)
    await publishRules('statement.line-fen', 2)
    expect(await hasChanged()).toBe(true)
    await compareAnew()
    await change(`insert into statement (id, provider_body_id, month, number, state, file_name, digest, handed_in_at, handed_in_by,
        compared_at, agreed_at, agreed_amount)
      select gen_random_uuid(), provider_body_id, '2026-10-01', 1, 'agreed', 'a', 'b', now(), 'c', now(), now(), 0 from statement limit 1`)
    expect(await hasChanged()).toBe(true)
    await compareAnew()
    expect(await hasChanged()).toBe(false)
  })
})

/** Another version of the platform's rules, in force before the month. */
const publishRules = (code: string, value: number) =>
  server.current.database.owner.query(
    `insert into rule_set (id, number, effective_from, reason, items, drafted_by_name, published_by_name, published_at, created_at)
     select gen_random_uuid(), number + 1, '2026-08-01', 'test', (select jsonb_agg(case when item ->> 'code' = $1
       then jsonb_set(item, '{value}', to_jsonb($2::int)) else item end) from jsonb_array_elements(items) as item),
       'a', 'b', now(), now() from rule_set where region_id is null order by number desc limit 1`,
    [code, value],
  )

async function compareAnew(): Promise<void> {
  const { version } = await well(server.current.call(people().centre, operations.get, { params: { id } }))
  await well(server.current.call(people().centre, operations.compare, { params: { id }, body: { version } }))
}
