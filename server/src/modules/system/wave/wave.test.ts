import {
  type MigrationWave,
  type MigrationWaveCreate,
  type SystemCreate,
  systemOperations as systems,
  migrationWaveOperations as waves,
} from '@yunheng/contract'
import excel from 'exceljs'
import { describe, expect, it } from 'vitest'
import { aSystem, well } from '../../../../test/kit/journey.ts'
import { useServer } from '../../../../test/kit/server.ts'
import type { Persona } from '../../../../test/kit/world.ts'
import { isLate, refuseSystem, toPlacement } from './wave.ts'

const server = useServer()
const people = () => server.current.world.people

function aWave(parts: Partial<MigrationWaveCreate> = {}): MigrationWaveCreate {
  return {
    name: '第一批',
    position: 1,
    startsOn: '2026-10-01',
    endsOn: '2026-12-31',
    responsibleBodyId: server.current.world.bodies.department,
    note: '网站、邮件、办公先行。',
    ...parts,
  }
}
const plan = (parts: Partial<MigrationWaveCreate> = {}, as: Persona = people().centre) =>
  server.current.call(as, waves.create, { body: aWave(parts) })

let made = 0
async function given(parts: Partial<SystemCreate> = {}, as: Persona = people().departmentAdmin) {
  made += 1
  const body = aSystem(server.current.world, {
    code: `wave-${made}`,
    name: `存量系统 ${made}`,
    kind: 'stock',
    deployment: 'to-migrate',
    responsiblePersonId: null,
    lifecycle: 'running',
    ...parts,
  })
  return well(server.current.call(as, systems.create, { body }))
}
const assign = (
  wave: Pick<MigrationWave, 'id'>,
  systemIds: readonly string[],
  as = people().departmentAdmin,
) => server.current.call(as, waves.assign, { params: { id: wave.id }, body: { systemIds: [...systemIds] } })
const withoutPlace = async (as = people().centre) =>
  (await well(server.current.call(as, systems.list, { query: { gap: 'no-wave', pageSize: 200 } }))).items.map(
    ({ id }) => id,
  )

describe('the rules of waves', () => {
  it('R20 a wave is for an existing system that waits', () => {
    const waiting = { kind: 'stock', deployment: 'to-migrate', lifecycle: 'running' } as const
    expect(refuseSystem(waiting)).toBeNull()
    for (const change of [{ kind: 'new' }, { deployment: 'cloud' }, { lifecycle: 'retired' }] as const)
      expect(refuseSystem({ ...waiting, ...change })).toBe('migration-wave.system_unfit')
  })

  it('is late from the day after its window while something in it waits', () => {
    const wave = { ends_on: '2026-12-31', systems: 2, migrated: 1 }
    expect(isLate(wave, '2026-12-31')).toBe(false)
    expect(isLate(wave, '2027-01-01')).toBe(true)
    expect(isLate({ ...wave, migrated: 2 }, '2027-01-01')).toBe(false)
    expect(isLate({ ...wave, ends_on: null }, '2027-01-01')).toBe(false)
  })

  it('R20 the rate leaves the exempt out and says 100 % only when nothing is left', () => {
    const counts = {
      newCount: 1_000,
      newOnCloud: 1_000,
      stockCount: 1_000,
      stockOnCloud: 900,
      stockInWave: 99,
      exempt: 7,
      neither: 1,
    }
    expect(toPlacement(counts, new Date(0)).percent).toBe(99.9)
    expect(toPlacement({ ...counts, neither: 0 }, new Date(0)).percent).toBe(100)
    expect(toPlacement({ ...counts, newCount: 0, stockCount: 0 }, new Date(0)).percent).toBeNull()
  })
})

describe('planning waves', () => {
  it('is the regulator’s; a window must be one, a name is given once, a county plans over its own bodies', async () => {
    const { world } = server.current
    expect((await plan({}, people().departmentAdmin)).problem.reason).toBe('common.forbidden')
    expect((await plan({ endsOn: '2026-09-30' })).problem.reason).toBe('migration-wave.window')
    const foreign = await plan({ responsibleBodyId: world.bodies.otherDepartment }, people().countyBureau)
    expect(foreign.problem.reason).toBe('migration-wave.body_not_found')
    const made = await plan({ name: '规划批次', position: 9 })
    expect(made.body).toMatchObject({
      systems: 0,
      isLate: false,
      responsibleBody: { name: 'Body department' },
    })
    expect((await plan({ name: '规划批次' })).problem.reason).toBe('migration-wave.name_taken')

    const other = (await plan({ name: '他县批次', responsibleBodyId: world.bodies.otherDepartment })).body
    const params = { id: other.id }
    const seen = await server.current.call(people().countyBureau, waves.get, { params })
    expect(seen.body.actions.modify).toEqual({ allowed: false, reason: 'migration-wave.not_yours' })
    const body = { ...aWave({ name: '改名' }), version: other.version }
    const changed = await server.current.call(people().countyBureau, waves.update, { params, body })
    expect(changed.problem.reason).toBe('migration-wave.not_yours')
    const own = await server.current.call(people().centre, waves.update, { params, body })
    expect(own.body).toMatchObject({ name: '改名', version: 2 })
    const stale = await server.current.call(people().centre, waves.update, { params, body })
    expect(stale.problem.reason).toBe('common.version_stale')
  })
})

describe('R20: new systems on the cloud, existing ones in a wave', () => {
  it('R20: a new system must be on the cloud, and no wave stands in for that', async () => {
    const { call, world } = server.current
    const wave = (await plan({ name: '新建不排批' })).body
    const register = (parts: Partial<SystemCreate>) =>
      call(people().departmentAdmin, systems.create, { body: aSystem(world, { code: 'r20-new', ...parts }) })
    expect((await register({ kind: 'new', deployment: 'to-migrate' })).problem.reason).toBe(
      'system.new_must_be_on_cloud',
    )
    expect((await register({ kind: 'new', deployment: 'cloud', waveId: wave.id })).problem.reason).toBe(
      'system.wave_not_expected',
    )
    expect((await register({ kind: 'stock', waveId: server.current.ids.next() })).problem.reason).toBe(
      'system.wave_not_found',
    )
  })

  it('R20: what is neither on the cloud nor in a wave is listed, counted and exported, until it is assigned', async () => {
    const { call, api } = server.current
    const wave = (await plan({ name: '二〇二六年第一批' })).body
    const [one, two, single] = [await given(), await given(), await given({ waveId: wave.id })]
    expect(single.wave).toEqual({ id: wave.id, name: '二〇二六年第一批' })
    const lost = await given({
      protectionLevel: 4,
      deployment: 'exempt',
      exemption: {
        basis: '某部委规定',
        reason: '由部委统一部署',
        approvedBy: '省大数据管理局',
        approvedOn: '2025-01-01',
        validUntil: '2026-01-01',
      },
    })
    const before = await withoutPlace()
    expect(before).toEqual(expect.arrayContaining([one.id, two.id, lost.id]))
    expect(before).not.toContain(single.id)
    const rate = await well(call(people().centre, waves.placement))
    expect(rate.neither).toBe(before.length)
    const sheet = await api.inject({
      method: 'GET',
      url: '/api/v1/systems/export?gap=no-wave',
      headers: { authorization: `Bearer ${people().centre.postId}` },
    })
    const workbook = new excel.Workbook()
    await workbook.xlsx.load(sheet.rawPayload as unknown as ArrayBuffer)
    expect(workbook.worksheets[0]?.rowCount).toBe(before.length + 1)

    const done = await assign(wave, [one.id, two.id, single.id])
    expect(done.body).toMatchObject({ assigned: 2, wave: { systems: 3, migrated: 0 } })
    expect(await withoutPlace()).toEqual(before.filter((id) => id !== one.id && id !== two.id))
    expect((await well(call(people().centre, waves.placement))).neither).toBe(before.length - 2)
    const inWave = await well(call(people().centre, systems.list, { query: { waveId: wave.id } }))
    expect(inWave.items.map(({ id }) => id).sort()).toEqual([one.id, two.id, single.id].sort())
  })

  it('R20: systems are assigned all or none, each in the trail, and never those of others', async () => {
    const { call, database } = server.current
    const wave = (await plan({ name: '二〇二六年第二批' })).body
    const own = await given()
    const foreign = await given({ bodyId: server.current.world.bodies.otherDepartment }, people().otherAdmin)
    const onCloud = await given({ deployment: 'cloud' })
    expect((await assign(wave, [own.id, foreign.id])).problem.reason).toBe('migration-wave.system_not_found')
    const unfit = await assign(wave, [own.id, onCloud.id])
    expect(unfit.problem.reason).toBe('migration-wave.system_unfit')
    expect(unfit.problem.detail).toContain(onCloud.name)
    expect((await assign(wave, [own.id], people().departmentApplicant)).status).toBe(403)
    expect(await withoutPlace()).toContain(own.id)
    expect((await assign(wave, [own.id, foreign.id], people().centre)).body.assigned).toBe(2)
    const { rows } = await database.owner.query(
      `select object_id from audit_pending where act = 'migration-wave.assign' and object_id = any ($1)`,
      [[own.id, foreign.id]],
    )
    expect(rows).toHaveLength(2)

    const params = { id: wave.id }
    expect((await call(people().centre, waves.remove, { params })).problem.reason).toBe(
      'migration-wave.has_systems',
    )
    const empty = (await plan({ name: '空批次' })).body
    expect((await call(people().centre, waves.remove, { params: { id: empty.id } })).status).toBe(204)
    expect((await call(people().centre, waves.get, { params: { id: empty.id } })).status).toBe(404)
  })
})
