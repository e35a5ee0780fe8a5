import { systemOperations as operations, reasons, type SystemCreate } from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { useServer } from '../../../test/kit/server.ts'
import { refuseAdvance, refuseApply, refuseFacts, refuseLevel, refuseZone } from './system.ts'

const server = useServer()

const EXEMPTION = {
  basis: '宿政办发〔2022〕58号',
  reason: '等保四级系统',
  approvedBy: '市大数据管理局',
  approvedOn: '2026-03-01',
  validUntil: null,
}

let made = 0
function aSystem(parts: Partial<SystemCreate> = {}): SystemCreate {
  made += 1
  return {
    code: `SYS-${made}`,
    bodyId: server.current.world.bodies.department,
    name: `社区服务平台 ${made}`,
    summary: '',
    kind: 'new',
    lifecycle: 'planned',
    protectionLevel: 2,
    protectionFilingNo: null,
    classification: 'internal',
    networkZone: 'government-extranet',
    accessPaths: ['government-extranet'],
    responsiblePersonId: null,
    hasWeb: true,
    isVertical: false,
    deployment: 'cloud',
    exemption: null,
    waveId: null,
    ...parts,
  }
}

async function given(parts: Partial<SystemCreate> = {}) {
  const { call, world } = server.current
  const answer = await call(world.people.departmentAdmin, operations.create, { body: aSystem(parts) })
  expect(answer.status).toBe(201)
  return answer.body
}

const editable = (system: Awaited<ReturnType<typeof given>>) => ({
  version: system.version,
  name: system.name,
  summary: system.summary,
  kind: system.kind,
  protectionLevel: system.protectionLevel,
  protectionFilingNo: system.protectionFilingNo,
  classification: system.classification,
  networkZone: system.networkZone,
  accessPaths: system.accessPaths,
  responsiblePersonId: system.responsiblePersonId,
  hasWeb: system.hasWeb,
  isVertical: system.isVertical,
  deployment: system.deployment,
  exemption: system.exemption,
  waveId: system.waveId,
})

describe('the rules', () => {
  const facts = {
    classification: 'internal',
    protectionLevel: 2,
    deployment: 'cloud',
    exemption: null,
    kind: 'new',
    networkZone: 'internet',
    accessPaths: ['internet'],
    waveId: null,
  } as const

  it.each([
    ['an ordinary new system', {}, null],
    ['R191 a classified system', { classification: 'classified' }, 'system.classified'],
    ['level 4 on the cloud', { protectionLevel: 4 }, 'system.level_not_on_cloud'],
    ['level 4 with an exemption', { protectionLevel: 4, deployment: 'exempt', exemption: EXEMPTION }, null],
    ['R5 an exemption without its record', { deployment: 'exempt' }, 'system.exemption_required'],
    ['a record without an exemption', { exemption: EXEMPTION }, 'system.exemption_not_expected'],
    ['R20 a new system that waits', { deployment: 'to-migrate' }, 'system.new_must_be_on_cloud'],
    ['R20 a stock system that waits', { deployment: 'to-migrate', kind: 'stock' }, null],
    ['R11 a zone nobody reaches', { networkZone: 'dedicated-line' }, 'system.path_does_not_fit_zone'],
  ] as const)('%s', (_, parts, reason) => {
    expect(refuseFacts({ ...facts, ...parts } as never)).toBe(reason)
  })

  it('classified is refused whatever else is said (property)', () => {
    const any = fc.record({
      protectionLevel: fc.integer({ min: 1, max: 5 }),
      deployment: fc.constantFrom('cloud', 'to-migrate', 'exempt'),
      exemption: fc.constantFrom(null, EXEMPTION),
      kind: fc.constantFrom('new', 'stock'),
    })
    fc.assert(
      fc.property(any, (parts) => {
        const refusal = refuseFacts({ ...facts, ...parts, classification: 'classified' } as never)
        expect(refusal).toBe('system.classified')
      }),
    )
  })

  it('R187 lets a level rise and never fall; zones need their path', () => {
    expect([refuseLevel(2, 3), refuseLevel(3, 3), refuseLevel(3, 2)]).toEqual([
      null,
      null,
      'system.level_lowered',
    ])
    expect(refuseZone('dedicated-line', ['government-private-network'])).toBeNull()
    expect(refuseZone('internet', ['government-extranet'])).toBe('system.zone_not_reachable')
  })

  it.each([
    ['planned', 'building', 0, null],
    ['planned', 'running', 0, 'system.stage_order'],
    ['trial', 'running', 29, 'system.trial_too_short'],
    ['trial', 'running', 30, null],
    ['running', 'trial', 99, 'system.stage_order'],
    ['retired', 'building', 99, 'system.retired'],
  ] as const)('from %s to %s after %i days', (lifecycle, to, days, reason) => {
    const since = new Date('2026-01-01T00:00:00Z')
    const now = new Date(since.getTime() + days * 86_400_000)
    expect(refuseAdvance({ lifecycle, trial_since: since }, to, now)).toBe(reason)
  })

  it('R46 lets nobody apply for a system without a responsible person', () => {
    const system = { lifecycle: 'running', deployment: 'cloud', responsible_person_id: null } as const
    expect(refuseApply(system)).toBe('system.no_responsible_person')
    expect(refuseApply({ ...system, responsible_person_id: 'x' })).toBeNull()
    expect(refuseApply({ ...system, deployment: 'exempt' })).toBe('system.not_for_cloud')
  })
})

describe('register', () => {
  it('R191 refuses a classified system with the rule cited, in both languages, and stores nothing', async () => {
    const { call, world, database } = server.current
    const body = aSystem({ classification: 'classified' })
    const answer = await call(world.people.departmentAdmin, operations.create, { body })
    expect(answer.status).toBe(422)
    expect(answer.problem.reason).toBe('system.classified')
    expect(answer.problem.text.zh).toContain('青政办〔2017〕24号')
    expect(reasons['system.classified'].en).toContain('No. 24')
    const rows = await database
      .as({ all: true })
      .selectFrom('system')
      .select('id')
      .where('code', '=', body.code)
      .execute()
    expect(rows).toEqual([])
  })

  it('refuses those who may not, and bodies out of sight or that own none', async () => {
    const { call, world } = server.current
    const { people, bodies } = world
    const reasonOf = async (persona: (typeof people)[keyof typeof people] | null, body: SystemCreate) =>
      (await call(persona, operations.create, { body })).problem.reason
    expect(await reasonOf(null, aSystem())).toBe('common.unauthenticated')
    expect(await reasonOf(people.departmentApplicant, aSystem())).toBe('common.forbidden')
    expect(await reasonOf(people.providerAdmin, aSystem())).toBe('common.forbidden')
    expect(await reasonOf(people.departmentAdmin, aSystem({ bodyId: bodies.otherDepartment }))).toBe(
      'system.body_not_found',
    )
    expect(await reasonOf(people.centre, aSystem({ bodyId: bodies.provider }))).toBe('system.body_not_found')
  })

  it('registers for a body below, answers what it may do next, and leaves an audit entry', async () => {
    const { world, database } = server.current
    const system = await given({ bodyId: world.bodies.office })
    expect(system).toMatchObject({ body: { name: 'Body office' }, version: 1, lifecycle: 'planned' })
    expect(system.actions.modify).toEqual({ allowed: true })
    expect(system.actions.apply.allowed).toBe(false)
    const entries = await database.owner.query(
      'select act, outcome from audit_pending where object_id = $1',
      [system.id],
    )
    expect(entries.rows).toEqual([{ act: 'system.create', outcome: 'done' }])
  })

  it('keeps codes unique over the whole platform, also when two come at once', async () => {
    const { call, world } = server.current
    const body = aSystem()
    const other = { ...body, bodyId: world.bodies.otherDepartment }
    const answers = await Promise.all([
      call(world.people.departmentAdmin, operations.create, { body }),
      call(world.people.otherAdmin, operations.create, { body: other }),
    ])
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409])
    expect(answers.find((answer) => answer.status === 409)?.problem.reason).toBe('system.code_taken')
  })

  it('R46 takes only a person of the body as responsible', async () => {
    const { call, world } = server.current
    const own = world.people.departmentApprover.personId
    const system = await given({ responsiblePersonId: own })
    expect(system.responsiblePerson?.id).toBe(own)
    const stranger = world.people.otherAdmin.personId
    const answer = await call(world.people.departmentAdmin, operations.create, {
      body: aSystem({ responsiblePersonId: stranger }),
    })
    expect(answer.problem.reason).toBe('system.person_not_of_body')
  })
})

describe('list and get', () => {
  it('R41 shows a department its own systems only; foreign and absent answer alike', async () => {
    const { call, world, ids } = server.current
    const { people } = world
    const system = await given()
    const listed = await call(people.otherApplicant, operations.list, { query: { pageSize: 200 } })
    expect(listed.body.items.map((item) => item.id)).not.toContain(system.id)
    const foreign = await call(people.otherApplicant, operations.get, { params: { id: system.id } })
    const absent = await call(people.otherApplicant, operations.get, { params: { id: ids.next() } })
    expect({ ...foreign.problem, requestId: '' }).toEqual({ ...absent.problem, requestId: '' })
    expect((await call(people.countyBureau, operations.get, { params: { id: system.id } })).status).toBe(200)
  })

  it('finds by a part of name or code, by body and below, and by what is missing', async () => {
    const { call, world } = server.current
    const { people, bodies } = world
    const waiting = await given({ kind: 'stock', deployment: 'to-migrate', name: '土地征收辅助系统 100%_' })
    const expired = await given({
      protectionLevel: 4,
      deployment: 'exempt',
      exemption: { ...EXEMPTION, validUntil: '2026-09-14' },
    })
    const ids = async (query: Record<string, unknown>) =>
      (await call(people.centre, operations.list, { query: { pageSize: 200, ...query } })).body.items.map(
        (item) => item.id,
      )
    expect(await ids({ q: '征收辅助系统 100%_' })).toEqual([waiting.id])
    expect(await ids({ q: waiting.code.toLowerCase(), bodyId: bodies.department })).toContain(waiting.id)
    expect(await ids({ gap: 'no-wave' })).toContain(waiting.id)
    expect(await ids({ gap: 'exemption-expired' })).toEqual([expired.id])
    expect(await ids({ gap: 'no-responsible-person', bodyId: bodies.otherDepartment })).not.toContain(
      waiting.id,
    )
    expect(await ids({ bodyId: bodies.office })).not.toContain(waiting.id)
  })
})

describe('change', () => {
  it('updates with the version read, refuses a stale one, and never lowers the level (R187)', async () => {
    const { call, world } = server.current
    const admin = world.people.departmentAdmin
    const system = await given({ protectionLevel: 3 })
    const params = { id: system.id }
    const body = { ...editable(system), name: '新名称' }
    expect((await call(admin, operations.update, { params, body })).body).toMatchObject({
      name: '新名称',
      version: 2,
    })
    expect((await call(admin, operations.update, { params, body })).problem.reason).toBe(
      'common.version_stale',
    )
    const lower = { ...body, version: 2, protectionLevel: 2 }
    expect((await call(admin, operations.update, { params, body: lower })).problem.reason).toBe(
      'system.level_lowered',
    )
  })

  it('goes through its stages; formal running needs 30 days of trial', async () => {
    const { call, world, clock } = server.current
    const admin = world.people.departmentAdmin
    let system = await given()
    const advance = async (to: 'building' | 'trial' | 'running') =>
      call(admin, operations.advance, { params: { id: system.id }, body: { version: system.version, to } })
    system = (await advance('building')).body
    system = (await advance('trial')).body
    const early = await advance('running')
    expect(early.problem).toMatchObject({ reason: 'system.trial_too_short' })
    expect(early.problem.detail).toContain('30')
    clock.advance({ days: 30 })
    system = (await advance('running')).body
    expect(system.lifecycle).toBe('running')
    expect(system.actions.advance).toEqual({ allowed: false, reason: 'system.stage_order' })
  })

  it('is retired once, stays in the ledger, and changes no more', async () => {
    const { call, world } = server.current
    const admin = world.people.departmentAdmin
    const system = await given()
    const retire = (version: number) =>
      call(admin, operations.retire, {
        params: { id: system.id },
        body: { version, reason: '业务并入新系统' },
      })
    const retired = await retire(1)
    expect(retired.body).toMatchObject({
      lifecycle: 'retired',
      actions: { modify: { reason: 'system.retired' } },
    })
    expect((await retire(2)).problem.reason).toBe('system.retired')
  })
})
