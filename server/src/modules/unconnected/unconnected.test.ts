import {
  cloudOperations,
  homeOperations,
  unconnectedPlatformOperations as operations,
  type PlatformFigures,
  type UnconnectedPlatform,
  type UnconnectedPlatformCreate,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { givenCloud } from '../../../test/kit/clouds.ts'
import { well } from '../../../test/kit/journey.ts'
import { useServer } from '../../../test/kit/server.ts'
import { DEFAULT_ACCESS_KEY } from '../../connectors/simulated/index.ts'
import { missingDaysOf, reachOf, refuseCount, refuseCredential, wayOf } from './unconnected-platform.ts'

describe('how figures come', () => {
  it('R37 follows from the network: the intranet is counted and has no credential, the others report and are not typed', () => {
    const standing = (network_type: Parameters<typeof wayOf>[0]) => ({ network_type, revoked_at: null })
    expect(wayOf('government-intranet')).toBe('counted')
    expect(refuseCredential(standing('government-intranet'))).toBe('unconnected-platform.only_counted')
    expect(refuseCount(standing('government-intranet'))).toBeNull()
    for (const network of ['government-extranet', 'internet'] as const) {
      expect(wayOf(network)).toBe('reported')
      expect(refuseCount(standing(network))).toBe('unconnected-platform.reports_itself')
      expect(refuseCredential(standing(network))).toBeNull()
    }
  })

  it('takes no figures of tomorrow, and names the whole days of a fortnight that are missing', () => {
    expect(reachOf('reported', '2026-03-01')).toEqual({ from: '2026-01-29', until: '2026-03-01' })
    expect(missingDaysOf(new Set(['2026-02-27']), '2026-02-26', '2026-03-01')).toEqual([
      '2026-02-26',
      '2026-02-28',
    ])
    expect(missingDaysOf(new Set(), '2025-01-01', '2026-03-01')).toHaveLength(14)
  })
})

const server = useServer()
const people = () => server.current.world.people
const FIGURES: PlatformFigures = {
  clouds: 1,
  vcpus: 2_400,
  memoryGiB: 9_600,
  storageGiB: 50_000,
  systems: 31,
  resources: 412,
}
const NOTHING: PlatformFigures = {
  clouds: 0,
  vcpus: 0,
  memoryGiB: 0,
  storageGiB: 0,
  systems: 0,
  resources: 0,
}

let made = 0
function aPlatform(parts: Partial<UnconnectedPlatformCreate> = {}): UnconnectedPlatformCreate {
  const { regions, bodies } = server.current.world
  made += 1
  return {
    code: `lower-${made}`,
    name: `某区政务云 ${made}`,
    kind: 'government',
    networkType: 'government-extranet',
    regionId: regions.countyA,
    bodyId: bodies.countyBureau,
    contactName: '周明',
    contactPhone: '0900-1234567',
    ...parts,
  }
}
const register = (parts: Partial<UnconnectedPlatformCreate> = {}) =>
  well(server.current.call(people().centre, operations.create, { body: aPlatform(parts) }))
const get = (id: string) => well(server.current.call(people().centre, operations.get, { params: { id } }))
const summary = () => well(server.current.call(people().centre, operations.summary))
const today = () => server.current.clock.now().toISOString().slice(0, 10)
const daysAgo = (days: number) =>
  new Date(server.current.clock.now().getTime() - days * 86_400_000).toISOString().slice(0, 10)
const report = (credential: string | null, day: string, body: object = FIGURES) =>
  server.current.call(null, operations.report, {
    params: { day },
    body: body as PlatformFigures,
    ...(credential === null ? {} : { headers: { authorization: `Bearer ${credential}` } }),
  })

describe('a district’s clouds report to the city (R32)', () => {
  let platform: UnconnectedPlatform
  let credential = ''

  beforeAll(async () => {
    // Noon in Shanghai: the civil day is the same in both zones.
    server.current.clock.set('2026-09-15T04:00:00.000Z')
  })

  it('R32 the three clouds are registered by the centre, each with a credential that is told once', async () => {
    for (const kind of ['industry', 'livelihood'] as const) await register({ kind, name: `某区 ${kind}` })
    const { platform: row, credential: told } = await register()
    platform = row
    credential = told ?? ''
    expect(credential).toMatch(/^yhr_[\w-]{43}$/)
    expect(platform).toMatchObject({ way: 'reported', latest: null, isOld: true, missingDays: [] })
    expect(credential.startsWith(platform.credential?.prefix ?? 'none')).toBe(true)
    expect(JSON.stringify(await get(platform.id))).not.toContain(credential)
    const { rows } = await server.current.database.owner.query(
      `select row_to_json(p)::text as kept from unconnected_platform p union all
       select content::text from audit_pending where noun = 'unconnected-platform'`,
    )
    expect(rows.length).toBeGreaterThan(3)
    expect(JSON.stringify(rows)).not.toContain(credential)
    const again = await server.current.call(people().centre, operations.create, {
      body: aPlatform({ code: platform.code }),
    })
    expect(again.problem.reason).toBe('unconnected-platform.code_taken')
    const elsewhere = await server.current.call(people().centre, operations.create, {
      body: aPlatform({ regionId: server.current.world.regions.countyB }),
    })
    expect(elsewhere.problem.reason).toBe('unconnected-platform.body_elsewhere')
  })

  it('R32 a report appears in the city’s view with its day, and beside what is measured, never in it', async () => {
    await givenCloud(server.current)
    const { rows: before } = await server.current.database.owner.query('select * from pool')
    expect((await report(credential, today())).body).toMatchObject({
      day: today(),
      figures: FIGURES,
      revision: 1,
    })
    expect(await get(platform.id)).toMatchObject({
      isOld: false,
      latest: { day: today(), figures: FIGURES, source: platform.name },
    })
    expect(await summary()).toMatchObject({
      reported: { platforms: 1, figures: FIGURES, oldestDay: today() },
      counted: { platforms: 0, figures: NOTHING, oldestDay: null },
      old: { platforms: 0 },
    })
    const { rows: after } = await server.current.database.owner.query('select * from pool')
    expect(after).toEqual(before)
  })

  it('R32 the same day told again is the same row; other figures are a correction, which the trail keeps', async () => {
    expect((await report(credential, today())).body.revision).toBe(1)
    const corrected = { ...FIGURES, vcpus: 2_500 }
    expect((await report(credential, today(), corrected)).body).toMatchObject({
      figures: corrected,
      revision: 2,
    })
    const days = await well(
      server.current.call(people().centre, operations.reports, { params: { id: platform.id }, query: {} }),
    )
    expect(days.items.map(({ day, revision }) => [day, revision])).toEqual([[today(), 2]])
    const { rows } = await server.current.database.owner.query(
      `select count(*)::int as told from audit_pending where act = 'unconnected-platform.report'`,
    )
    expect(rows).toEqual([{ told: 3 }])
    await report(credential, today())
  })

  it('R32 takes only figures that fit its schema, of a day within reach, by a credential that is known', async () => {
    const bad = [
      { ...FIGURES, vcpus: -1 },
      { ...FIGURES, vcpus: 1.5 },
      { ...FIGURES, gpus: 3 },
      { clouds: 1 },
    ]
    for (const body of bad)
      expect((await report(credential, today(), body)).problem.reason).toBe('common.invalid_input')
    for (const day of [daysAgo(-1), daysAgo(32)])
      expect((await report(credential, day)).problem.reason).toBe('unconnected-platform.day_out_of_reach')
    for (const unknown of [null, `yhr_${'A'.repeat(43)}`, 'yhr_short']) {
      const answer = await report(unknown, today())
      expect([answer.status, answer.problem.reason]).toEqual([401, 'unconnected-platform.credential_unknown'])
    }
    expect((await get(platform.id)).latest?.figures).toEqual(FIGURES)
  })

  it('R32 what is missing is listed, and old figures are shown as old and summed apart', async () => {
    server.current.clock.advance({ days: 4 })
    await report(credential, daysAgo(2), FIGURES)
    server.current.clock.advance({ days: 1 })
    const shown = await get(platform.id)
    expect(shown).toMatchObject({
      isOld: true,
      currentDays: 2,
      latest: { day: daysAgo(3), figures: FIGURES },
    })
    expect(shown.missingDays).toEqual([daysAgo(4), daysAgo(2), daysAgo(1)])
    const owing = await well(
      server.current.call(people().centre, operations.list, { query: { missing: true } }),
    )
    expect(owing.items.map(({ id }) => id)).toContain(platform.id)
    const sums = await summary()
    expect(sums).toMatchObject({
      reported: { platforms: 0 },
      old: { platforms: 1, figures: FIGURES },
      missing: 3,
    })
    const home = await well(server.current.call(people().centre, homeOperations.summary))
    expect(home.figures.find(({ key }) => key === 'reports-missing')).toMatchObject({ value: 3, tone: 'bad' })
    await report(credential, today())
    expect(await summary()).toMatchObject({ reported: { platforms: 1 }, old: { platforms: 0 }, missing: 2 })
  })

  it('R32 a replaced credential stops at once; a revoked platform tells nothing more and counts no more', async () => {
    const as = people().centre
    const params = { id: platform.id }
    const body = { version: (await get(platform.id)).version }
    const renewed = await well(server.current.call(as, operations.renewCredential, { params, body }))
    expect((await report(credential, today())).status).toBe(401)
    const fresh = renewed.credential ?? ''
    expect((await report(fresh, today())).status).toBe(200)
    const revocation = { version: renewed.platform.version, reason: '并入市级政务云' }
    const revoked = await well(server.current.call(as, operations.revoke, { params, body: revocation }))
    expect(revoked).toMatchObject({
      credential: null,
      revokeReason: '并入市级政务云',
      latest: { day: today() },
    })
    expect((await report(fresh, today())).status).toBe(401)
    expect(await summary()).toMatchObject({ reported: { platforms: 0 }, missing: 2 })
    const again = await server.current.call(as, operations.revoke, {
      params,
      body: { version: revoked.version, reason: '再次' },
    })
    expect(again.problem.reason).toBe('unconnected-platform.revoked')
  })

  it('is seen by the regulators of its region and above, and by nobody of a department or a provider', async () => {
    const { countyBureau, departmentAdmin, providerAdmin } = people()
    const { call } = server.current
    const { platform: foreign } = await register({
      regionId: server.current.world.regions.countyB,
      bodyId: server.current.world.bodies.otherDepartment,
    })
    const mine = await well(call(countyBureau, operations.list, { query: { revoked: false } }))
    expect(mine.items.length).toBeGreaterThan(0)
    expect(mine.items.map(({ id }) => id)).not.toContain(foreign.id)
    expect((await call(countyBureau, operations.get, { params: { id: foreign.id } })).status).toBe(404)
    expect((await call(countyBureau, operations.create, { body: aPlatform() })).status).toBe(403)
    for (const persona of [departmentAdmin, providerAdmin])
      expect((await call(persona, operations.list, { query: {} })).status).toBe(403)
  })
})

describe('what stands in the government intranet (R37)', () => {
  it('R37 no cloud there is connected: neither by endpoint and credentials nor by a platform’s credential', async () => {
    const { call, world, database } = server.current
    const body = {
      code: 'intranet',
      name: '内网云',
      providerBodyId: world.bodies.provider,
      kind: 'simulated',
      networkType: 'government-intranet',
      endpoint: 'simulated://intranet',
      region: null,
      options: {},
      credentials: { accessKey: DEFAULT_ACCESS_KEY },
    } as const
    const refused = await call(people().centre, cloudOperations.create, { body })
    expect([refused.status, refused.problem.reason]).toEqual([422, 'cloud.intranet_only_counted'])
    const { rows } = await database.owner.query(`select from cloud where code = 'intranet'`)
    expect(rows).toEqual([])
    // Nor can the tables say so, whoever writes to them.
    const forced = database.owner.query(`update cloud set network_type = 'government-intranet'`)
    await expect(forced).rejects.toThrow(/network_type/)
    const { platform, credential } = await register({ networkType: 'government-intranet' })
    expect([credential, platform.credential, platform.way]).toEqual([null, null, 'counted'])
    const asked = await call(people().centre, operations.renewCredential, {
      params: { id: platform.id },
      body: { version: platform.version },
    })
    expect(asked.problem.reason).toBe('unconnected-platform.only_counted')
    const token = database.owner.query(
      `update unconnected_platform set token_hash = 'x', token_prefix = 'x', token_issued_at = now() where id = $1`,
      [platform.id],
    )
    await expect(token).rejects.toThrow(/check constraint/)
  })

  it('R37 is entered as counts with their day and source, appears as counted, and is old after the days of the rule', async () => {
    const { call, clock } = server.current
    const { platform } = await register({ networkType: 'government-intranet', name: '区内网云' })
    const count = (as: ReturnType<typeof people>['centre'], body: object) =>
      call(as, operations.count, {
        params: { id: platform.id },
        body: {
          version: platform.version,
          day: today(),
          source: '区保密办 2026 年第三季度统计表',
          figures: FIGURES,
          ...body,
        },
      })
    expect((await count(people().guide, {})).status).toBe(403)
    expect((await count(people().centre, { day: daysAgo(-1) })).problem.reason).toBe(
      'unconnected-platform.day_out_of_reach',
    )
    // The district's own regulator knows what stands there.
    const counted = await count(people().countyBureau, {})
    expect(counted.body).toMatchObject({
      way: 'counted',
      isOld: false,
      missingDays: [],
      latest: {
        day: today(),
        source: '区保密办 2026 年第三季度统计表',
        figures: FIGURES,
        enteredBy: 'countyBureau',
      },
    })
    expect((await summary()).counted).toEqual({ platforms: 1, figures: FIGURES, oldestDay: today() })
    const { platform: reporting } = await register()
    const typed = await call(people().centre, operations.count, {
      params: { id: reporting.id },
      body: { version: reporting.version, day: today(), source: '电话', figures: FIGURES },
    })
    expect(typed.problem.reason).toBe('unconnected-platform.reports_itself')
    clock.advance({ days: 93 })
    expect((await get(platform.id)).isOld).toBe(true)
    expect(await summary()).toMatchObject({ counted: { platforms: 0 }, old: { figures: FIGURES } })
  })
})
