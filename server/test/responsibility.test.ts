/** Responsibility is clear, and supervision covers the whole process (R8). */
import {
  acts,
  resourceOperations,
  responsibilityOperations,
  type SystemResponsibilities,
} from '@yunheng/contract'
import excel from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { intendRelease } from '../src/modules/resource/index.ts'
import { setupCtx } from './kit/clouds.ts'
import { useServer } from './kit/server.ts'
import { givenSupply, type Supply } from './kit/supply.ts'

const server = useServer()
const people = () => server.current.world.people
let supply: Supply
let ids: readonly string[]

beforeAll(async () => {
  supply = await givenSupply(server.current)
}, 60_000)

const matrixOf = (persona = people().departmentAdmin) =>
  server.current.call(persona, responsibilityOperations.get, { params: { id: supply.systemId } })

const cellOf = (matrix: SystemResponsibilities, step: string, party: string) =>
  matrix.steps.find((one) => one.step === step)?.cells.find((one) => one.party === party)

describe('R8: the responsibility matrix of a system', () => {
  it('R8 names who does each step: roles by policy and flow, bodies by place, people by their posts', async () => {
    const { world } = server.current
    const { body: matrix } = await matrixOf()
    expect(cellOf(matrix, 'apply', 'department')).toMatchObject({
      duty: 'does',
      seats: expect.arrayContaining([
        expect.objectContaining({
          role: 'department-applicant',
          body: { id: world.bodies.department, name: 'Body department' },
          people: [{ id: people().departmentApplicant.personId, name: 'departmentApplicant' }],
        }),
      ]),
    })
    // By the flow in force, not by a policy.
    const deciders = cellOf(matrix, 'review', 'department')?.seats.map(({ role }) => role)
    expect(deciders).toContain('department-approver')
    // The county has a bureau of its own but no centre: the province's centre answers for it.
    const regulators = matrix.parties.find(({ party }) => party === 'supervision')?.bodies
    expect(regulators?.map(({ id }) => id).sort()).toEqual(
      [world.bodies.countyBureau, world.bodies.centre].sort(),
    )
    expect(cellOf(matrix, 'check', 'guide')).toMatchObject({
      duty: 'does',
      seats: [{ body: { id: world.bodies.guide } }],
    })
    expect(cellOf(matrix, 'oversee', 'operations')?.seats).toMatchObject([
      { role: 'operations-engineer', body: { id: world.bodies.operations } },
    ])
    expect(cellOf(matrix, 'apply', 'provider')).toMatchObject({ duty: 'informed', seats: [] })
  })

  it('R8 knows the provider by the cloud on which the first resource lies, and follows the posts', async () => {
    const before = (await matrixOf()).body
    expect(before.parties.find(({ party }) => party === 'provider')?.bodies).toEqual([])
    expect(cellOf(before, 'deliver', 'provider')).toMatchObject({ duty: 'does', seats: [] })
    ids = await supply.approve()
    const after = (await matrixOf(people().centre)).body
    expect(cellOf(after, 'deliver', 'provider')?.seats).toMatchObject([
      { role: 'provider-operator', body: { id: server.current.world.bodies.provider } },
      { role: 'provider-admin', body: { id: server.current.world.bodies.provider } },
    ])
    await server.current.database.owner.query('update post set ended_at = $1 where id = $2', [
      server.current.clock.now(),
      people().departmentApplicant.postId,
    ])
    const { body: later } = await matrixOf()
    const applicant = cellOf(later, 'apply', 'department')?.seats.find(
      ({ role }) => role === 'department-applicant',
    )
    expect(applicant?.people).toEqual([])
  })

  it('R8 shows people only as far as the reader sees them, and nothing of a foreign system', async () => {
    const { body: matrix } = await matrixOf()
    // A department sees that the provider delivers, not who works there.
    const seats = cellOf(matrix, 'deliver', 'provider')?.seats ?? []
    expect(seats.flatMap((seat) => seat.people)).toEqual([])
    expect(seats).toHaveLength(2)
    expect((await matrixOf(people().otherAdmin)).status).toBe(404)
  })

  it('R8 is a workbook, line by line, and its export is an act', async () => {
    const answer = await server.current.api.inject({
      method: 'GET',
      url: `/api/v1/systems/${supply.systemId}/responsibilities/export`,
      headers: { authorization: `Bearer ${people().departmentAdmin.postId}` },
    })
    expect(answer.statusCode).toBe(200)
    const workbook = new excel.Workbook()
    await workbook.xlsx.load(answer.rawPayload as unknown as ArrayBuffer)
    const rows: unknown[][] = []
    workbook.worksheets[0]?.eachRow((row) => rows.push((row.values as unknown[]).slice(1)))
    expect(rows[0]).toEqual(['环节', '责任方', '责任', '机构', '角色', '人员'])
    expect(rows).toContainEqual(
      expect.arrayContaining([
        '申请',
        '使用单位',
        '负责',
        'Body department',
        '使用单位·管理员',
        'departmentAdmin',
      ]),
    )
  })
})

describe('R8: the life of a resource in the trail', () => {
  const trailOf = async (id: string) => {
    const { rows } = await server.current.database.owner.query<{ act: string }>(
      'select act from audit_pending where object_id = $1 order by recorded_at, at',
      [id],
    )
    return rows.map(({ act }) => act)
  }

  it('R8 every step leaves an entry: allotted, provisioned, changed, given back, reclaimed', async () => {
    await supply.settle()
    const rows = await Promise.all(ids.map((id) => supply.row(id)))
    const host = rows.find(({ kind }) => kind === 'server')
    const id = host?.id as string
    const act = async (verb: 'stop' | 'start') => {
      const { version } = await supply.row(id)
      const done = await server.current.call(people().departmentAdmin, resourceOperations[verb], {
        params: { id },
        body: { version },
      })
      expect(done.status).toBe(200)
      await supply.settle()
    }
    await act('stop')
    await act('start')
    const ctx = setupCtx(server.current)
    await ctx.inTx((tx) =>
      intendRelease(tx, ctx, ids, { act: 'request.release', reason: '系统下线', coolingDays: 0 }),
    )
    await supply.settle()
    expect(await trailOf(id)).toEqual([
      'resource.intended',
      'resource.provisioned',
      'resource.stop',
      'resource.settled',
      'resource.start',
      'resource.settled',
      'resource.given-back',
      'resource.released',
    ])
    for (const name of await trailOf(id)) expect(acts[name]?.zh, name).toBeDefined()
    // The ground under it as well: projects and networks are resources too.
    const { rows: silent } = await server.current.database.owner.query(
      `select id from resource where system_id = $1 and not exists
        (select from audit_pending a where a.object_id = resource.id::text and a.act = 'resource.provisioned')`,
      [supply.systemId],
    )
    expect(silent).toEqual([])
  })
})
