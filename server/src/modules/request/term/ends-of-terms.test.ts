import type { RequestCreate } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from '../../../../test/kit/server.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { addDays } from '../../../platform/worktime/index.ts'
import { createRequest } from '../create-request.ts'
import { advanceDelivery } from '../delivery/advance-delivery.ts'
import { createRequestStage, type RequestStage } from '../request-stage.fixture.ts'
import { submitRequest } from '../submit-request.ts'
import { chooseEnd, confirmReclaim, keepResource } from './act-on-term.ts'
import { restoreTerm } from './restore-term.ts'
import { endTerm } from './term-reconciler.ts'
import { listTermsDue, loadTermForUpdate, type TermRow } from './term-store.ts'

const server = useServer()
let stage: RequestStage
let approvers: Persona[]

beforeAll(async () => {
  stage = await createRequestStage(server.current)
  const { people } = server.current.world
  approvers = [people.departmentApprover, people.centre, people.countyBureau, people.bureau]
})

const me = () => stage.ctx(server.current.world.people.departmentApplicant)
const reasonOf = (run: Promise<unknown>) =>
  run.then(
    () => 'done',
    (error: { reason?: string }) => error.reason ?? String(error),
  )
/** One host of a request that was delivered. */
async function delivered(change: Partial<RequestCreate> = {}): Promise<string> {
  const draft = await createRequest(stage.doors, await me(), await stage.aRequest(change, { quantity: 1 }))
  const { id } = await submitRequest(stage.doors, await me(), draft.id, { version: draft.version })
  await stage.decide(id, 'approve', approvers)
  stage.desk.finish(id)
  await advanceDelivery(stage.doors, stage.system, id)
  const [one] = [...stage.desk.resources.values()].filter((each) => each.requestId === id)
  return one?.fact.id ?? ''
}
const term = async (id: string) =>
  stage.system.inTx(async (tx) => (await loadTermForUpdate(tx, id)) as TermRow)
const look = (id: string) => stage.system.inTx((tx) => endTerm(stage.doors, stage.system, tx, id))
/** Noon in Shanghai, so many days after its last day. */
async function after(id: string, days: number): Promise<void> {
  const { until } = await term(id)
  server.current.clock.set(`${addDays(until, days)}T04:00:00.000Z`)
}
const due = async (id: string) => {
  const today = server.current.clock.now().toISOString().slice(0, 10)
  const rules = await stage.doors.rules.onDay(stage.system.db, today, null)
  return (await listTermsDue(stage.system.db, today, rules, 200)).includes(id)
}
const desk = (id: string) => stage.desk.resources.get(id)

describe('what a body chooses for the end of a term', () => {
  it('is its own to choose, with months only where it renews by itself', async () => {
    const id = await delivered()
    const other = await stage.ctx(server.current.world.people.otherApplicant)
    const renew = { atEnd: 'renew', renewMonths: 3 } as const
    expect(await reasonOf(chooseEnd(stage.doors, other, id, renew))).toBe('common.not_found')
    const centre = await stage.ctx(server.current.world.people.centre)
    expect(await reasonOf(chooseEnd(stage.doors, centre, id, renew))).toBe('common.forbidden')
    expect(
      await reasonOf(chooseEnd(stage.doors, await me(), id, { atEnd: 'renew', renewMonths: null })),
    ).toBe('resource-term.renew_months')
    expect(await reasonOf(chooseEnd(stage.doors, await me(), id, { atEnd: 'release', renewMonths: 3 }))).toBe(
      'resource-term.renew_months',
    )
    const chosen = await chooseEnd(stage.doors, await me(), id, renew)
    expect(chosen).toMatchObject({ atEnd: 'renew', renewMonths: 3, deleteOn: null })
  })

  it('renews by itself on the last day, once', async () => {
    const id = await delivered()
    await chooseEnd(stage.doors, await me(), id, { atEnd: 'renew', renewMonths: 3 })
    const before = await term(id)
    await after(id, 0)
    expect(await due(id)).toBe(true)
    await look(id)
    await look(id)
    const renewed = await term(id)
    expect(renewed).toMatchObject({ renewals: before.renewals + 1, renewal_problem: null, stopped_at: null })
    expect(renewed.until > addDays(before.until, 85)).toBe(true)
    expect(desk(id)?.until).toBe(renewed.until)
    expect(await due(id)).toBe(false)
  })

  it('renews no test longer than the rules allow (R127)', async () => {
    const id = await delivered({ purpose: 'test', termMonths: 3 })
    await chooseEnd(stage.doors, await me(), id, { atEnd: 'renew', renewMonths: 12 })
    await after(id, 0)
    await look(id)
    expect((await term(id)).renewal_problem).toBe('resource-term.too_long')
    await after(id, 1)
    await look(id)
    expect(desk(id)?.power).toBe('off')
  })
})

describe('taking back in stages', () => {
  it('tells, is confirmed, stops and deletes, each with its time; until then it can be kept (R129)', async () => {
    const id = await delivered()
    expect(await reasonOf(confirmReclaim(stage.doors, await me(), id))).toBe('resource-term.not_noticed')
    await after(id, -1)
    await look(id)
    const confirmed = await confirmReclaim(stage.doors, await me(), id)
    expect(confirmed).toMatchObject({
      noticedAt: expect.any(String),
      confirmedAt: expect.any(String),
      stoppedAt: null,
      deleteOn: expect.any(String),
    })
    expect(await reasonOf(confirmReclaim(stage.doors, await me(), id))).toBe('resource-term.confirmed')
    await look(id)
    expect(desk(id)?.power).toBe('on')
    await after(id, 1)
    expect(await due(id)).toBe(true)
    await look(id)
    expect(desk(id)?.power).toBe('off')
    expect((await term(id)).stopped_at).toBeInstanceOf(Date)
    // Kept: it runs again, and nothing takes it back by itself.
    const kept = await keepResource(stage.doors, await me(), id)
    expect(kept).toMatchObject({ atEnd: 'ask', confirmedAt: null, stoppedAt: null, deleteOn: null })
    expect(desk(id)?.power).toBe('on')
    expect(await reasonOf(keepResource(stage.doors, await me(), id))).toBe('resource-term.nothing_to_keep')
    await after(id, 40)
    await look(id)
    expect(desk(id)?.presence).toBe('present')
    // Chosen to be released after all: stopped, and deleted after the days of the rule.
    await chooseEnd(stage.doors, await me(), id, { atEnd: 'release', renewMonths: null })
    await look(id)
    expect(desk(id)?.power).toBe('off')
    await look(id)
    expect(desk(id)?.presence).toBe('absent')
    expect((await term(id)).released_at).toBeInstanceOf(Date)
    expect(await reasonOf(keepResource(stage.doors, await me(), id))).toBe('common.not_found')
  })

  it('R129 what it gave back is restored while it cools off: it goes on, is asked about anew, and nothing takes it back by itself', async () => {
    const id = await delivered()
    await chooseEnd(stage.doors, await me(), id, { atEnd: 'release', renewMonths: null })
    const restore = () => stage.system.inTx((tx) => restoreTerm(stage.doors, stage.system, tx, id))
    // Nothing to restore, and nothing is changed.
    expect(await restore()).toEqual({ wasStopped: false })
    expect((await term(id)).at_end).toBe('release')
    await after(id, 1)
    await look(id)
    await after(id, 31)
    await look(id)
    expect((await term(id)).released_at).toBeInstanceOf(Date)
    expect(await restore()).toEqual({ wasStopped: true })
    expect(await term(id)).toMatchObject({
      released_at: null,
      stopped_at: null,
      at_end: 'ask',
      reminded_days: null,
      confirmed_at: null,
    })
    expect(await due(id)).toBe(true)
    await look(id)
    expect(await term(id)).toMatchObject({ reminded_days: -1, released_at: null, stopped_at: null })
    expect(await due(id)).toBe(false)
    expect(await restore()).toEqual({ wasStopped: false })
  })

  it('does not renew by itself what was confirmed; a later choice takes the confirmation back (R129)', async () => {
    const id = await delivered()
    const renew = { atEnd: 'renew', renewMonths: 3 } as const
    await chooseEnd(stage.doors, await me(), id, renew)
    await after(id, -1)
    await look(id)
    await confirmReclaim(stage.doors, await me(), id)
    const before = await term(id)
    await after(id, 0)
    expect(await due(id)).toBe(false)
    await look(id)
    await after(id, 1)
    await look(id)
    expect(await term(id)).toMatchObject({ until: before.until, renewals: 0, stopped_at: expect.any(Date) })
    expect(desk(id)?.power).toBe('off')
    // The same, and its body thinks better of it in time.
    const other = await delivered()
    await after(other, -1)
    await look(other)
    await confirmReclaim(stage.doors, await me(), other)
    const given = { atEnd: 'release', renewMonths: null } as const
    expect((await chooseEnd(stage.doors, await me(), other, given)).confirmedAt).not.toBeNull()
    expect(await chooseEnd(stage.doors, await me(), other, renew)).toMatchObject({ confirmedAt: null })
    await after(other, 0)
    await look(other)
    expect(await term(other)).toMatchObject({ renewals: 1, stopped_at: null })
  })

  it('of tests goes by itself, and is kept by a renewal only (R127, R129)', async () => {
    const id = await delivered({ purpose: 'test', termMonths: 3 })
    await after(id, 1)
    await look(id)
    expect(desk(id)?.power).toBe('off')
    expect(await reasonOf(keepResource(stage.doors, await me(), id))).toBe('resource-term.renew_instead')
    await after(id, 31)
    await look(id)
    expect(desk(id)?.presence).toBe('absent')
  })
})
