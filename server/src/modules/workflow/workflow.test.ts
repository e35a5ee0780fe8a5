import { organisationOperations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from '../../../test/kit/server.ts'
import { givenPersona, type Persona } from '../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../platform/db/index.ts'
import { approver, type Bench, bureau, centre, createBench } from './a-workflow.ts'
import { aChain, aParallel, aStep } from './definition/a-flow.ts'
import type { FlowChange, FlowListener } from './index.ts'
import { viewInstance } from './instance/act-on-instance.ts'
import { commentInstance } from './instance/comment-instance.ts'
import { urgeInstance } from './instance/urge-instance.ts'
import { voidInstance } from './instance/void-instance.ts'
import { withdrawInstance } from './instance/withdraw-instance.ts'
import { addSigners } from './task/add-signers.ts'
import { assignTask } from './task/assign-task.ts'
import { decideTask } from './task/decide-task.ts'
import { removeSigner } from './task/remove-signer.ts'
import { returnTask } from './task/return-task.ts'
import { listTasks, viewTask } from './task/task-routes.ts'
import { transferTask } from './task/transfer-task.ts'

const server = useServer()
const told: FlowChange[] = []
const listener: FlowListener = {
  subjectNoun: 'request',
  async onFlowChange(_tx, _ctx, change) {
    told.push(change)
    if (change.comment === 'explode') throw new Error('the listener cannot follow')
  },
  refuseAct: async (_tx, _ctx, act) =>
    act.variables.blocked === true && act.verb === 'approve' ? { reason: 'task.act_not_offered' } : null,
}
let bench: Bench
const people = () => server.current.world.people

beforeAll(async () => {
  bench = createBench(server.current, [listener])
  await bench.publish(
    aChain(aStep('check', { rule: approver }), aStep('review', { rule: centre })),
    'two-steps',
  )
  await bench.publish(
    aParallel(aStep('a', { rule: approver }), aStep('b', { rule: centre }), aStep('last', { rule: bureau })),
    'side-by-side',
  )
  await bench.publish(
    aChain(
      aStep('vote', {
        rule: approver,
        multi: { completion: { mode: 'all', value: null, veto: true }, sequential: false },
      }),
    ),
    'countersign',
  )
})

const decide = async (
  persona: Persona,
  instanceId: string,
  verb: 'approve' | 'reject' | 'complete' = 'approve',
  comment?: string,
) => {
  const task = await bench.todo(persona, instanceId)
  return decideTask(await bench.as(persona), bench.parts, task.id, verb, {
    version: task.version,
    ...(comment ? { comment } : {}),
  })
}
const outcomeOf = async (instanceId: string) => {
  const { state, outcome } = await viewInstance(await bench.as(people().centre), bench.parts, instanceId)
  return outcome ?? state
}
const reasonOf = (run: Promise<unknown>) =>
  run.then(
    () => 'done',
    (error: { reason?: string }) => error.reason,
  )

describe('starting', () => {
  it('goes to the people of the rule, tells nobody else, and refuses a second flow for the same subject', async () => {
    const { departmentApplicant, departmentApprover, otherApplicant } = people()
    const { instanceId, subjectId } = await bench.start(departmentApplicant, 'two-steps')
    expect(await bench.hasTodo(departmentApprover, instanceId)).toBe(true)
    expect(await bench.hasTodo(people().centre, instanceId)).toBe(false)
    const ctx = await bench.as(departmentApplicant)
    const subject = {
      noun: 'request' as const,
      id: subjectId,
      bodyId: departmentApplicant.bodyId,
      title: 'x',
    }
    const again = ctx.inTx((tx) =>
      bench.workflow.startFlow(tx, ctx, { subject, by: { flow: 'two-steps' }, variables: {} }),
    )
    expect(await reasonOf(again)).toBe('flow-instance.already_running')
    expect(await reasonOf(viewInstance(await bench.as(otherApplicant), bench.parts, instanceId))).toBe(
      'common.not_found',
    )
  })

  it('says that a flow is not published, or that no row fits', async () => {
    expect(await reasonOf(bench.start(people().departmentApplicant, 'no-such-flow'))).toBe(
      'flow.none_published',
    )
    const ctx = await bench.as(people().departmentApplicant)
    const subject = {
      noun: 'request' as const,
      id: server.current.ids.next(),
      bodyId: ctx.actor.kind === 'person' ? people().departmentApplicant.bodyId : '',
      title: 'x',
    }
    const start = ctx.inTx((tx) =>
      bench.workflow.startFlow(tx, ctx, {
        subject,
        by: { table: 'request-routing' },
        variables: { kind: 'new' },
      }),
    )
    expect(await reasonOf(start)).toBe('decision.input_missing')
  })
})

describe('deciding', () => {
  it('approves step by step, tells the listener in the same transaction, and keeps history and audit', async () => {
    const { centre: officer, departmentApplicant, departmentApprover } = people()
    const { instanceId, subjectId } = await bench.start(departmentApplicant, 'two-steps')
    await decide(departmentApprover, instanceId, 'approve', '情况属实')
    await decide(officer, instanceId, 'approve', '同意')
    const shown = await viewInstance(await bench.as(departmentApplicant), bench.parts, instanceId)
    expect(shown).toMatchObject({ state: 'ended', outcome: 'approved' })
    expect(shown.timeline.map((each) => [each.act, each.actor?.name ?? null, each.comment])).toEqual([
      ['start', 'departmentApplicant', null],
      ['approve', 'departmentApprover', '情况属实'],
      ['approve', 'centre', '同意'],
      ['end', null, null],
    ])
    expect(shown.picture.nodes.filter((node) => node.state === 'done').map((node) => node.id)).toEqual([
      'start',
      'fill',
      'check',
      'review',
      'end',
    ])
    expect(told.filter((each) => each.subject.id === subjectId)).toMatchObject([
      { kind: 'ended', outcome: 'approved', comment: '同意' },
    ])
    const audited = await auditOf(shown.id)
    expect(audited).toEqual(['flow-instance.start', 'task.approve', 'task.approve'])
  })

  it('does not happen when the listener cannot follow', async () => {
    const { departmentApplicant, departmentApprover } = people()
    const { instanceId } = await bench.start(departmentApplicant, 'two-steps')
    await expect(decide(departmentApprover, instanceId, 'reject', 'explode')).rejects.toThrow('cannot follow')
    expect(await outcomeOf(instanceId)).toBe('running')
    expect(await bench.hasTodo(departmentApprover, instanceId)).toBe(true)
  })

  it('can be denied by the module whose subject it is', async () => {
    const { departmentApplicant, departmentApprover } = people()
    const { instanceId } = await bench.start(departmentApplicant, 'two-steps', { blocked: true })
    expect(await reasonOf(decide(departmentApprover, instanceId))).toBe('task.act_not_offered')
  })

  it('is not for strangers (404), nor for those who only look on (403), nor twice (409), nor on an old version', async () => {
    const {
      bureau: chief,
      centre: officer,
      departmentApplicant,
      departmentApprover,
      otherApplicant,
    } = people()
    const { instanceId } = await bench.start(departmentApplicant, 'two-steps')
    const task = await bench.todo(departmentApprover, instanceId)
    const as = async (persona: Persona, version = task.version) =>
      reasonOf(decideTask(await bench.as(persona), bench.parts, task.id, 'approve', { version }))
    expect(await as(otherApplicant)).toBe('common.not_found')
    expect(await as(chief)).toBe('task.not_yours')
    expect(await as(officer)).toBe('task.not_yours')
    expect(await as(departmentApplicant)).toBe('task.not_yours')
    expect(await as(departmentApprover, task.version + 1)).toBe('common.version_stale')
    expect(await as(departmentApprover)).toBe('done')
    expect(await as(departmentApprover)).toBe('task.closed')
  })

  it('an applicant does not decide on his own application, whatever posts he holds', async () => {
    const { departmentApplicant, departmentApprover } = people()
    const { database, clock, ids } = server.current
    const both = await database.inTx(SCOPE_ALL, (tx) =>
      givenPersona(tx, clock, ids, departmentApplicant.bodyId, 'department-approver', 'both'),
    )
    const { instanceId } = await bench.start(both, 'two-steps')
    expect(await bench.hasTodo(both, instanceId)).toBe(false)
    const task = await bench.todo(departmentApprover, instanceId)
    expect(
      await reasonOf(decideTask(await bench.as(both), bench.parts, task.id, 'approve', { version: 1 })),
    ).toBe('task.own_application')
    const seen = await viewTask(await bench.as(both), bench.parts, task.id)
    expect(seen.actions.approve).toEqual({ allowed: false, reason: 'task.own_application' })
  })

  it('counts a countersign: everybody, and one veto is enough', async () => {
    const { departmentApplicant, departmentApprover } = people()
    const { clock, database, ids } = server.current
    const second = await database.inTx(SCOPE_ALL, (tx) =>
      givenPersona(tx, clock, ids, departmentApprover.bodyId, 'department-approver', 'second approver'),
    )
    const first = await bench.start(departmentApplicant, 'countersign')
    await decide(departmentApprover, first.instanceId)
    expect(await outcomeOf(first.instanceId)).toBe('running')
    const holders = (
      await viewInstance(await bench.as(people().centre), bench.parts, first.instanceId)
    ).picture.steps.find((step) => step.nodeId === 'vote')
    for (const person of holders?.people ?? []) {
      const voter = person.personId === second.personId ? second : null
      if (voter) await decide(voter, first.instanceId)
    }
    const both = (await viewInstance(await bench.as(people().centre), bench.parts, first.instanceId))
      .currentSteps
    // The person who holds both posts of the test above votes as well; without his voice it stays open.
    expect(both.map((step) => step.nodeId)).toEqual(['vote'])
    const other = await bench.start(departmentApplicant, 'countersign')
    await decide(second, other.instanceId, 'reject', '不同意')
    expect(await outcomeOf(other.instanceId)).toBe('rejected')
  })
})

describe('returning', () => {
  it('to the applicant, who corrects; the listener hears of both', async () => {
    const { departmentApplicant, departmentApprover } = people()
    const { instanceId, subjectId } = await bench.start(departmentApplicant, 'two-steps')
    const task = await bench.todo(departmentApprover, instanceId)
    const answer = await returnTask(await bench.as(departmentApprover), bench.parts, task.id, {
      version: task.version,
      to: 'fill',
      resume: 'replay',
      comment: '缺论证',
    })
    expect(answer.instance.picture.arcs).toMatchObject([
      { number: 1, from: 'check', to: 'fill', comment: '缺论证' },
    ])
    expect(answer.instance.picture.nodes.find((node) => node.id === 'check')?.state).toBe('returned')
    const form = await bench.todo(departmentApplicant, instanceId)
    expect(form.nodeId).toBe('fill')
    await decide(departmentApplicant, instanceId, 'complete', '已补正')
    expect((await bench.todo(departmentApprover, instanceId)).nodeId).toBe('check')
    expect(told.filter((each) => each.subject.id === subjectId).map((each) => each.kind)).toEqual([
      'returned',
      'resubmitted',
    ])
  })

  it('out of a parallel block takes the sibling off; the sibling’s open page is stale then', async () => {
    const { centre: officer, departmentApplicant, departmentApprover } = people()
    const { instanceId } = await bench.start(departmentApplicant, 'side-by-side')
    const sibling = await bench.todo(departmentApprover, instanceId)
    const mine = await bench.todo(officer, instanceId)
    const targets = (await viewTask(await bench.as(officer), bench.parts, mine.id)).returnTargets
    expect(targets).toMatchObject([{ nodeId: 'fill', isApplicant: true, direct: false }])
    const direct = returnTask(await bench.as(officer), bench.parts, mine.id, {
      version: mine.version,
      to: 'fill',
      resume: 'direct',
      comment: 'x',
    })
    expect(await reasonOf(direct)).toBe('task.return_target')
    await returnTask(await bench.as(officer), bench.parts, mine.id, {
      version: mine.version,
      to: 'fill',
      resume: 'replay',
      comment: 'x',
    })
    expect(await bench.hasTodo(departmentApprover, instanceId)).toBe(false)
    expect(
      await reasonOf(
        decideTask(await bench.as(departmentApprover), bench.parts, sibling.id, 'approve', {
          version: sibling.version,
        }),
      ),
    ).toBe('task.closed')
    await decide(departmentApplicant, instanceId, 'complete')
    await decide(departmentApprover, instanceId)
    await decide(officer, instanceId)
    await decide(people().bureau, instanceId)
    expect(await outcomeOf(instanceId)).toBe('approved')
  })
})

describe('withdrawing, voiding, urging, remarks', () => {
  it('the starter takes it back to correct, then for good; others may not', async () => {
    const { departmentApplicant, departmentApprover, officeApplicant } = people()
    const { instanceId } = await bench.start(departmentApplicant, 'two-steps')
    const version = async () =>
      (await viewInstance(await bench.as(departmentApplicant), bench.parts, instanceId)).version
    const withdraw = async (persona: Persona, aim: 'correct' | 'end') =>
      reasonOf(
        withdrawInstance(await bench.as(persona), bench.parts, instanceId, { version: await version(), aim }),
      )
    expect(await withdraw(departmentApprover, 'end')).toBe('flow-instance.not_starter')
    expect(await withdraw(officeApplicant, 'end')).toBe('common.not_found')
    expect(await withdraw(departmentApplicant, 'correct')).toBe('done')
    expect(await withdraw(departmentApplicant, 'correct')).toBe('task.act_not_offered')
    expect(await withdraw(departmentApplicant, 'end')).toBe('done')
    expect(await withdraw(departmentApplicant, 'end')).toBe('flow-instance.ended')
  })

  it('the regulator voids with a reason; nobody else', async () => {
    const { centre: officer, departmentApplicant, departmentApprover } = people()
    const { instanceId } = await bench.start(departmentApplicant, 'two-steps')
    const { version } = await viewInstance(await bench.as(officer), bench.parts, instanceId)
    const input = { version, comment: '重复申请' }
    expect(
      await reasonOf(voidInstance(await bench.as(departmentApprover), bench.parts, instanceId, input)),
    ).toBe('common.forbidden')
    const shown = await voidInstance(await bench.as(officer), bench.parts, instanceId, input)
    expect(shown).toMatchObject({ outcome: 'voided' })
  })

  it('urging counts, is shown to whoever has the task, and not too often', async () => {
    const { departmentApplicant, departmentApprover } = people()
    const { instanceId } = await bench.start(departmentApplicant, 'two-steps')
    const urge = async () =>
      reasonOf(urgeInstance(await bench.as(departmentApplicant), bench.parts, instanceId, {}))
    expect([await urge(), await urge()]).toEqual(['done', 'flow-instance.urged_recently'])
    const task = await bench.todo(departmentApprover, instanceId)
    expect((await viewTask(await bench.as(departmentApprover), bench.parts, task.id)).urgedCount).toBe(1)
  })

  it('a remark changes nothing but the history', async () => {
    const { departmentApplicant, departmentApprover } = people()
    const { instanceId } = await bench.start(departmentApplicant, 'two-steps')
    const shown = await commentInstance(await bench.as(departmentApprover), bench.parts, instanceId, {
      comment: '请补充截图',
    })
    expect(shown.timeline.at(-1)).toMatchObject({
      act: 'comment',
      comment: '请补充截图',
      actor: { name: 'departmentApprover' },
    })
    expect(shown.state).toBe('running')
  })
})

describe('other hands', () => {
  it('transfers within the own body only, to an active person who is not the applicant', async () => {
    const { departmentAdmin, departmentApplicant, departmentApprover, otherAdmin } = people()
    const { instanceId } = await bench.start(departmentApplicant, 'two-steps')
    const task = await bench.todo(departmentApprover, instanceId)
    const transfer = async (to: string) =>
      reasonOf(
        transferTask(await bench.as(departmentApprover), bench.parts, task.id, {
          version: task.version,
          personId: to,
          comment: '转办',
        }),
      )
    expect(await transfer(otherAdmin.personId)).toBe('task.person_unfit')
    expect(await transfer(departmentApplicant.personId)).toBe('task.person_unfit')
    expect(await transfer(server.current.ids.next())).toBe('task.person_unfit')
    expect(await transfer(departmentAdmin.personId)).toBe('done')
    expect(await bench.hasTodo(departmentApprover, instanceId)).toBe(false)
    await decide(departmentAdmin, instanceId)
    expect((await bench.todo(people().centre, instanceId)).nodeId).toBe('review')
  })

  it('asks for an opinion first, never of a provider’s person (R21), and takes a signer back', async () => {
    const { departmentApplicant, departmentApprover, guide, operations, providerAdmin } = people()
    const { instanceId } = await bench.start(departmentApplicant, 'two-steps')
    const task = await bench.todo(departmentApprover, instanceId)
    const ask = async (personIds: string[]) =>
      addSigners(await bench.as(departmentApprover), bench.parts, task.id, {
        version: task.version,
        personIds,
        position: 'before',
        comment: '请提意见',
      })
    expect(await reasonOf(ask([providerAdmin.personId]))).toBe('task.person_unfit')
    const asked = await ask([guide.personId, operations.personId])
    expect(asked.state).toBe('waiting')
    expect(asked.actions.approve).toEqual({ allowed: false, reason: 'task.waiting' })
    expect(asked.addedSigners).toHaveLength(2)
    await decide(guide, instanceId, 'approve', '无异议')
    const left = asked.addedSigners.find((each) => each.person.personId === operations.personId)
    const after = await removeSigner(await bench.as(departmentApprover), bench.parts, task.id, {
      version: asked.version,
      taskId: left?.taskId ?? '',
    })
    expect(after.state).toBe('open')
    expect(await bench.hasTodo(operations, instanceId)).toBe(false)
    await decide(departmentApprover, instanceId)
  })

  it('a stand-in has the tasks while the absence lasts, and the record says for whom he acted', async () => {
    const { departmentAdmin, departmentApplicant, departmentApprover } = people()
    const { instanceId } = await bench.start(departmentApplicant, 'two-steps')
    expect(await bench.hasTodo(departmentAdmin, instanceId)).toBe(false)
    const now = server.current.clock.now().getTime()
    const given = await server.current.call(departmentApprover, organisationOperations.createDelegation, {
      body: {
        toPersonId: departmentAdmin.personId,
        reason: '出差',
        validFrom: new Date(now - 1000).toISOString(),
        validTo: new Date(now + 3_600_000).toISOString(),
      },
    })
    expect(given.status).toBe(201)
    const task = await bench.todo(departmentAdmin, instanceId)
    expect(task.onBehalfOf).toMatchObject({ personId: departmentApprover.personId })
    const done = await decideTask(await bench.as(departmentAdmin), bench.parts, task.id, 'approve', {
      version: task.version,
    })
    expect(done.instance.timeline.at(-1)).toMatchObject({
      actor: { name: 'departmentAdmin', onBehalfOf: { name: 'departmentApprover' } },
    })
    const next = await bench.start(departmentApplicant, 'two-steps')
    server.current.clock.advance({ hours: 2 })
    expect(await bench.hasTodo(departmentAdmin, next.instanceId)).toBe(false)
  })

  it('the regulator assigns people within his reach, never himself, never above his level (R45)', async () => {
    const {
      bureau: chief,
      centre: officer,
      countyBureau,
      departmentAdmin,
      departmentApplicant,
      departmentApprover,
    } = people()
    const { instanceId } = await bench.start(departmentApplicant, 'two-steps')
    const check = await bench.todo(departmentApprover, instanceId)
    const assign = async (persona: Persona, task: { id: string; version: number }, to: string) =>
      reasonOf(
        assignTask(await bench.as(persona), bench.parts, task.id, {
          version: task.version,
          personIds: [to],
          comment: '指派',
        }),
      )
    expect(await assign(departmentAdmin, check, departmentAdmin.personId)).toBe('common.forbidden')
    expect(await assign(officer, check, officer.personId)).toBe('common.forbidden')
    expect(await assign(countyBureau, check, departmentAdmin.personId)).toBe('done')
    await decide(departmentAdmin, instanceId)
    const review = await bench.todo(officer, instanceId)
    // The province's centre decides here: the county may neither take nor give that.
    expect(await assign(countyBureau, review, chief.personId)).toBe('common.forbidden')
  })
})

describe('lists', () => {
  it('page by key, count, and keep what I did', async () => {
    const { departmentApplicant, departmentApprover } = people()
    const started = []
    for (let index = 0; index < 5; index++) started.push(await bench.start(departmentApplicant, 'two-steps'))
    const seen = new Set<string>()
    let pageToken: string | undefined
    do {
      const page = await listTasks(await bench.as(departmentApprover), bench.parts, {
        box: 'todo',
        pageSize: 2,
        ...(pageToken ? { pageToken } : {}),
      })
      for (const item of page.items) {
        expect(seen.has(item.id)).toBe(false)
        seen.add(item.id)
      }
      pageToken = page.nextPageToken ?? undefined
    } while (pageToken)
    expect(seen.size).toBeGreaterThanOrEqual(5)
    for (const each of started) await decide(departmentApprover, each.instanceId)
  })
})

async function auditOf(instanceId: string): Promise<string[]> {
  const { database } = server.current
  const rows = await database.owner.query<{ act: string }>(
    `select act from audit_pending
      where object_id = $1 or object_id in (select id::text from task where instance_id = $1::uuid) order by recorded_at`,
    [instanceId],
  )
  return rows.rows.map((row) => row.act)
}
