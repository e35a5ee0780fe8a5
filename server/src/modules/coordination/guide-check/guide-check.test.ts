import {
  guideCheckOperations as checks,
  type GuideCheck,
  checkListOperations as lists,
  systemOperations,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { well } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenSupply } from '../../../../test/kit/supply.ts'
import { givenPersona, type Persona } from '../../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'
import { DEFAULT_CHECK_LISTS } from '../check-list/default-check-lists.ts'
import { isWholeAnswer } from './guide-check.ts'

const server = useServer()
const people = () => server.current.world.people
let systemId = ''
let cloudId = ''
let police: Persona

beforeAll(async () => {
  const { database, clock, ids, world } = server.current
  const supply = await givenSupply(server.current)
  systemId = supply.systemId
  cloudId = supply.cloud.cloudId
  await database.inTx(SCOPE_ALL, async (tx) => {
    const id = ids.next()
    await tx
      .insertInto('body')
      .values({
        id,
        region_id: world.regions.province,
        kind: 'guide',
        guide_field: 'public-security',
        name: 'Body police',
        short_name: 'police',
        path: `/${id}`,
        created_at: clock.now(),
      })
      .execute()
    police = await givenPersona(tx, clock, ids, id, 'guide', 'police')
  })
})

const open = (as: Persona, subjectNoun: 'system' | 'cloud' | 'body', subjectId: string) =>
  server.current.call(as, checks.create, { body: { subjectNoun, subjectId } })
const get = async (as: Persona, id: string) =>
  (await server.current.call(as, checks.get, { params: { id } })).body
const params = (check: GuideCheck) => ({ id: check.id })

async function recordAll(as: Persona, check: GuideCheck, failing: readonly string[]) {
  let now = check
  for (const { code } of check.findings) {
    const verdict = failing.includes(code) ? ('fails' as const) : ('meets' as const)
    const body = { version: now.version, code, verdict, note: verdict === 'fails' ? '未提供备案证明' : '' }
    now = (await server.current.call(as, checks.record, { params: params(now), body })).body
  }
  return now
}

describe('check lists of the guiding roles (R47)', () => {
  it('R47 the four guiding roles begin with a list of their own, labelled as the product’s proposal', async () => {
    const { items } = (await server.current.call(people().guide, lists.list, { query: { inForce: true } }))
      .body
    expect(items.map(({ field }) => field).toSorted()).toEqual(Object.keys(DEFAULT_CHECK_LISTS).toSorted())
    for (const list of items) {
      expect(list).toMatchObject({ number: 1, isProductDefault: true, source: '产品默认值' })
      expect(list.items.length).toBeGreaterThan(3)
      for (const item of list.items) expect(item.clause).not.toBe('')
    }
  })

  it('R47 a guide publishes a new version of its own list only; past checks keep the list of their day', async () => {
    const before = (await open(police, 'system', systemId)).body
    const item = {
      code: 'filing',
      title: { zh: '已备案', en: 'Filed' },
      clause: '某办法 第一条',
      subjects: ['system' as const],
    }
    const body = {
      title: { zh: '清单', en: 'List' },
      effectiveFrom: '2026-09-15',
      source: '某办法',
      items: [item],
    }
    expect((await server.current.call(people().departmentAdmin, lists.create, { body })).status).toBe(403)
    const twice = await server.current.call(police, lists.create, { body: { ...body, items: [item, item] } })
    expect(twice.problem.reason).toBe('check-list.item_twice')
    const past = await server.current.call(police, lists.create, {
      body: { ...body, effectiveFrom: '2026-01-01' },
    })
    expect(past.problem.reason).toBe('check-list.starts_in_the_past')
    const made = await server.current.call(police, lists.create, { body })
    expect(made.body).toMatchObject({ field: 'public-security', number: 2, isProductDefault: false })

    server.current.clock.set('2026-09-15T02:00:00.000Z')
    const after = (await open(police, 'system', systemId)).body
    expect(after.findings.map(({ code }) => code)).toEqual(['filing'])
    expect((await get(police, before.id)).checkList.number).toBe(1)
    expect((await open(police, 'cloud', cloudId)).problem.reason).toBe('guide-check.no_list')
  })
})

describe('R303: who assesses what', () => {
  it('R303: 等保, 信创 and cipher use are assessed by their own guide alone: what one finds no other can write', async () => {
    const { call, database, clock, ids, world } = server.current
    const fields = ['cyberspace', 'public-security', 'xinchuang', 'cipher'] as const
    const guides = new Map<string, Persona>()
    await database.inTx(SCOPE_ALL, async (tx) => {
      for (const field of fields) {
        const id = ids.next()
        const body = { region_id: world.regions.province, kind: 'guide' as const, guide_field: field }
        const named = {
          id,
          name: `Assessor ${field}`,
          short_name: field,
          path: `/${id}`,
          created_at: clock.now(),
        }
        await tx
          .insertInto('body')
          .values({ ...body, ...named })
          .execute()
        guides.set(field, await givenPersona(tx, clock, ids, id, 'guide', `assessor-${field}`))
      }
    })
    for (const [field, guide] of guides) {
      const check = (await open(guide, 'system', systemId)).body
      expect(check.field).toBe(field)
      const record = (as: Persona, version: number) =>
        call(as, checks.record, {
          params: params(check),
          body: { version, code: check.findings[0]?.code ?? '', verdict: 'meets', note: '' },
        })
      for (const [other, person] of guides)
        if (other !== field)
          expect((await record(person, check.version)).problem.reason).toBe('guide-check.not_yours')
      for (const person of [people().bureau, people().centre, people().departmentAdmin])
        expect((await record(person, check.version)).status).toBe(403)
      expect((await record(people().providerAdmin, check.version)).status).toBe(404)
      const found = (await record(guide, check.version)).body
      expect(found.counts).toMatchObject({ meets: 1 })
      // Their lists are theirs as well: what is published is of their own field.
      const body = {
        title: { zh: '评分表', en: 'Score lines' },
        effectiveFrom: '2026-12-01',
        source: '某办法',
        items: [
          { code: 'one', title: { zh: '一', en: 'One' }, clause: '第一条', subjects: ['system' as const] },
        ],
      }
      expect((await well(call(guide, lists.create, { body }))).field).toBe(field)
    }
  })
})

describe('checks by the guiding roles (R47)', () => {
  it('R47 guides may read what they check; nobody else opens a check', async () => {
    const { authz } = server.current.composition
    for (const noun of [
      'system',
      'cloud',
      'body',
      'resource',
      'request',
      'pool',
      'work-order',
      'rule-set',
    ] as const)
      for (const action of ['view', 'list'] as const)
        expect([noun, action, authz.matrix.get('guide')?.get(noun)?.has(action)]).toEqual([
          noun,
          action,
          true,
        ])
    const seen = await server.current.call(people().guide, systemOperations.get, { params: { id: systemId } })
    expect(seen.status).toBe(200)
    for (const other of [people().bureau, people().departmentAdmin, people().providerAdmin])
      expect((await open(other, 'system', systemId)).status).toBe(403)
    expect((await open(people().guide, 'system', server.current.ids.next())).status).toBe(404)
  })

  it('R47 a check is recorded, sent, answered by the department, returned, answered and closed', async () => {
    const { call } = server.current
    const guide = people().guide
    const opened = (await open(guide, 'system', systemId)).body
    expect(opened).toMatchObject({ state: 'open', field: 'cyberspace', body: { name: 'Body department' } })
    const early = await call(guide, checks.close, {
      params: params(opened),
      body: { version: opened.version, conclusion: '好' },
    })
    expect(early.problem.reason).toBe('guide-check.findings_missing')
    const others = await call(police, checks.record, {
      params: params(opened),
      body: { version: opened.version, code: 'logs', verdict: 'meets', note: '' },
    })
    expect(others.problem.reason).toBe('guide-check.not_yours')

    const recorded = await recordAll(guide, opened, ['logs'])
    expect(recorded.counts).toMatchObject({ fails: 1, open: 0 })
    const soon = await call(guide, checks.close, {
      params: params(opened),
      body: { version: recorded.version, conclusion: '好' },
    })
    expect(soon.problem.reason).toBe('guide-check.rectification_needed')
    const file = {
      code: 'logs',
      fileName: '检查记录.txt',
      mediaType: 'text/plain' as const,
      note: '现场记录',
      contentBase64: Buffer.from('日志只留存三个月').toString('base64'),
    }
    expect((await call(guide, checks.addFile, { params: params(opened), body: file })).status).toBe(201)
    const sent = await call(guide, checks.send, {
      params: params(opened),
      body: { version: recorded.version, workingDays: 5, comment: null },
    })
    // 15 September 2026 is a Tuesday, Sunday the 20th is made up for: the fifth working day is the 21st.
    expect(sent.body).toMatchObject({ state: 'rectifying', overdue: false })
    expect(sent.body.dueAt?.slice(0, 10)).toBe('2026-09-21')

    const answer = (as: Persona, version: number, codes: readonly string[]) =>
      call(as, checks.answer, {
        params: params(opened),
        body: {
          version,
          answers: codes.map((code) => ({
            code,
            rectification: '日志留存改为十二个月',
            rectifiedOn: '2026-09-18',
          })),
        },
      })
    expect((await answer(people().otherAdmin, sent.body.version, ['logs'])).status).toBe(404)
    expect((await answer(guide, sent.body.version, ['logs'])).problem.reason).toBe(
      'guide-check.not_answerable',
    )
    const whole = await answer(people().departmentAdmin, sent.body.version, ['logs', 'warnings'])
    expect(whole.problem.reason).toBe('guide-check.answer_incomplete')
    const answered = await answer(people().departmentAdmin, sent.body.version, ['logs'])
    expect(answered.body.state).toBe('answered')
    expect(answered.body.findings.find(({ code }) => code === 'logs')).toMatchObject({
      verdict: 'fails',
      rectification: '日志留存改为十二个月',
      rectifiedOn: '2026-09-18',
      answeredBy: 'departmentAdmin',
      files: [{ fileName: '检查记录.txt', side: 'guide' }],
    })

    const returned = await call(guide, checks.return, {
      params: params(opened),
      body: { version: answered.body.version, reason: '缺少配置截图' },
    })
    expect(returned.body.state).toBe('rectifying')
    const again = await answer(people().departmentAdmin, returned.body.version, ['logs'])
    const closed = await call(guide, checks.close, {
      params: params(opened),
      body: { version: again.body.version, conclusion: '整改到位，同意办结。' },
    })
    expect(closed.body).toMatchObject({ state: 'closed', conclusion: '整改到位，同意办结。' })
    expect(closed.body.history.map(({ kind }) => kind)).toEqual([
      'opened',
      'sent',
      'answered',
      'returned',
      'answered',
      'closed',
    ])
    const late = await call(guide, checks.cancel, {
      params: params(opened),
      body: { version: closed.body.version, reason: '误操作' },
    })
    expect(late.problem.reason).toBe('guide-check.wrong_state')
    const { rows } = await server.current.database.owner.query<{ act: string }>(
      `select act from audit_pending where act like 'guide-check.%' and object_id = $1`,
      [opened.id],
    )
    // The refused act is on record as well.
    expect(new Set(rows.map(({ act }) => act))).toEqual(
      new Set(
        ['create', 'record', 'add-file', 'send', 'answer', 'return', 'close', 'cancel'].map(
          (act) => `guide-check.${act}`,
        ),
      ),
    )
  })

  it('R47 a cloud is answered for by its provider, and a check is overdue when its day is past', async () => {
    const { call, clock } = server.current
    const opened = await recordAll(people().guide, (await open(people().guide, 'cloud', cloudId)).body, [
      'logs',
    ])
    const sent = await call(people().guide, checks.send, {
      params: params(opened),
      body: { version: opened.version, workingDays: 1, comment: null },
    })
    expect((await get(people().departmentAdmin, opened.id)) as unknown).toMatchObject({
      reason: 'common.not_found',
    })
    clock.set('2026-09-18T02:00:00.000Z')
    const mine = await get(people().providerAdmin, opened.id)
    expect(mine).toMatchObject({ overdue: true, actions: { answer: { allowed: true } } })
    const body = {
      version: sent.body.version,
      answers: [{ code: 'logs', rectification: '已调整', rectifiedOn: '2026-09-18' }],
    }
    const answered = await call(people().providerAdmin, checks.answer, { params: params(opened), body })
    expect(answered.body).toMatchObject({ state: 'answered', overdue: false })
    const seen = (await call(people().otherProviderOperator, checks.list)).body.items
    expect(seen).toEqual([])
  })
})

describe('a whole answer', () => {
  it.each([
    [['a', 'b'], ['b', 'a'], true],
    [['a', 'b'], ['a'], false],
    [['a'], ['a', 'a'], false],
    [['a'], ['b'], false],
  ])('to %j is %j: %j', (failing, answered, whole) => {
    expect(isWholeAnswer(failing, answered)).toBe(whole)
  })
})
