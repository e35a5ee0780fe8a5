import {
  type BillRun,
  type BillRunItem,
  type BillRunVerb,
  billMonthOperations,
  billOperations,
  billRunOperations as operations,
} from '@yunheng/contract'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply } from '../../../../test/kit/supply.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { refuseCount } from '../../../platform/run/index.ts'
import { judgeGapsFrom, meterUsage } from '../../metering/index.ts'
import { createWorkflow, organisationResolver } from '../../workflow/index.ts'
import type { Flows } from '../bill/act-on-bill.ts'
import { billBody, billedUntil, createBillingReconciler, createBillRunReconciler } from '../index.ts'
import { METERING_WAIT_MS, waitsForMetering } from './bill-run.ts'

const server = useServer()
const people = () => server.current.world.people
/** Advisory lock of whoever meters (`usage-store.ts`). */
const METERING_LOCK = 4713
const flows = createWorkflow({ resolver: organisationResolver, listeners: () => [] })

const sql = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
  (await server.current.database.owner.query<Row>(text, [...values])).rows

/** Drafts of two bodies for the months that are metered to their end, one more for a month that is not. */
beforeAll(async () => {
  const supply = await givenSupply(server.current)
  const { clock, database, world } = server.current
  await judgeGapsFrom(database.owner, 'infinity')
  clock.set('2026-09-28T02:10:00.000Z')
  // Without a disk of its own: nothing here lacks a price.
  await supply.approve({
    fulfilment: { by: 'connector', kinds: ['server'] },
    dimensions: { vcpu: 2, 'memory-gib': 4, 'root-disk-gib': 40 },
  })
  await supply.settle()
  clock.set('2026-11-09T02:00:00.000Z')
  const ctx = setupCtx(server.current)
  await meterUsage(ctx, { database, closedUntil: billedUntil }, new AbortController().signal)
  for (const id of (await createBillingReconciler(database).sweep?.(ctx)) ?? []) await billBody(ctx, id)
  for (const month of ['2026-08-01', '2026-09-01', '2026-12-01'])
    await sql(
      `insert into bill (id, body_id, month, rated_at, created_at) values (gen_random_uuid(), $1, $2, now(), now())`,
      [world.bodies.otherDepartment, month],
    )
}, 120_000)
beforeEach(() => sql(`update bill_run set state = 'stopped', ended_at = now() where state = 'running'`))

type Of = { readonly billIds: string[] } | { readonly filters: Record<string, unknown> }
const start = (persona: Persona, verb: BillRunVerb, of: Of) =>
  server.current.call(persona, operations.start, { body: { verb, of } as never })

async function started(verb: BillRunVerb, of: Of): Promise<string> {
  const answer = await start(people().centre, verb, of)
  expect(answer.status).toBe(202)
  return answer.body.id
}

const run = (id: string, through: Flows = flows, signal = new AbortController().signal) =>
  createBillRunReconciler({ makeCtx: server.current.composition.makeCtx, flows: through }).reconcile(
    setupCtx(server.current),
    id,
    signal,
  )

async function seen(id: string, persona: Persona = people().centre): Promise<BillRun> {
  const answer = await server.current.call(persona, operations.get, { params: { id } })
  expect(answer.status).toBe(200)
  return answer.body
}

async function itemsOf(id: string, query: object = {}): Promise<readonly BillRunItem[]> {
  const answer = await server.current.call(people().bureau, operations.items, { params: { id }, query })
  expect(answer.status).toBe(200)
  return answer.body.items
}

const billOf = async (month: string, bodyId: string) => {
  const { body } = await server.current.call(people().centre, billOperations.list, {
    query: { month, bodyId },
  })
  const [bill] = body.items
  if (!bill) throw new Error(`a bill of ${month}`)
  return bill
}

describe('many bills at once', () => {
  it('R276 is the centre’s to ask for, about bills that are there, and one run at a time', async () => {
    expect((await start(people().departmentAdmin, 'send', { filters: {} })).status).toBe(403)
    expect((await start(people().bureau, 'send', { filters: {} })).status).toBe(403)
    const reason = async (verb: BillRunVerb, of: Of) =>
      (await start(people().centre, verb, of)).problem?.reason
    expect(await reason('close', { filters: {} })).toBe('bill-run.empty')
    expect(await reason('send', { filters: { state: 'closed' } })).toBe('bill-run.empty')
    expect(await reason('send', { billIds: [crypto.randomUUID()] })).toBe('common.not_found')
    expect([2000, 2001].map((count) => refuseCount('bill-run', count))).toEqual([null, 'bill-run.too_many'])
    const id = await started('rate', { filters: { month: '2026-09' } })
    expect(await reason('rate', { filters: { month: '2026-09' } })).toBe('bill-run.under_way')
    expect((await server.current.call(people().bureau, operations.stop, { params: { id } })).status).toBe(403)
    expect(
      (await server.current.call(people().departmentAdmin, operations.get, { params: { id } })).status,
    ).toBe(404)
  })

  it('R276 rates all drafts of a filter anew, and tells the bureau how it went', async () => {
    const id = await started('rate', { filters: { month: '2026-09' } })
    expect(await run(id)).toEqual({ done: true })
    expect(await seen(id, people().bureau)).toMatchObject({ state: 'ended', total: 2, done: 2, refused: 0 })
    expect(await run(id)).toEqual({ done: true })
    expect(
      await sql(`select from outbox where type = 'bill-run.ended' and aggregate_id = $1`, [id]),
    ).toHaveLength(1)
  })

  it('F5 killed between two bills, and in the midst of one, it goes on: each is sent once, with its own audit entry', async () => {
    const { department, otherDepartment } = server.current.world.bodies
    const id = await started('send', { filters: {} })
    let flown = 0
    const dying: Flows = {
      ...flows,
      async startFlow(...parts) {
        flown += 1
        const instance = await flows.startFlow(...parts)
        if (flown === 3) throw new Error('killed')
        return instance
      },
    }
    await expect(run(id, dying)).rejects.toThrow('killed')
    expect(await seen(id)).toMatchObject({ state: 'running', total: 5, done: 2 })
    const aborted = new AbortController()
    aborted.abort()
    expect(await run(id, flows, aborted.signal)).toEqual({ done: false, againMs: 0 })
    await Promise.all([run(id), run(id)])
    const ended = await seen(id)
    expect(ended).toMatchObject({ state: 'ended', total: 5, done: 4, refused: 1, filters: {} })
    expect(ended.refusedFor.map(({ problem, count }) => [problem.reason, count])).toEqual([
      ['bill.month_open', 1],
    ])
    const [refused, ...others] = await itemsOf(id, { outcome: 'refused' })
    expect([refused?.bill.month, refused?.body.id, refused?.state, others.length]).toEqual([
      '2026-12',
      otherDepartment,
      'draft',
      0,
    ])
    const done = await itemsOf(id, { outcome: 'done' })
    expect(done.map((one) => one.bill.month)).toEqual(['2026-08', '2026-09', '2026-09', '2026-10'])
    for (const { bill } of done) {
      const times = async (from: string) => (await sql(from, [bill.id])).length
      expect(await times(`select from outbox where type = 'bill.sent' and aggregate_id = $1`)).toBe(1)
      expect(await times(`select from flow_instance where subject_noun = 'bill' and subject_id = $1`)).toBe(1)
      const entries = await sql<{ actor: string }>(
        `select person_id as actor from audit_pending where act = 'bill.send' and object_id = $1`,
        [bill.id],
      )
      expect(entries).toEqual([{ actor: people().centre.personId }])
    }
    expect((await billOf('2026-09', department)).state).toBe('sent')
  })

  it('R276 takes chosen bills as they are, and says of each why it was refused', async () => {
    const { department, otherDepartment } = server.current.world.bodies
    const own = await billOf('2026-09', department)
    const other = await billOf('2026-09', otherDepartment)
    const bill = (
      await server.current.call(people().departmentAdmin, billOperations.get, { params: { id: own.id } })
    ).body
    const confirmed = await server.current.call(people().departmentAdmin, billOperations.confirm, {
      params: { id: own.id },
      body: { version: bill.version },
    })
    expect(confirmed.status).toBe(200)
    const id = await started('close', { billIds: [own.id, other.id] })
    await run(id)
    const outcome = new Map(
      (await itemsOf(id)).map((one) => [one.bill.id, one.problem?.reason ?? one.outcome]),
    )
    expect(outcome.get(other.id)).toBe('bill.not_confirmed')
    expect(outcome.get(own.id)).toBe('done')
    expect((await billOf('2026-09', department)).state).toBe('closed')
  })

  it('R276 what a month still lacks is counted, each count that of its rows', async () => {
    const { call } = server.current
    const standing = async (month: string, persona = people().guide) =>
      (await call(persona, billMonthOperations.standing, { query: { month } })).body
    const rows = async (query: object) =>
      (await call(people().guide, billOperations.list, { query: { month: '2026-09', ...query } })).body.items
        .length
    expect(await standing('2026-09')).toEqual({
      month: '2026-09',
      unmeteredHours: 0,
      unbilledBodies: 0,
      bills: 2,
      drafts: await rows({ state: 'draft' }),
      unpriced: await rows({ unpriced: true }),
      waiting: await rows({ waiting: true }),
      overdue: 0,
      disputed: 0,
      closingProposed: 0,
      confirmed: 0,
      closed: 1,
    })
    expect([await rows({ waiting: true }), await rows({ waiting: false }), await rows({})]).toEqual([1, 1, 2])
    expect(await standing('2026-12')).toMatchObject({ unmeteredHours: 31 * 24, bills: 1, drafts: 1 })
    expect(await standing('2026-09', people().otherAdmin)).toMatchObject({ bills: 1, waiting: 1, closed: 0 })
    expect((await standing('2026-10')).unbilledBodies).toBe(0)
    const { clock, database } = server.current
    clock.set('2026-12-05T02:00:00.000Z')
    const signal = new AbortController().signal
    await meterUsage(setupCtx(server.current), { database, closedUntil: billedUntil }, signal)
    expect(await standing('2026-11')).toMatchObject({ unmeteredHours: 0, unbilledBodies: 1, bills: 0 })
    const late = await standing('2026-09')
    expect([late.waiting, late.overdue]).toEqual([1, 1])
    // What a month leaves open is carried on to the next ones, with the days since it ended.
    const carried = await call(people().guide, billMonthOperations.carried, { query: { month: '2026-11' } })
    const september = carried.body.items.find((one) => one.month === '2026-09')
    expect(september).toMatchObject({ ageDays: 65, open: 1, waiting: 1, overdue: 1 })
    expect(carried.body.items.every((one) => one.month < '2026-11')).toBe(true)
    const own = await call(people().departmentAdmin, billMonthOperations.carried, {
      query: { month: '2026-11' },
    })
    expect(own.body.items.some((one) => one.month === '2026-09')).toBe(false)
  })

  it('R43 does nothing more once the post it was asked from has ended, nor when it is stopped', async () => {
    const { otherDepartment } = server.current.world.bodies
    const { id: billId } = await billOf('2026-12', otherDepartment)
    const stopped = await started('rate', { billIds: [billId] })
    const answer = await server.current.call(people().centre, operations.stop, { params: { id: stopped } })
    expect([answer.status, answer.body.state]).toEqual([200, 'stopped'])
    expect(await run(stopped)).toEqual({ done: true })
    expect((await itemsOf(stopped))[0]?.outcome).toBe('waiting')
    const again = await server.current.call(people().centre, operations.stop, { params: { id: stopped } })
    expect(again.problem.reason).toBe('bill-run.ended')
    const ended = await started('rate', { billIds: [billId] })
    await sql('update bill_run set post_id = gen_random_uuid() where id = $1', [ended])
    await run(ended)
    expect((await itemsOf(ended))[0]?.problem?.reason).toBe('bill-run.post_ended')
  })

  it('waits while usage is metered, and a bill that breaks whoever treats it holds up nobody for ever', async () => {
    const { otherDepartment } = server.current.world.bodies
    expect(waitsForMetering('bill.metering_runs', METERING_WAIT_MS - 1)).toBe(true)
    expect(waitsForMetering('bill.metering_runs', METERING_WAIT_MS)).toBe(false)
    const { id: billId } = await billOf('2026-12', otherDepartment)
    const id = await started('send', { billIds: [billId] })
    const holder = await server.current.database.owner.connect()
    try {
      await holder.query('begin')
      await holder.query(`select pg_advisory_xact_lock(${METERING_LOCK})`)
      expect(await run(id)).toMatchObject({ done: false })
      expect(await seen(id)).toMatchObject({ state: 'running', done: 0, refused: 0 })
    } finally {
      await holder.query('rollback')
      holder.release()
    }
    await sql('update bill_run_item set attempts = 5 where run_id = $1', [id])
    expect(await run(id)).toEqual({ done: true })
    expect((await itemsOf(id))[0]?.problem?.reason).toBe('bill-run.broken')
  })
})
