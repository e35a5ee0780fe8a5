import {
  type FilingItemInput,
  projectFilingOperations as operations,
  type ProjectFiling,
  type ProjectFilingCreate,
} from '@yunheng/contract'
import { describe, expect, it } from 'vitest'
import { well } from '../../../test/kit/journey.ts'
import { useServer } from '../../../test/kit/server.ts'
import type { Persona } from '../../../test/kit/world.ts'
import { SHIPPED_BOOK } from '../rule/index.ts'
import { findingsOf, type RegionLevel, refuseBy, refuseShape, toFilingRules } from './project-filing.ts'

const server = useServer()
const people = () => server.current.world.people

const anItem = (parts: Partial<FilingItemInput> = {}): FilingItemInput => ({
  kind: 'software',
  name: '业务系统开发',
  cost: { amountMinor: 1_200_000_00, currency: 'CNY' },
  stateRequirement: null,
  ...parts,
})
const machineRoom = anItem({ kind: 'machine-room', name: '数据中心机房改造' })
const expansion = anItem({ kind: 'own-cloud-expansion', name: '自建云扩容 20 台服务器' })
const REQUIREMENT = { document: '某国家部委机房建设通知', clause: '第六条' }

function aFiling(parts: Partial<ProjectFilingCreate> = {}): ProjectFilingCreate {
  return {
    bodyId: server.current.world.bodies.department,
    name: '社区治理平台',
    nature: 'new',
    summary: '',
    connection: 'lease',
    exemption: null,
    items: [anItem()],
    ...parts,
  }
}
const file = (parts: Partial<ProjectFilingCreate> = {}, as: Persona = people().departmentAdmin) =>
  well(server.current.call(as, operations.create, { body: aFiling(parts) }))
const act = (
  verb: 'submit' | 'withdraw',
  { id, version }: ProjectFiling,
  as: Persona = people().departmentAdmin,
) => server.current.call(as, operations[verb], { params: { id }, body: { version } })
const accept = ({ id, version }: ProjectFiling, as: Persona = people().bureau) =>
  server.current.call(as, operations.accept, { params: { id }, body: { version, comment: '' } })
const approve = ({ id, version }: ProjectFiling, item: number, as: Persona = people().bureau) =>
  server.current.call(as, operations.approve, { params: { id }, body: { version, item } })

describe('what the rules say of a project', () => {
  const rules = toFilingRules(SHIPPED_BOOK)
  const facts = { level: 'province', nature: 'new', connection: 'lease', exemption: null, items: [] } as const
  const item = (
    kind: FilingItemInput['kind'],
    stateRequirement: typeof REQUIREMENT | null,
    isApproved = false,
  ) => ({
    ...facts,
    items: [{ number: 1, kind, stateRequirement, isApproved, carrier: null, ownReason: null }],
  })

  it.each([
    ['province', 'pass'],
    ['city', 'pass'],
    ['county', 'block'],
    ['street', 'block'],
    ['community', 'block'],
  ] as const)('R25 an own cloud is expanded at the level of a %s: %s', (level: RegionLevel, state) => {
    const [finding] = findingsOf({ ...item('own-cloud-expansion', null), level }, rules)
    expect(finding).toMatchObject({ rule: 'own-cloud-expansion', state, source: '盐政办发〔2024〕7号 四' })
  })

  it('R35 a machine room is blocked, waits with a document of the state, and passes when that is approved', () => {
    const states = [
      item('machine-room', null),
      item('machine-room', REQUIREMENT),
      item('machine-room', REQUIREMENT, true),
    ].map((one) => {
      const findings = findingsOf(one, rules)
      return [
        findings[0]?.state,
        refuseBy(findings, 'submission')?.reason,
        refuseBy(findings, 'acceptance')?.reason,
      ]
    })
    expect(states).toEqual([
      ['block', 'project-filing.machine_room', 'project-filing.machine_room'],
      ['open', undefined, 'project-filing.machine_room_open'],
      ['pass', undefined, undefined],
    ])
  })

  it('R33 a project connects by lease or says why not', () => {
    const exemption = { ground: 'high-secrecy', reason: '保密要求较高', document: '保密审查意见' } as const
    const stateOf = (parts: object) => findingsOf({ ...facts, ...parts }, rules)[0]?.state
    expect(stateOf({})).toBe('pass')
    expect(stateOf({ connection: 'exempt' })).toBe('block')
    expect(stateOf({ connection: 'exempt', exemption })).toBe('pass')
    expect(refuseShape({ connection: 'lease', exemption, items: [] })).toBe(
      'project-filing.exemption_not_expected',
    )
  })
})

describe('filing a project', () => {
  it('R35: one with a machine room is rejected with the clause, in both languages, and stays a draft', async () => {
    const filing = await file({ items: [anItem(), machineRoom] })
    expect(filing.actions.submit).toEqual({ allowed: false, reason: 'project-filing.machine_room' })
    const refused = await act('submit', filing)
    expect(refused.status).toBe(422)
    expect(refused.problem.reason).toBe('project-filing.machine_room')
    expect(refused.problem.text.zh).toContain('第 2 项')
    expect(refused.problem.text.zh).toContain('青政办〔2017〕24号 一')
    expect(refused.problem.text.en).toContain('No. 24')
    const seen = await well(
      server.current.call(people().bureau, operations.get, { params: { id: filing.id } }),
    )
    expect(seen.state).toBe('draft')
    expect(seen.findings.find(({ rule }) => rule === 'machine-room')).toMatchObject({
      requirement: 'R35',
      item: 2,
      state: 'block',
      source: '青政办〔2017〕24号 一',
      isProductDefault: false,
    })
  })

  it('R35: what the state requires is named by its document and approved before the project is accepted', async () => {
    const { database } = server.current
    const draft = await file({ items: [{ ...machineRoom, stateRequirement: REQUIREMENT }] })
    const submitted = (await act('submit', draft)).body
    expect(submitted).toMatchObject({ state: 'submitted', submittedBy: 'departmentAdmin' })
    const early = await accept(submitted)
    expect(early.problem.reason).toBe('project-filing.machine_room_open')
    expect((await approve(submitted, 1, people().departmentAdmin)).status).toBe(403)
    expect((await approve(submitted, 2)).problem.reason).toBe('project-filing.no_exception')
    const approved = (await approve(submitted, 1)).body
    expect(approved.items[0]).toMatchObject({ stateRequirement: REQUIREMENT, approvedBy: 'bureau' })
    const accepted = (await accept(approved)).body
    expect(accepted).toMatchObject({ state: 'accepted', decidedBy: 'bureau' })
    const { rows } = await database.owner.query<{ act: string }>(
      `select act from audit_pending where object_id = $1 and outcome = 'done' order by act`,
      [draft.id],
    )
    expect(rows.map(({ act: name }) => name)).toEqual(
      ['accept', 'approve', 'create', 'submit'].map((name) => `project-filing.${name}`),
    )
  })

  it('R35: an approved exception holds for what it was given for, and not for what is filled in afterwards', async () => {
    const draft = await file({ items: [{ ...machineRoom, stateRequirement: REQUIREMENT }] })
    const approved = (await approve((await act('submit', draft)).body, 1)).body
    const back = (await act('withdraw', approved)).body
    const { bodyId: _, ...fields } = aFiling({ items: [machineRoom] })
    const changed = await well(
      server.current.call(people().departmentAdmin, operations.update, {
        params: { id: back.id },
        body: { ...fields, version: back.version },
      }),
    )
    expect(changed.items[0]?.approvedBy).toBeNull()
    expect((await act('submit', changed)).problem.reason).toBe('project-filing.machine_room')
  })

  it('R25: a county’s expansion of its own cloud is blocked with the clause, a province’s is not under it', async () => {
    const county = await file({ items: [expansion] })
    const refused = await act('submit', county)
    expect(refused.problem.reason).toBe('project-filing.county_expansion')
    expect(refused.problem.text.zh).toContain('盐政办发〔2024〕7号 四')
    expect(refused.problem.text.en).toContain('no longer expands')
    const { world } = server.current
    const own = await file({ bodyId: world.bodies.centre, items: [expansion] }, people().centre)
    expect((await act('submit', own, people().centre)).body.state).toBe('submitted')
  })

  it('R33: one that does not connect by lease needs the ground and its document, of each nature', async () => {
    for (const nature of ['new', 'continued', 'rebuilt'] as const) {
      const draft = await file({ nature, connection: 'exempt' })
      expect((await act('submit', draft)).problem.reason).toBe('project-filing.lease_required')
    }
    for (const ground of ['individual', 'high-secrecy'] as const) {
      const exemption = {
        ground,
        reason: '保密要求较高，不宜共用平台。',
        document: '保密审查意见〔2026〕3号',
      }
      const draft = await file({ connection: 'exempt', exemption })
      const submitted = (await act('submit', draft)).body
      expect((await accept(submitted)).body).toMatchObject({ state: 'accepted', exemption: { ground } })
    }
    const exempt = await well(
      server.current.call(people().guide, operations.list, {
        query: { connection: 'exempt', state: 'accepted' },
      }),
    )
    expect(exempt.items).toHaveLength(2)
    expect(exempt.items[0]?.exemption?.document).toContain('保密审查意见')
  })

  it('is seen by its own body and those above, decided by the bureau, and not changed while it waits', async () => {
    const { call, world } = server.current
    const draft = await file()
    const read = (as: Persona) => call(as, operations.get, { params: { id: draft.id } })
    expect((await read(people().otherAdmin)).status).toBe(404)
    expect((await read(people().countyBureau)).status).toBe(200)
    const foreign = await call(people().departmentAdmin, operations.create, {
      body: aFiling({ bodyId: world.bodies.otherDepartment }),
    })
    expect(foreign.problem.reason).toBe('project-filing.body_not_found')
    const submitted = (await act('submit', draft)).body
    const { bodyId: _, ...fields } = aFiling()
    const change = () =>
      call(people().departmentAdmin, operations.update, {
        params: { id: draft.id },
        body: { ...fields, version: submitted.version },
      })
    expect((await change()).problem.reason).toBe('project-filing.not_editable')
    expect((await accept(submitted, people().centre)).status).toBe(403)
    const declined = await call(people().countyBureau, operations.decline, {
      params: { id: draft.id },
      body: { version: submitted.version, comment: '内容与已有平台重复。' },
    })
    expect(declined.body).toMatchObject({ state: 'declined', comment: '内容与已有平台重复。' })
    expect((await accept(declined.body)).problem.reason).toBe('project-filing.not_submitted')
    expect((await act('submit', declined.body)).body).toMatchObject({ state: 'submitted', comment: null })
  })
})
