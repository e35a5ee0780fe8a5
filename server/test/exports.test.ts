/** Lists as workbooks: what the list shows, no more, and never a formula. */
import {
  auditOperations,
  domesticOperations,
  majorIssueOperations,
  type OperationSpec,
  organisationOperations,
  placementBondOperations,
  resourceOperations,
  systemOperations,
  workOrderOperations,
} from '@yunheng/contract'
import excel from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { useServer } from './kit/server.ts'
import { givenSupply } from './kit/supply.ts'
import type { Persona } from './kit/world.ts'

const server = useServer()
const people = () => server.current.world.people

beforeAll(async () => {
  const supply = await givenSupply(server.current)
  await supply.approve()
  await supply.settle()
  const { call, world } = server.current
  const body = { bodyId: world.bodies.department, name: '=HYPERLINK("http://evil")', phone: '+8613800000000' }
  expect((await call(people().systemAdmin, organisationOperations.createPerson, { body })).status).toBe(201)
}, 60_000)

async function sheetOf(persona: Persona, operation: OperationSpec, query: Record<string, string> = {}) {
  const { api } = server.current
  const answer = await api.inject({
    method: 'GET',
    url: `/api/v1${operation.path}`,
    query,
    headers: { authorization: `Bearer ${persona.postId}` },
  })
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([
    200,
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ])
  const workbook = new excel.Workbook()
  await workbook.xlsx.load(answer.rawPayload as unknown as ArrayBuffer)
  const [sheet, notes] = workbook.worksheets
  const rows: unknown[][] = []
  sheet?.eachRow((row) => rows.push((row.values as unknown[]).slice(1)))
  return { rows, name: sheet?.name, notes, sheet }
}

describe('exports of lists', () => {
  it('hold what the list shows, under its filters, in the language asked for', async () => {
    const all = await sheetOf(people().departmentAdmin, resourceOperations.export)
    expect(all.name).toBe('资源')
    expect(all.rows[0]?.slice(0, 3)).toEqual(['名称', '种类', '状态'])
    expect(all.rows.length).toBeGreaterThan(3)
    const servers = await sheetOf(people().departmentAdmin, resourceOperations.export, {
      kind: 'server',
      language: 'en',
    })
    expect(servers.rows.map((row) => row[1])).toEqual(['Kind', 'Server'])
    const { rows } = await sheetOf(people().centre, systemOperations.export)
    expect(rows[1]?.slice(1, 4)).toEqual(['政务服务系统', 'Body department', '建设'])
    expect((await sheetOf(people().centre, workOrderOperations.export)).rows).toHaveLength(1)
    const gaps = await sheetOf(people().centre, domesticOperations.export, { assetClass: 'pool' })
    expect(gaps.rows.map((row) => row[2])).toEqual(['信创', '未登记'])
    const bonds = await sheetOf(people().departmentAdmin, placementBondOperations.export)
    expect(bonds.rows).toMatchObject([expect.arrayContaining(['信息系统', '约束', '层级', '强度'])])
    const posts = await sheetOf(people().securityAdmin, organisationOperations.exportPosts, { role: 'guide' })
    expect(posts.rows).toHaveLength(2)
  })

  it('are scoped as the list is: another body’s things are not in them', async () => {
    expect((await sheetOf(people().otherAdmin, resourceOperations.export)).rows).toHaveLength(1)
    const seen = await sheetOf(people().otherAdmin, organisationOperations.exportPeople)
    expect(seen.rows.flat().join(' ')).not.toContain('departmentApplicant')
  })

  it('never hold a formula, and tell where they come from', async () => {
    const { rows, sheet, notes } = await sheetOf(people().systemAdmin, organisationOperations.exportPeople)
    expect(rows.flat()).toContain('\'=HYPERLINK("http://evil")')
    expect(rows.flat()).toContain("'+8613800000000")
    sheet?.eachRow((row) => row.eachCell((cell) => expect(cell.formula).toBeUndefined()))
    expect(String(notes?.getRow(1).values)).toContain('systemAdmin')
  })

  it('R48: the register of major issues is a workbook with decision, due day and what is overdue', async () => {
    const { call, clock, world } = server.current
    const raised = await call(people().departmentAdmin, majorIssueOperations.create, {
      body: { category: 'supply', title: '存储余量不足', description: '影响新系统开通。' },
    })
    const decided = await call(people().bureau, majorIssueOperations.decide, {
      params: { id: raised.body.id },
      body: {
        version: raised.body.version,
        decision: '限期扩容。',
        responsibleBodyId: world.bodies.provider,
        workingDays: 1,
      },
    })
    expect(decided.status).toBe(200)
    const before = clock.now().toISOString()
    clock.set(new Date(clock.now().getTime() + 7 * 86_400_000).toISOString())
    const { rows } = await sheetOf(people().bureau, majorIssueOperations.export, { overdue: 'true' })
    clock.set(before)
    expect(rows).toHaveLength(2)
    expect(rows[1]).toEqual(expect.arrayContaining(['存储余量不足', '限期扩容。', 'Body provider', '是']))
    expect((await sheetOf(people().otherAdmin, majorIssueOperations.export)).rows).toHaveLength(1)
  })

  it('count as acts, and the trail itself can be exported by who may read it', async () => {
    const { rows } = await server.current.database.owner.query<{ act: string }>(
      `select distinct act from audit_pending where act like '%.export' order by act`,
    )
    expect(rows.map(({ act }) => act)).toEqual([
      'domestic-asset.export',
      'major-issue.export',
      'person.export',
      'placement-bond.export',
      'post.export',
      'resource.export',
      'system.export',
      'work-order.export',
    ])
    const trail = await sheetOf(people().auditAdmin, auditOperations.export, { format: 'xlsx' })
    expect(trail.rows[0]?.[0]).toBe('序号')
    const { api } = server.current
    const headers = { authorization: `Bearer ${people().departmentApplicant.postId}` }
    const refused = await api.inject({ url: '/api/v1/audit-export', query: { format: 'xlsx' }, headers })
    expect(refused.statusCode).toBe(403)
  })
})
