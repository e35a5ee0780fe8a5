import { randomUUID } from 'node:crypto'
import { statementOperations as operations, STATEMENT_AT_ONCE_MAX } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { well } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { comparisonReconciler } from '../index.ts'
import { csvOf, handIn, lineOf, sendBills, type Thing, writeMonth } from '../month.fixture.ts'

const server = useServer()
const people = () => server.current.world.people
const MONTH = '2026-09'
const HELD = { dimension: 'vcpu' as const, held: 7_200_000_000n, fen: 20_000n }
const THING: Thing = {
  id: randomUUID(),
  isApproved: true,
  externalId: 'i-large',
  endedAt: null,
  held: [HELD],
}
/** More than are compared at once: one that is right, and many for nothing. */
const LINES = [
  lineOf(THING, HELD),
  ...Array.from({ length: STATEMENT_AT_ONCE_MAX }, () => ({
    resource: 'i-large',
    item: 'vcpu',
    quantity: '0',
    unit: '单位·秒',
    yuan: '0.00',
  })),
]
const FILE = csvOf(MONTH, LINES)

const sql = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
  (await server.current.database.owner.query<Row>(text, [...values])).rows
const statement = async () => {
  const { items } = await well(
    server.current.call(people().centre, operations.list, { query: { month: MONTH } }),
  )
  const { id = '' } = items.find(({ state }) => state !== 'superseded') ?? {}
  return well(server.current.call(people().centre, operations.get, { params: { id } }))
}
async function act(verb: 'compare' | 'agree', headers: Record<string, string> = {}) {
  const { id, version } = await statement()
  const input = { params: { id }, body: { version }, headers }
  const { status, body, problem } = await server.current.call(people().centre, operations[verb], input)
  return status < 300 ? body : problem.reason
}
/** As the worker does it, once. */
async function work(): Promise<void> {
  const ctx = setupCtx(server.current)
  for (const id of await comparisonReconciler.sweep(ctx))
    await comparisonReconciler.reconcile(ctx, id, new AbortController().signal)
}
/** Each with what became of it, and who had asked. */
const audited = async () => {
  const rows = await sql<{ outcome: string; content: string }>(
    `select outcome, content::text from audit_pending where act = 'statement.compare' and content::text like '%askedBy%'
     order by recorded_at, at`,
  )
  return rows.map(({ outcome, content }) => {
    const { reason, changes } = JSON.parse(content) as { reason?: string; changes: readonly string[][] }
    return [outcome, reason ?? null, changes.find(([field]) => field === 'askedBy')?.at(-1)]
  })
}

describe('a comparison behind the call', () => {
  beforeAll(async () => {
    server.current.clock.set('2026-10-09T02:00:00.000Z')
    await writeMonth(server.current, MONTH, [THING])
    await well(handIn(server.current, people().providerAdmin, MONTH, FILE))
  })

  it('while it is under way nothing else is done to the statement, and nobody waits for it', async () => {
    const { id, comparing, actions } = await statement()
    expect(comparing).toBe(0)
    expect(Object.values(actions).map(({ reason }) => reason)).toEqual(Array(4).fill('statement.comparing'))
    // As the comparison itself holds it.
    const holder = await server.current.database.owner.connect()
    try {
      await holder.query('begin')
      await holder.query('select from statement where id = $1 for no key update', [id])
      expect([await act('compare'), await act('agree')]).toEqual([
        'statement.comparing',
        'statement.comparing',
      ])
      const other = await handIn(server.current, people().providerAdmin, MONTH, csvOf(MONTH, LINES.slice(1)))
      expect(other.problem.reason).toBe('statement.comparing')
      const same = await well(handIn(server.current, people().providerAdmin, MONTH, FILE))
      expect(same.isReplay).toBe(true)
    } finally {
      await holder.query('rollback')
      holder.release()
    }
  })

  it('that is refused says why, waits until it is asked for again, and names who had asked', async () => {
    await sql('update usage_mark set hour = hour - 1')
    await work()
    expect(await statement()).toMatchObject({
      state: 'received',
      comparing: null,
      comparisonFailure: { reason: 'statement.month_open', at: '2026-10-09T02:00:00.000Z' },
      actions: { compare: { allowed: true } },
    })
    expect(await comparisonReconciler.sweep(setupCtx(server.current))).toEqual([])
    const { comparisonFailure: failure } = await statement()
    expect(await audited()).toEqual([['refused', 'statement.month_open', failure?.askedBy]])
    expect(failure?.askedBy).not.toBe('')
    await sql('update usage_mark set hour = hour + 1')
  })

  it('that breaks off is tried some times, then says so; asked for again it begins anew', async () => {
    expect(await act('compare')).toMatchObject({ comparing: 0, comparisonFailure: null })
    await sql(
      `create function break_off() returns trigger language plpgsql as $$ begin raise 'no room on the disk'; end $$`,
    )
    await sql(
      'create trigger break_off before update of compared_at on statement for each row execute function break_off()',
    )
    await expect(work()).rejects.toThrow(/no room/)
    await expect(work()).rejects.toThrow(/no room/)
    expect(await statement()).toMatchObject({ comparing: 0, comparisonFailure: null })
    await work()
    expect(await statement()).toMatchObject({
      comparing: null,
      comparisonFailure: { reason: 'statement.comparison_failed' },
    })
    expect(await comparisonReconciler.sweep(setupCtx(server.current))).toEqual([])
    expect((await audited()).at(-1)?.slice(0, 2)).toEqual(['failed', 'statement.comparison_failed'])
    expect(await sql('select error from statement_comparison')).toEqual([
      { error: expect.stringContaining('no room on the disk') },
    ])
    await sql('drop trigger break_off on statement')
    expect(await act('compare')).toMatchObject({ comparing: 0, comparisonFailure: null })
    await work()
    expect(await statement()).toMatchObject({ state: 'compared', comparing: null, comparisonFailure: null })
    expect((await audited()).at(-1)?.slice(0, 2)).toEqual(['done', null])
    expect(await sql('select from statement_comparison')).toEqual([])
  })

  it('is asked for where an agreement finds other ledgers than it compared, whatever becomes of that call', async () => {
    server.current.clock.set('2026-10-20T02:00:00.000Z')
    // Decided, so that nothing waits.
    await sql(`update difference set state = 'settled', adjusted = delta, settled_at = now()`)
    expect((await statement()).openDifferences).toBe(0)
    await sendBills(server.current)
    await sql('update usage_month set quantity = quantity + 1')
    // With a key, the call is one transaction with its answer, which holds the statement until it ends.
    expect(await act('agree', { 'idempotency-key': 'agree-once' })).toBe('statement.compared_again')
    expect(await statement()).toMatchObject({ state: 'compared', comparing: 0 })
    expect(await act('agree')).toBe('statement.comparing')
    await work()
    const compared = await statement()
    expect(compared.comparedAt).toBe('2026-10-20T02:00:00.000Z')
    server.current.clock.set('2026-10-21T02:00:00.000Z')
    // Nothing has changed since: it is not compared again.
    expect(await act('agree')).toMatchObject({ state: 'agreed', comparedAt: compared.comparedAt })
  })
})
