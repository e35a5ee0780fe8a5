import { randomUUID } from 'node:crypto'
import { differenceOperations as differences, homeOperations, noticeOperations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../../test/kit/clouds.ts'
import { well } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { createDispatcher } from '../../../platform/events/index.ts'
import { createNoticeSubscribers } from '../../notice/index.ts'
import { differenceClock, statementNotices } from '../index.ts'
import { csvOf, handIn, lineOf, type Thing, writeMonth } from '../month.fixture.ts'

const server = useServer()
const people = () => server.current.world.people
const MONTH = '2026-09'
const HELD = { dimension: 'vcpu' as const, held: 7_200_000_000n, fen: 20_000n }
const thing = (isApproved: boolean): Thing => {
  const id = randomUUID()
  return { id, isApproved, externalId: `i-${id}`, endedAt: null, held: [HELD] }
}
/** Two that are billed too dear, one that nobody approved. */
const THINGS = [thing(true), thing(true), thing(false)]

const told = async () => {
  const ctx = setupCtx(server.current)
  for (const id of await differenceClock.sweep(ctx))
    await differenceClock.reconcile(ctx, id, AbortSignal.timeout(5_000))
  const { rows } = await server.current.database.owner.query<{ said: string }>(
    `select owner || ' ' || step || ' ' || count as said from difference_reminder order by at, owner`,
  )
  return rows.map(({ said }) => said)
}
const list = async (persona: Persona, query: object) =>
  (await well(server.current.call(persona, differences.list, { query }))).items

describe('owners of differences', () => {
  beforeAll(async () => {
    server.current.clock.set('2026-10-09T02:00:00.000Z')
    await writeMonth(server.current, MONTH, THINGS)
    const lines = THINGS.map((one) => lineOf(one, { ...HELD, fen: 25_000n }))
    await handIn(server.current, people().providerAdmin, MONTH, csvOf(MONTH, lines))
  })

  it('R299: are told before their day and after it, and their head at last: each once, however many they have', async () => {
    expect(await told()).toEqual([])
    // Due on the 15th.
    server.current.clock.set('2026-10-13T02:00:00.000Z')
    const before = ['department due-soon 1', 'provider due-soon 2']
    expect(await told()).toEqual(before)
    expect(await told()).toEqual(before)
    server.current.clock.set('2026-10-15T15:00:00.000Z')
    expect(await told()).toEqual(before)
    server.current.clock.set('2026-10-15T16:30:00.000Z')
    const after = [...before, 'department overdue 1', 'provider overdue 2']
    expect(await told()).toEqual(after)
    server.current.clock.set('2026-10-18T15:00:00.000Z')
    expect(await told()).toEqual(after)
  })

  it('R299: those that wait are listed by whether their day has passed', async () => {
    expect(await list(people().centre, { due: 'in-time' })).toEqual([])
    const late = await list(people().centre, { due: 'overdue' })
    expect(late.map(({ isOverdue, dueOn }) => [isOverdue, dueOn])).toEqual(
      Array.from({ length: 3 }, () => [true, '2026-10-15']),
    )
    expect(await list(people().departmentAdmin, { due: 'overdue' })).toHaveLength(1)
    const { figures } = await well(server.current.call(people().centre, homeOperations.summary))
    expect(figures.find(({ key }) => key === 'differences-overdue')?.value).toBe(3)
  })

  it('R299: what is answered is told no more; the head is told of the rest, and the owner sees what was told', async () => {
    const [foreign] = await list(people().departmentAdmin, {})
    const { id = '', version = 0 } = foreign ?? {}
    const body = { version, outcome: 'explained', words: '补办中', evidence: null } as const
    await well(server.current.call(people().departmentAdmin, differences.answer, { params: { id }, body }))
    server.current.clock.set('2026-10-19T02:00:00.000Z')
    expect((await told()).slice(4)).toEqual(['provider escalated 2'])
    const [own] = await list(people().providerAdmin, { due: 'overdue' })
    const seen = await well(
      server.current.call(people().providerAdmin, differences.get, { params: { id: own?.id ?? '' } }),
    )
    expect(seen.reminders.map(({ step }) => step)).toEqual(['due-soon', 'overdue', 'escalated'])
    expect(await list(people().otherProviderOperator, {})).toEqual([])
  })

  it('R299: notices go to those who answer for the owner, and the last one to its head', async () => {
    const { database, call } = server.current
    const ctx = setupCtx(server.current)
    const subscribers = createNoticeSubscribers(statementNotices)
    const dispatcher = createDispatcher(database, () => ctx.asSystem('events'), subscribers)
    dispatcher.start()
    const kinds = async (persona: Persona) => {
      const { body } = await call(persona, noticeOperations.list, { query: {} })
      return body.items.map(({ kind }) => kind).filter((kind) => kind.startsWith('difference.'))
    }
    await expect
      .poll(() => kinds(people().providerAdmin), { timeout: 20_000 })
      .toEqual(expect.arrayContaining(['difference.due-soon', 'difference.overdue', 'difference.escalated']))
    await dispatcher.stop()
    expect(await kinds(people().departmentAdmin)).not.toContain('difference.escalated')
    expect(await kinds(people().otherAdmin)).toEqual([])
  })
})
