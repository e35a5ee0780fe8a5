import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from '../../../../test/kit/server.ts'
import { givenPersona, type Persona } from '../../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'
import { approver, type Bench, createBench } from '../a-workflow.ts'
import { aChain, aStep } from '../definition/a-flow.ts'
import type { FlowListener } from '../index.ts'
import { viewInstance } from '../instance/act-on-instance.ts'
import { withdrawInstance } from '../instance/withdraw-instance.ts'
import { decideTask } from './decide-task.ts'

const server = useServer()
const endings: string[] = []
const listener: FlowListener = {
  subjectNoun: 'request',
  async onFlowChange(_tx, _ctx, { instanceId, kind, outcome }) {
    if (kind === 'ended') endings.push(`${instanceId} ${outcome}`)
  },
}
let bench: Bench
let second: Persona
/** F7 asks for 500 in all: two kinds of race, 250 rounds each. */
const ROUNDS = 250
const AT_ONCE = 10

beforeAll(async () => {
  bench = createBench(server.current, [listener])
  await bench.publish(aChain(aStep('check', { rule: approver })), 'one-step')
  await bench.publish(
    aChain(
      aStep('vote', {
        rule: approver,
        multi: { completion: { mode: 'all', value: null, veto: false }, sequential: false },
      }),
    ),
    'both-vote',
  )
  const { clock, database, ids, world } = server.current
  second = await database.inTx(SCOPE_ALL, (tx) =>
    givenPersona(tx, clock, ids, world.bodies.department, 'department-approver', 'second approver'),
  )
})

const settle = async (run: Promise<unknown>) =>
  run.then(
    () => 'won',
    (error: { reason?: string }) => error.reason ?? String(error),
  )

async function inBatches(total: number, one: (round: number) => Promise<void>): Promise<void> {
  for (let from = 0; from < total; from += AT_ONCE)
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, total - from) }, (_, index) => one(from + index)),
    )
}

describe('F7: acts at the same moment', () => {
  it(`two approvers, ${ROUNDS} times: one act, one ending, one task done`, { timeout: 300_000 }, async () => {
    const { departmentApplicant, departmentApprover } = server.current.world.people
    const started: string[] = []
    await inBatches(ROUNDS, async (round) => {
      const { instanceId } = await bench.start(departmentApplicant, 'one-step')
      started.push(instanceId)
      const task = await taskOf(instanceId)
      const act = async (persona: Persona, verb: 'approve' | 'reject') =>
        settle(
          bench
            .as(persona)
            .then((ctx) =>
              decideTask(ctx, bench.parts, task.id, verb, { version: task.version, comment: 'x' }),
            ),
        )
      const results = await Promise.all([
        act(departmentApprover, 'approve'),
        act(second, round % 2 ? 'approve' : 'reject'),
      ])
      expect(results.sort()).toEqual(['task.closed', 'won'])
    })
    await expectOneEndingEach(started)
  })

  it(`approve against withdraw, ${ROUNDS} times: one outcome, and the loser is told`, {
    timeout: 300_000,
  }, async () => {
    const { departmentApplicant, departmentApprover } = server.current.world.people
    const started: string[] = []
    const outcomes = new Map<string, number>()
    await inBatches(ROUNDS, async () => {
      const { instanceId } = await bench.start(departmentApplicant, 'one-step')
      started.push(instanceId)
      const task = await taskOf(instanceId)
      const approve = bench
        .as(departmentApprover)
        .then((ctx) => decideTask(ctx, bench.parts, task.id, 'approve', { version: task.version }))
      const version = 2
      const withdraw = bench
        .as(departmentApplicant)
        .then((ctx) => withdrawInstance(ctx, bench.parts, instanceId, { version, aim: 'end' }))
      const [a, w] = await Promise.all([settle(approve), settle(withdraw)])
      expect([
        ['won', 'flow-instance.ended'],
        ['task.closed', 'won'],
      ]).toContainEqual([a, w])
      const key = a === 'won' ? 'approved' : 'withdrawn'
      outcomes.set(key, (outcomes.get(key) ?? 0) + 1)
      expect(endings.filter((each) => each.startsWith(instanceId))).toEqual([`${instanceId} ${key}`])
    })
    await expectOneEndingEach(started)
  })

  it('two countersigners at once: both votes count, and it ends once', { timeout: 120_000 }, async () => {
    const { departmentApplicant, departmentApprover } = server.current.world.people
    await inBatches(40, async () => {
      const { instanceId } = await bench.start(departmentApplicant, 'both-vote')
      const vote = async (persona: Persona) => {
        const task = await taskOf(instanceId, persona.personId)
        return settle(
          bench
            .as(persona)
            .then((ctx) => decideTask(ctx, bench.parts, task.id, 'approve', { version: task.version })),
        )
      }
      expect(await Promise.all([vote(departmentApprover), vote(second)])).toEqual(['won', 'won'])
      const shown = await viewInstance(await bench.as(departmentApplicant), bench.parts, instanceId)
      expect(shown.outcome).toBe('approved')
      expect(endings.filter((each) => each.startsWith(instanceId))).toHaveLength(1)
    })
  })
})

async function taskOf(instanceId: string, personId?: string): Promise<{ id: string; version: number }> {
  const { database } = server.current
  return database
    .as(SCOPE_ALL)
    .selectFrom('task')
    .innerJoin('task_candidate as c', 'c.task_id', 'task.id')
    .select(['task.id', 'task.version'])
    .where('task.instance_id', '=', instanceId)
    .where('task.state', '=', 'open')
    .$if(personId !== undefined, (query) => query.where('c.person_id', '=', personId ?? ''))
    .executeTakeFirstOrThrow()
}

async function expectOneEndingEach(instanceIds: readonly string[]): Promise<void> {
  const db = server.current.database.as(SCOPE_ALL)
  const open = await db
    .selectFrom('task_candidate')
    .select('task_id')
    .where('instance_id', 'in', [...instanceIds])
    .execute()
  expect(open).toEqual([])
  const ends = await db
    .selectFrom('task_action')
    .select('instance_id')
    .where('instance_id', 'in', [...instanceIds])
    .where('act', '=', 'end')
    .execute()
  expect(ends.map((row) => row.instance_id).sort()).toEqual([...instanceIds].sort())
}
