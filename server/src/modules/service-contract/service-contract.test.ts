import {
  projectFilingOperations as filings,
  homeOperations,
  noticeOperations,
  serviceContractOperations as operations,
  type ServiceContract,
  type ServiceContractCreate,
  workflowOperations,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { setupCtx } from '../../../test/kit/clouds.ts'
import { eventually, well } from '../../../test/kit/journey.ts'
import { useServer } from '../../../test/kit/server.ts'
import type { Persona } from '../../../test/kit/world.ts'
import { createWorkflow, organisationResolver } from '../workflow/index.ts'
import { createEndingReconciler } from './ending-reconciler.ts'
import {
  daysLeft,
  isToBeRaised,
  mustMigrate,
  refuseExtension,
  refuseShape,
  stateOf,
} from './service-contract.ts'

const server = useServer()
const people = () => server.current.world.people

let made = 0
function aContract(parts: Partial<ServiceContractCreate> = {}): ServiceContractCreate {
  made += 1
  const { bodies } = server.current.world
  return {
    bodyId: bodies.department,
    kind: 'lease',
    no: `HT-2026-${made}`,
    name: `政务云租用合同 ${made}`,
    providerBodyId: bodies.provider,
    providerName: null,
    filingId: null,
    startsOn: '2026-01-01',
    endsOn: '2026-12-31',
    note: '',
    ...parts,
  }
}
const anOwnCloud = (parts: Partial<ServiceContractCreate> = {}) =>
  aContract({
    kind: 'own-cloud-lease',
    name: '县自行租用云',
    providerBodyId: null,
    providerName: '某电信运营商',
    ...parts,
  })
const enter = (contract: ServiceContractCreate, as: Persona = people().departmentAdmin) =>
  server.current.call(as, operations.create, { body: contract })
const get = ({ id }: Pick<ServiceContract, 'id'>, as: Persona = people().departmentAdmin) =>
  well(server.current.call(as, operations.get, { params: { id } }))
const todo = async (as: Persona, id: string) =>
  (await well(server.current.call(as, workflowOperations.taskList, { query: { box: 'todo' } }))).items.filter(
    ({ subject }) => subject.id === id,
  )

const reconciler = () =>
  createEndingReconciler(createWorkflow({ resolver: organisationResolver, listeners: () => [] }))
const look = (id: string) =>
  reconciler().reconcile(setupCtx(server.current), id, new AbortController().signal)
const sweep = () => reconciler().sweep(setupCtx(server.current))

beforeAll(() => {
  server.current.clock.set('2026-09-15T02:00:00.000Z')
})

describe('the rules of contracts', () => {
  const contract = {
    kind: 'own-cloud-lease',
    starts_on: '2026-01-01',
    ends_on: '2026-12-31',
    terminated_on: null,
    region_level: 'county',
    migrate_raised_at: null,
  } as const

  it.each([
    ['2025-12-31', 'pending', 365],
    ['2026-12-31', 'running', 0],
    ['2027-01-01', 'ended', null],
  ] as const)('on %s it is %s', (today, state, left) => {
    expect([stateOf(contract, today), daysLeft(contract, today)]).toEqual([state, left])
  })

  it('R25 a county’s own rented cloud must migrate, a lease of the government cloud or a province’s not', () => {
    expect(mustMigrate(contract)).toBe(true)
    expect(mustMigrate({ ...contract, region_level: 'street' })).toBe(true)
    expect(mustMigrate({ ...contract, region_level: 'province' })).toBe(false)
    expect(mustMigrate({ ...contract, kind: 'lease' })).toBe(false)
  })

  it('R25 the task is raised from its day on, once, and not for what was terminated', () => {
    expect(isToBeRaised(contract, 180, '2026-07-03')).toBe(false)
    expect(isToBeRaised(contract, 180, '2026-07-04')).toBe(true)
    expect(isToBeRaised(contract, 180, '2027-02-01')).toBe(true)
    expect(isToBeRaised({ ...contract, migrate_raised_at: new Date() }, 180, '2026-12-01')).toBe(false)
    expect(isToBeRaised({ ...contract, terminated_on: '2026-08-01' }, 180, '2026-12-01')).toBe(false)
  })

  it('R25 a later end by way of a correction is a renewal as well', () => {
    expect(refuseExtension(contract, '2027-01-01', true)).toBe('service-contract.no_renewal')
    expect(refuseExtension(contract, '2026-06-30', true)).toBeNull()
    expect(refuseExtension(contract, '2027-01-01', false)).toBeNull()
  })

  it('R33 R301 a lease of the government cloud is with a provider of the platform', () => {
    const input = { kind: 'lease', startsOn: '2026-01-01', endsOn: '2026-12-31' } as const
    expect(refuseShape({ ...input, providerBodyId: 'p', providerName: null })).toBeNull()
    expect(refuseShape({ ...input, providerBodyId: null, providerName: 'x' })).toBe(
      'service-contract.provider',
    )
    expect(refuseShape({ ...input, endsOn: '2025-12-31', providerBodyId: 'p', providerName: null })).toBe(
      'service-contract.period',
    )
  })
})

describe('R33: connection by lease', () => {
  it('R33: the number of departments connected is counted from leases in force, with the list', async () => {
    const { call, clock, world } = server.current
    const connected = async (as: Persona = people().bureau) => well(call(as, operations.connected))
    expect(await connected()).toMatchObject({ count: 0, departments: 3, items: [] })
    for (const contract of [
      aContract(),
      aContract({ startsOn: '2026-03-01', endsOn: '2027-02-28' }),
      aContract({ bodyId: world.bodies.otherDepartment, startsOn: '2026-10-01' }),
      aContract({ bodyId: world.bodies.office, startsOn: '2025-01-01', endsOn: '2026-09-14' }),
      anOwnCloud({ bodyId: world.bodies.otherDepartment, endsOn: '2028-12-31' }),
    ])
      expect((await enter(contract, people().centre)).status).toBe(201)
    expect(await connected()).toMatchObject({
      count: 1,
      items: [{ body: { name: 'Body department' }, leases: 2, since: '2026-01-01', until: '2027-02-28' }],
    })
    clock.set('2026-10-02T02:00:00.000Z')
    expect((await connected()).items.map(({ body }) => body.name)).toEqual([
      'Body department',
      'Body otherDepartment',
    ])
    expect((await connected(people().otherAdmin)).count).toBe(1)
    const home = (await call(people().bureau, homeOperations.summary)).body.figures
    expect(home.find(({ key }) => key === 'departments-connected')).toMatchObject({ value: 2 })
    clock.set('2026-09-15T02:00:00.000Z')
  })

  it('R33: a lease names the accepted project that it is for, and is renewed as long as it runs', async () => {
    const { call, world } = server.current
    const draft = await well(
      call(people().departmentAdmin, filings.create, {
        body: {
          bodyId: world.bodies.department,
          name: '社区治理平台',
          nature: 'new',
          summary: '',
          connection: 'lease',
          exemption: null,
          items: [{ kind: 'cloud-lease', name: '云资源租用', cost: null, stateRequirement: null }],
        },
      }),
    )
    expect((await enter(aContract({ filingId: draft.id }))).problem.reason).toBe(
      'service-contract.filing_not_found',
    )
    const params = { id: draft.id }
    const submitted = await well(
      call(people().departmentAdmin, filings.submit, { params, body: { version: draft.version } }),
    )
    await well(
      call(people().bureau, filings.accept, { params, body: { version: submitted.version, comment: '' } }),
    )
    const contract = (await enter(aContract({ filingId: draft.id }))).body
    expect(contract.filing?.no).toBe(draft.no)
    expect((await enter(aContract({ no: contract.no }))).problem.reason).toBe('service-contract.no_taken')
    const renew = (endsOn: string) =>
      call(people().departmentAdmin, operations.renew, {
        params: { id: contract.id },
        body: { version: contract.version, endsOn, document: '续租协议' },
      })
    expect((await renew('2026-12-31')).problem.reason).toBe('service-contract.not_later')
    expect((await renew('2027-12-31')).body).toMatchObject({ endsOn: '2027-12-31', migrateTaskOn: null })
  })

  it('is seen by the body, those above and the provider that it is with', async () => {
    const contract = (await enter(aContract())).body
    const status = async (as: Persona) =>
      (await server.current.call(as, operations.get, { params: { id: contract.id } })).status
    expect(await status(people().countyBureau)).toBe(200)
    expect(await status(people().providerAdmin)).toBe(200)
    expect(await status(people().otherAdmin)).toBe(404)
    expect((await enter(aContract(), people().departmentApplicant)).status).toBe(403)
    expect((await enter(aContract(), people().otherAdmin)).problem.reason).toBe(
      'service-contract.body_not_found',
    )
  })
})

describe('R25: a county’s own rented cloud', () => {
  it('R25: is not renewed, with the clause in both languages, and may be ended early', async () => {
    const { call } = server.current
    const contract = (await enter(anOwnCloud({ endsOn: '2028-12-31' }))).body
    expect(contract.actions.renew).toEqual({ allowed: false, reason: 'service-contract.no_renewal' })
    const params = { id: contract.id }
    const renewed = await call(people().departmentAdmin, operations.renew, {
      params,
      body: { version: contract.version, endsOn: '2029-12-31', document: '续租协议' },
    })
    expect(renewed.problem.reason).toBe('service-contract.no_renewal')
    expect(renewed.problem.text.zh).toContain('盐政办发〔2024〕7号 四')
    expect(renewed.problem.text.en).toContain('is not renewed')
    const { bodyId: _, kind: __, ...fields } = anOwnCloud({ no: contract.no, endsOn: '2029-12-31' })
    const corrected = await call(people().departmentAdmin, operations.update, {
      params,
      body: { ...fields, version: contract.version },
    })
    expect(corrected.problem.reason).toBe('service-contract.no_renewal')
    const end = (on: string) =>
      call(people().departmentAdmin, operations.terminate, {
        params,
        body: { version: contract.version, on, reason: '系统已全部迁移' },
      })
    expect((await end('2026-09-16')).problem.reason).toBe('service-contract.terminate_day')
    const ended = await end('2026-09-15')
    expect(ended.body).toMatchObject({ state: 'terminated', migrateTaskOn: null })
    expect(ended.body.actions.modify).toEqual({ allowed: false, reason: 'service-contract.over' })
  })

  it('R25: “do not renew, migrate” is raised before its end, to the right people, once, with a clock', async () => {
    const { call, clock, database, composition } = server.current
    clock.set('2026-09-15T02:00:00.000Z')
    const contract = (await enter(anOwnCloud({ endsOn: '2027-03-15' }))).body
    expect(contract).toMatchObject({ migrateTask: null, migrateTaskOn: '2026-09-16' })
    expect(await sweep()).not.toContain(contract.id)
    await look(contract.id)
    expect(await todo(people().departmentAdmin, contract.id)).toEqual([])

    clock.set('2026-09-16T02:00:00.000Z')
    expect(await sweep()).toContain(contract.id)
    await Promise.all([look(contract.id), look(contract.id)])
    await look(contract.id)
    expect(await sweep()).not.toContain(contract.id)
    const tasks = await todo(people().departmentAdmin, contract.id)
    expect(tasks).toHaveLength(1)
    expect(tasks[0]?.flowName).toEqual({ zh: '不再续租，迁移', en: 'Do not renew, migrate' })
    expect(tasks[0]?.subject.title).toContain('2027-03-15')
    // 20 working days after Wednesday 16 September 2026, over the National Day holidays.
    expect(tasks[0]?.dueAt).not.toBeNull()
    expect(new Date(tasks[0]?.dueAt ?? 0).getTime()).toBeGreaterThan(clock.now().getTime() + 20 * 86_400_000)
    for (const other of [people().departmentApplicant, people().otherAdmin, people().centre])
      expect(await todo(other, contract.id)).toEqual([])

    const { rows } = await database.owner.query(
      `select 1 from audit_pending where act = 'service-contract.ending' and object_id = $1`,
      [contract.id],
    )
    expect(rows).toHaveLength(1)

    const worker = composition.createWorker()
    await worker.start()
    try {
      await eventually('the notice of the task', async () => {
        const { items } = await well(call(people().departmentAdmin, noticeOperations.list, { query: {} }))
        return items.some(({ kind, text }) => kind === 'task.opened' && text.zh.includes('不再续租')) && true
      })
    } finally {
      await worker.stop()
    }

    const { id, version } = tasks[0] as (typeof tasks)[number]
    const comment = '三个系统排入二〇二七年第一批。'
    await well(
      call(people().departmentAdmin, workflowOperations.taskComplete, {
        params: { id },
        body: { version, comment },
      }),
    )
    expect((await get(contract)).migrateTask).toMatchObject({ handledBy: 'departmentAdmin', comment })
    await look(contract.id)
    expect(await todo(people().departmentAdmin, contract.id)).toEqual([])
    clock.set('2026-09-15T02:00:00.000Z')
  })

  it('R25: one that is ended before its time asks nobody any more, and raises no task again', async () => {
    const contract = (await enter(anOwnCloud({ endsOn: '2026-12-31' }))).body
    await look(contract.id)
    expect(await todo(people().departmentAdmin, contract.id)).toHaveLength(1)
    const { version } = await get(contract)
    const body = { version, on: '2026-09-15', reason: '提前迁移完毕' }
    await well(
      server.current.call(people().departmentAdmin, operations.terminate, {
        params: { id: contract.id },
        body,
      }),
    )
    expect(await todo(people().departmentAdmin, contract.id)).toEqual([])
    expect((await get(contract)).migrateTask).toMatchObject({ handledBy: null })
    await look(contract.id)
    expect(await todo(people().departmentAdmin, contract.id)).toEqual([])
    const { rows } = await server.current.database.owner.query(
      'select state, outcome from flow_instance where subject_id = $1',
      [contract.id],
    )
    expect(rows).toEqual([{ state: 'ended', outcome: 'voided' }])
  })

  it('R25: one that a county authority rents goes to that authority, a province’s own raises nothing', async () => {
    const { world } = server.current
    const county = (
      await enter(anOwnCloud({ bodyId: world.bodies.countyBureau, endsOn: '2026-10-31' }), people().centre)
    ).body
    await look(county.id)
    expect(await todo(people().countyBureau, county.id)).toHaveLength(1)
    const province = (
      await enter(anOwnCloud({ bodyId: world.bodies.centre, endsOn: '2026-10-31' }), people().centre)
    ).body
    expect(province.actions.renew).toEqual({ allowed: true })
    await look(province.id)
    expect((await get(province, people().centre)).migrateTask).toBeNull()
  })
})
