import { majorIssueOperations as issues, type MajorIssue } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from '../../../../test/kit/server.ts'
import { givenPersona, type Persona } from '../../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'

const server = useServer()
const people = () => server.current.world.people
let leading: Persona

beforeAll(async () => {
  const { database, clock, ids, world } = server.current
  clock.set('2026-09-15T02:00:00.000Z')
  await database.inTx(SCOPE_ALL, async (tx) => {
    const id = ids.next()
    await tx
      .insertInto('body')
      .values({
        id,
        region_id: world.regions.province,
        kind: 'leading-group',
        name: 'Leading group',
        short_name: 'leading',
        path: `/${id}`,
        created_at: clock.now(),
      })
      .execute()
    leading = await givenPersona(tx, clock, ids, id, 'guide', 'leading')
  })
})

const raise = (as: Persona, title = '两家服务商对专线故障互相推诿') =>
  server.current.call(as, issues.create, {
    body: { category: 'responsibility', title, description: '专线中断三次，双方均称非己方责任。' },
  })
const decide = (as: Persona, issue: MajorIssue, responsibleBodyId: string, workingDays = 5) =>
  server.current.call(as, issues.decide, {
    params: { id: issue.id },
    body: {
      version: issue.version,
      decision: '由磐石云牵头排查，五个工作日内报告。',
      responsibleBodyId,
      workingDays,
    },
  })
const followUp = (as: Persona, issue: MajorIssue, text = '已更换光模块，观察中。') =>
  server.current.call(as, issues.followUp, {
    params: { id: issue.id },
    body: { version: issue.version, text },
  })
const close = (as: Persona, issue: MajorIssue) =>
  server.current.call(as, issues.close, {
    params: { id: issue.id },
    body: { version: issue.version, result: '专线稳定运行两周。' },
  })

describe('the register of major issues (R48)', () => {
  it('R48 is written by regulator, department, provider and operations, and read by those concerned', async () => {
    const mine = await raise(people().departmentApplicant)
    expect(mine.body).toMatchObject({ state: 'raised', responsible: null, dueAt: null })
    expect(mine.body.no).toMatch(/^ZT2026-\d{6}$/)
    for (const other of [people().centre, people().providerOperator, people().operations])
      expect((await raise(other)).status).toBe(201)
    expect((await raise(people().systemAdmin)).status).toBe(403)
    const { bodies } = server.current.world
    const read = (as: Persona) => server.current.call(as, issues.get, { params: { id: mine.body.id } })
    expect((await read(people().otherAdmin)).status).toBe(404)
    expect((await read(people().otherProviderOperator)).status).toBe(404)
    await decide(people().bureau, mine.body, bodies.otherProvider)
    expect((await read(people().otherProviderOperator)).status).toBe(200)
  })

  it('R48 holds the decision with responsible body and due day, taken by the coordination mechanism only', async () => {
    const { bodies } = server.current.world
    const issue = (await raise(people().departmentAdmin)).body
    for (const other of [people().centre, people().departmentAdmin, people().providerAdmin])
      expect([403, 404]).toContain((await decide(other, issue, bodies.provider)).status)
    expect((await decide(people().guide, issue, bodies.provider)).problem.reason).toBe(
      'major-issue.not_coordinator',
    )
    const absent = await decide(people().bureau, issue, server.current.ids.next())
    expect(absent.problem.reason).toBe('major-issue.body_unknown')
    // 15 September 2026 is a Tuesday, Sunday the 20th is made up for: the fifth working day is the 21st.
    const decided = await decide(people().bureau, issue, bodies.provider)
    expect(decided.body).toMatchObject({
      state: 'decided',
      responsible: { name: 'Body provider' },
      decidedBy: 'bureau',
      workingDays: 5,
    })
    expect(decided.body.dueAt?.slice(0, 10)).toBe('2026-09-21')
    const stale = await decide(leading, issue, bodies.provider, 10)
    expect(stale.problem.reason).toBe('common.version_stale')
    const anew = await decide(leading, decided.body, bodies.otherProvider, 10)
    expect(anew.body).toMatchObject({ decidedBy: 'leading', responsible: { name: 'Body otherProvider' } })
  })

  it('R48 holds the follow-up, shows what is overdue, and is closed with its result', async () => {
    const { call, clock, world } = server.current
    const raised = (await raise(people().departmentAdmin, '专线中断')).body
    const issue = (await decide(people().bureau, raised, world.bodies.provider, 3)).body
    const entered = await followUp(people().providerOperator, issue)
    expect(entered.body.entries.map(({ kind, body }) => [kind, body])).toEqual([
      ['raised', 'Body department'],
      ['decided', 'Body bureau'],
      ['follow-up', 'Body provider'],
    ])
    expect((await followUp(people().guide, entered.body)).problem.reason).toBe('major-issue.not_concerned')
    clock.set('2026-09-21T02:00:00.000Z')
    const overdue = (await call(people().bureau, issues.list, { query: { overdue: true } })).body.items
    expect(overdue.map(({ id }) => id)).toEqual([issue.id])
    expect((await close(people().centre, entered.body)).status).toBe(403)
    const closed = await close(people().bureau, entered.body)
    expect(closed.body).toMatchObject({ state: 'closed', result: '专线稳定运行两周。', overdue: false })
    expect((await followUp(people().providerOperator, closed.body)).problem.reason).toBe('major-issue.closed')
    expect((await call(people().bureau, issues.list, { query: { overdue: true } })).body.items).toEqual([])
    const { rows } = await server.current.database.owner.query<{ act: string }>(
      `select act from audit_pending where act like 'major-issue.%' and object_id = $1`,
      [issue.id],
    )
    expect(new Set(rows.map(({ act }) => act))).toEqual(
      new Set(['create', 'decide', 'follow-up', 'close'].map((act) => `major-issue.${act}`)),
    )
  })
})
