import { decisionOperations, flowOperations, workflowOperations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from '../../../../test/kit/server.ts'
import { givenPersona } from '../../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'
import { insertBody } from '../../organisation/index.ts'
import { approver, type Bench, centre, createBench } from '../a-workflow.ts'
import { DEFAULT_FLOWS } from '../defaults/default-flows.ts'
import { aChain, aStep } from '../definition/a-flow.ts'
import { readBpmn } from '../definition/bpmn-read.ts'
import { writeBpmn } from '../definition/bpmn-write.ts'
import { seedWorkflow } from '../index.ts'
import { decideTask } from '../task/decide-task.ts'

const server = useServer()
let bench: Bench
const people = () => server.current.world.people
const name = { zh: '测试流程', en: 'Test flow' }

beforeAll(() => {
  bench = createBench(server.current)
})

const bpmnOf = async (key: string, ...steps: Parameters<typeof aChain>) =>
  writeBpmn({ ...aChain(...steps), key })

describe('shipped flows', () => {
  it('are published with their source, marked as product defaults, drawn, and seeding again changes nothing', async () => {
    await seedWorkflow(bench.system(), bench.parts)
    const list = await server.current.call(people().guide, flowOperations.flowList, {
      query: { pageSize: 200 },
    })
    const shipped = DEFAULT_FLOWS.map((flow) => flow.key).sort()
    expect(list.body.items.map((flow) => flow.key)).toEqual(shipped)
    for (const flow of list.body.items)
      expect(flow).toMatchObject({ publishedNumber: 1, isProductDefault: true })
    const general = list.body.items.find((flow) => flow.key === 'general-pool')
    const detail = await server.current.call(people().guide, flowOperations.flowGet, {
      params: { id: general?.id ?? '' },
    })
    const version = await server.current.call(people().guide, flowOperations.flowVersionGet, {
      params: { id: detail.body.versions[0]?.id ?? '' },
    })
    expect(version.body.source).toContain('盐政办发〔2024〕7号')
    expect(version.body.problems).toEqual([])
    expect(version.body.picture.steps.map((step) => [step.nodeId, step.termWorkingDays])).toEqual([
      ['fill', null],
      ['check', 2],
      ['review', 5],
    ])
  })

  it('are chosen by the table: pool class (R106, R107), edge (R109), kind, specification (R102), cost and zone', async () => {
    const tables = await server.current.call(people().guide, decisionOperations.decisionTableList)
    const detail = await server.current.call(people().guide, decisionOperations.decisionTableGet, {
      params: { id: tables.body.items[0]?.id ?? '' },
    })
    const version = detail.body.versions[0]
    expect(version?.problems).toEqual([])
    const plain = {
      kind: 'new',
      purpose: 'formal',
      atEdge: false,
      poolClass: 'general',
      networkZone: 'internet',
      aboveRecommended: false,
      growthUnborne: false,
      savingsUndone: false,
      costYuan: 1000,
    }
    const flowOf = async (change: object) => {
      const answer = await server.current.call(people().guide, decisionOperations.decisionTableTry, {
        params: { id: version?.id ?? '' },
        body: { variables: { ...plain, ...change } },
      })
      return answer.status === 200 ? answer.body.flowKey : answer.problem.reason
    }
    expect(await flowOf({})).toBe('general-pool')
    expect(await flowOf({ poolClass: 'dedicated' })).toBe('dedicated-pool')
    expect(await flowOf({ poolClass: 'full-stack-dedicated' })).toBe('city-approval')
    expect(await flowOf({ atEdge: true })).toBe('city-approval')
    expect(await flowOf({ kind: 'release', poolClass: 'dedicated' })).toBe('release')
    expect(await flowOf({ kind: 'renew', purpose: 'test' })).toBe('test-renewal')
    expect(await flowOf({ purpose: 'emergency' })).toBe('emergency')
    expect(await flowOf({ costYuan: 500_001 })).toBe('higher-approval')
    expect(await flowOf({ costYuan: -1 })).toBe('general-pool')
    expect(await flowOf({ networkZone: 'dedicated-line' })).toBe('higher-approval')
    expect(await flowOf({ costYuan: null })).toBe('decision.input_missing')
  })

  it('keep the row that chose with the instance', async () => {
    const ctx = await bench.as(people().departmentApplicant)
    const subject = {
      noun: 'request' as const,
      id: server.current.ids.next(),
      bodyId: people().departmentApplicant.bodyId,
      title: '专属',
    }
    const variables = {
      kind: 'new',
      purpose: 'formal',
      atEdge: false,
      poolClass: 'dedicated',
      networkZone: 'internet',
      aboveRecommended: false,
      growthUnborne: false,
      savingsUndone: false,
      costYuan: 1,
    }
    const id = await ctx.inTx((tx) =>
      bench.workflow.startFlow(tx, ctx, { subject, by: { table: 'request-routing' }, variables }),
    )
    const shown = await server.current.call(
      people().departmentApplicant,
      workflowOperations.flowInstanceGet,
      { params: { id } },
    )
    expect(shown.body).toMatchObject({
      flowKey: 'dedicated-pool',
      isProductDefault: true,
      decision: { tableKey: 'request-routing', tableVersion: 1, ruleId: 'dedicated' },
    })
  })
})

describe('preview', () => {
  it('names the people step by step, the row, the term, and whoever is missing; nothing is written', async () => {
    const ctx = await bench.as(people().departmentApplicant)
    const variables = {
      kind: 'new',
      purpose: 'formal',
      atEdge: false,
      poolClass: 'general',
      networkZone: 'internet',
      aboveRecommended: false,
      growthUnborne: false,
      savingsUndone: false,
      costYuan: 1,
    }
    const before = await countInstances()
    const shown = await bench.workflow.previewFlow(ctx, {
      by: { table: 'request-routing' },
      bodyId: people().departmentApplicant.bodyId,
      variables,
    })
    expect(
      shown.picture.steps.map((step) => [step.nodeId, step.people.map((person) => person.name)]),
    ).toEqual([
      ['fill', ['departmentApplicant']],
      ['check', ['departmentApprover']],
      ['review', ['centre']],
    ])
    expect(shown).toMatchObject({
      flowKey: 'general-pool',
      decision: { ruleId: 'general' },
      workingDays: 7,
      unmanned: [],
    })
    // 2 + 5 working days from Tuesday 15 September 2026, with the made-up Sunday of the 20th.
    expect(shown.dueAt).toBe('2026-09-23T09:30:00.000Z')
    const lonely = await bench.workflow.previewFlow(await bench.as(people().otherApplicant), {
      by: { flow: 'general-pool' },
      bodyId: people().otherApplicant.bodyId,
      variables,
    })
    expect(lonely.unmanned).toEqual(['check'])
    expect(await countInstances()).toBe(before)
  })

  it('works on a draft, before it is published', async () => {
    const bpmn = await bpmnOf(
      'draft-only',
      aStep('check', { rule: approver }),
      aStep('review', { rule: centre }),
    )
    const made = await server.current.call(people().bureau, flowOperations.flowCreate, {
      body: { key: 'draft-only', name, subjectNoun: 'request', bpmn, source: '测试', note: '' },
    })
    expect(made.status).toBe(201)
    const id = made.body.versions[0]?.id ?? ''
    const shown = await server.current.call(people().bureau, flowOperations.flowVersionPreview, {
      params: { id },
      body: { bodyId: people().departmentApplicant.bodyId, variables: {} },
    })
    expect(shown.body.picture.steps.map((step) => step.people.length)).toEqual([1, 1, 1])
  })
})

describe('the level that decides', () => {
  const variables = {
    kind: 'new',
    purpose: 'formal',
    atEdge: false,
    poolClass: 'general',
    networkZone: 'internet',
    aboveRecommended: false,
    growthUnborne: false,
    savingsUndone: false,
    costYuan: 1,
  }
  const deciders = async (change: object) => {
    const ctx = await bench.as(people().departmentApplicant)
    const bodyId = people().departmentApplicant.bodyId
    const shown = await bench.workflow.previewFlow(ctx, {
      by: { table: 'request-routing' },
      bodyId,
      variables: { ...variables, ...change },
    })
    return shown.picture.steps.at(-1)?.people.map((person) => person.name)
  }

  it('R107, R45: a dedicated pool is approved by the authority of the same level, the county’s own', async () => {
    expect(await deciders({ poolClass: 'dedicated' })).toEqual(['countyBureau'])
  })

  it('R109: an edge node is approved at city level, and by the level above where the city has no authority', async () => {
    expect(await deciders({ atEdge: true })).toEqual(['bureau'])
    const { clock, database, ids, world } = server.current
    await database.inTx(SCOPE_ALL, async (tx) => {
      const id = ids.next()
      await insertBody(
        tx,
        {
          id,
          region_id: world.regions.city,
          parent_id: null,
          kind: 'regulator-bureau',
          guide_field: null,
          provider_type: null,
          name: 'City bureau',
          short_name: 'city',
          created_at: clock.now(),
        },
        null,
      )
      await givenPersona(tx, clock, ids, id, 'regulator-bureau', 'cityBureau')
    })
    expect(await deciders({ atEdge: true })).toEqual(['cityBureau'])
    expect(await deciders({ poolClass: 'full-stack-dedicated' })).toEqual(['cityBureau'])
  })

  it('R106, R43: the general pool needs no higher approval; the centre reviews, the bureau does not', async () => {
    expect(await deciders({})).toEqual(['centre'])
  })
})

describe('publishing', () => {
  it('exports BPMN that comes back the same', async () => {
    const { guide } = people()
    const list = await server.current.call(guide, flowOperations.flowList, { query: { pageSize: 200 } })
    for (const flow of list.body.items.filter((each) => each.isProductDefault)) {
      const detail = await server.current.call(guide, flowOperations.flowGet, { params: { id: flow.id } })
      const id = detail.body.versions[0]?.id ?? ''
      const file = await server.current.api.inject({
        method: 'GET',
        url: `/api/v1/flow-versions/${id}/bpmn`,
        headers: { authorization: `Bearer ${guide.postId}` },
      })
      const stored = await server.current.call(guide, flowOperations.flowVersionGet, { params: { id } })
      expect((await readBpmn(file.body)).graph).toEqual((await readBpmn(stored.body.bpmn)).graph)
    }
  })

  it('an instance keeps its version for life; new ones take the new version', async () => {
    const key = 'pinned'
    const { departmentApplicant, departmentApprover } = people()
    await bench.publish(aChain(aStep('check', { rule: approver })), key)
    const old = await bench.start(departmentApplicant, key)
    await bench.publish(aChain(aStep('check', { rule: approver }), aStep('review', { rule: centre })), key)
    const young = await bench.start(departmentApplicant, key)
    for (const { instanceId } of [old, young]) {
      const task = await bench.todo(departmentApprover, instanceId)
      await decideTask(await bench.as(departmentApprover), bench.parts, task.id, 'approve', {
        version: task.version,
      })
    }
    const shown = async (id: string) =>
      (await server.current.call(departmentApplicant, workflowOperations.flowInstanceGet, { params: { id } }))
        .body
    expect(await shown(old.instanceId)).toMatchObject({ state: 'ended', flowVersionNumber: 1 })
    expect(await shown(young.instanceId)).toMatchObject({ state: 'running', flowVersionNumber: 2 })
  })

  it('refuses unsupported elements by name, keeps the draft, and publishes when it is mended', async () => {
    const good = await bpmnOf('to-mend', aStep('check', { rule: approver }))
    const bad = good.replace('<bpmn:endEvent', '<bpmn:scriptTask id="evil" name="运行脚本"/><bpmn:endEvent')
    const { bureau, centre: officer } = people()
    const made = await server.current.call(bureau, flowOperations.flowCreate, {
      body: { key: 'to-mend', name, subjectNoun: 'request', bpmn: bad, source: '测试', note: '' },
    })
    const id = made.body.versions[0]?.id ?? ''
    const refused = await server.current.call(bureau, flowOperations.flowVersionPublish, {
      params: { id },
      body: { version: 1 },
    })
    expect(refused).toMatchObject({ status: 422, problem: { reason: 'flow.not_publishable' } })
    expect(refused.problem.text.zh).toContain('运行脚本')
    const seen = await server.current.call(bureau, flowOperations.flowVersionGet, { params: { id } })
    expect(seen.body.actions.publish).toEqual({ allowed: false, reason: 'flow.not_publishable' })
    const mended = await server.current.call(bureau, flowOperations.flowVersionUpdate, {
      params: { id },
      body: { version: 1, bpmn: good, source: '测试', note: '改正' },
    })
    expect(mended.body.problems).toEqual([])
    expect(
      (
        await server.current.call(officer, flowOperations.flowVersionPublish, {
          params: { id },
          body: { version: 2 },
        })
      ).status,
    ).toBe(403)
    const published = await server.current.call(bureau, flowOperations.flowVersionPublish, {
      params: { id },
      body: { version: 2 },
    })
    expect(published.body).toMatchObject({ state: 'published', publishedBy: 'bureau' })
    const again = await server.current.call(bureau, flowOperations.flowVersionUpdate, {
      params: { id },
      body: { version: 3, bpmn: bad, source: 'x', note: '' },
    })
    expect(again).toMatchObject({ status: 409, problem: { reason: 'flow.not_draft' } })
  })

  it('the database itself refuses to change a published version', async () => {
    const { database } = server.current
    const change = database
      .as(SCOPE_ALL)
      .updateTable('flow_version')
      .set({ bpmn: 'x' })
      .where('state', '=', 'published')
      .execute()
    await expect(change).rejects.toThrow('a published version does not change')
    const history = database.as(SCOPE_ALL).updateTable('task_action').set({ comment: 'forged' }).execute()
    await expect(history).rejects.toThrow('permission denied')
  })

  it('checks text that is no BPMN without falling over', async () => {
    const check = async (bpmn: string) =>
      server.current.call(people().bureau, flowOperations.flowVersionCheck, { body: { bpmn } })
    expect((await check('hello')).body).toMatchObject({ picture: null, problems: [{ code: 'unreadable' }] })
    const made = await server.current.call(people().bureau, flowOperations.flowCreate, {
      body: { key: 'no-bpmn', name, subjectNoun: 'request', bpmn: 'hello', source: 's', note: '' },
    })
    expect(made).toMatchObject({ status: 400, problem: { reason: 'flow.bpmn_unreadable' } })
  })

  const givenTable = async () => {
    const { bureau } = people()
    const tables = await server.current.call(bureau, decisionOperations.decisionTableList)
    const id = tables.body.items[0]?.id ?? ''
    const detail = await server.current.call(bureau, decisionOperations.decisionTableGet, { params: { id } })
    const content = detail.body.versions[0]?.content
    if (!content) throw new Error('the shipped table is there')
    const odd = (id: string, ...when: readonly string[]) => ({
      ...(content.rules[0] as (typeof content.rules)[number]),
      id,
      when: content.inputs.map((_, column) => when[column] ?? '-'),
    })
    const withRules = (...rules: readonly ReturnType<typeof odd>[]) => ({
      params: { id },
      body: { content: { ...content, rules: [...rules, ...content.rules] }, source: '测试', note: '' },
    })
    return { bureau, id, content, odd, withRules }
  }

  it('refuses to publish a table that points to an unknown flow', async () => {
    const { bureau, odd, withRules } = await givenTable()
    const draft = await server.current.call(
      bureau,
      decisionOperations.decisionTableCreateVersion,
      withRules({ ...odd('odd'), flowKey: 'nowhere' }),
    )
    expect(draft.body.problems.map((each) => each.code)).toEqual(['flow-unknown'])
    const refused = await server.current.call(bureau, decisionOperations.decisionTablePublish, {
      params: { id: draft.body.id },
      body: { version: 1 },
    })
    expect(refused.problem.reason).toBe('decision.not_publishable')
  })

  it('saves no draft with a cell that cannot be read: row, column and fault are named at each cell', async () => {
    const { bureau, id, content, odd, withRules } = await givenTable()
    const count = async () =>
      (await server.current.call(bureau, decisionOperations.decisionTableGet, { params: { id } })).body
        .versions.length
    const before = await count()
    const faulty = withRules(odd('good'), odd('odd', '"relese"', '>> 5'))
    const refused = await server.current.call(bureau, decisionOperations.decisionTableCreateVersion, faulty)
    expect(refused).toMatchObject({ status: 400, problem: { reason: 'decision.cell_unreadable' } })
    const [label] = content.inputs.map((input) => input.label)
    expect(refused.problem.text.zh).toContain(`第 2 行“${label?.zh}”一格`)
    expect(refused.problem.text.en).toContain(`Row 2, column "${label?.en}"`)
    const paths = refused.problem.fields?.map((field) => field.path)
    expect(paths).toEqual(['/content/rules/1/when/0', '/content/rules/1/when/1'])
    expect(refused.problem.fields?.[0]?.zh).toContain('relese')
    expect(await count()).toBe(before)

    const draft = await server.current.call(
      bureau,
      decisionOperations.decisionTableCreateVersion,
      withRules(odd('good')),
    )
    const changed = await server.current.call(bureau, decisionOperations.decisionTableUpdateVersion, {
      params: { id: draft.body.id },
      body: { ...faulty.body, version: draft.body.version },
    })
    expect(changed.problem.reason).toBe('decision.cell_unreadable')
  })
})

async function countInstances(): Promise<number> {
  const row = await server.current.database
    .as(SCOPE_ALL)
    .selectFrom('flow_instance')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
