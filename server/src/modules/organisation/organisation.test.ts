import { organisationOperations as operations, ROLES, type Role, reasons, roles } from '@yunheng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { useServer } from '../../../test/kit/server.ts'
import { refuseSides } from './post/post.ts'

const server = useServer()
const { listBodies, getBody, createBody, updateBody, closeBody, createPerson, grantPost, endPost } =
  operations

describe('region.create', () => {
  it('is the system administrator’s: one level below the parent, each code once', async () => {
    const { call, world } = server.current
    const region = { parentId: world.regions.city, level: 'county', code: '530199', name: '新区' } as const
    const refused = await call(world.people.bureau, operations.createRegion, { body: region })
    expect(refused.status).toBe(403)
    const admin = world.people.systemAdmin
    const made = await call(admin, operations.createRegion, { body: region })
    expect(made.body).toMatchObject({ parentId: world.regions.city, level: 'county', code: '530199' })
    const again = await call(admin, operations.createRegion, { body: region })
    expect(again.problem.reason).toBe('region.code_taken')
    const beside = { ...region, level: 'city', code: '530198' } as const
    const wrong = await call(admin, operations.createRegion, { body: beside })
    expect(wrong.problem.reason).toBe('region.level_not_below')
  })
})

describe('bodies', () => {
  it('refuses a caller without a session, and one whose post may not', async () => {
    const { call, world } = server.current
    const body = { regionId: world.regions.city, kind: 'department', name: 'X', shortName: 'X' } as const
    expect((await call(null, createBody, { body })).problem).toMatchObject({
      status: 401,
      reason: 'common.unauthenticated',
    })
    expect((await call(world.people.departmentAdmin, createBody, { body })).problem.reason).toBe(
      'common.forbidden',
    )
  })

  it('R27: refuses a regulator below county level, in words of both languages', async () => {
    const { call, world, database, ids, clock } = server.current
    const street = ids.next()
    const { insertRegion } = await import('./index.ts')
    await database.inTx({ all: true }, (tx) =>
      insertRegion(
        tx,
        {
          id: street,
          parent_id: world.regions.countyA,
          level: 'street',
          code: '990101001',
          name: 'Street',
          created_at: clock.now(),
        },
        '/x',
      ),
    )
    const body = { regionId: street, kind: 'regulator-bureau', name: 'Too low', shortName: 'low' } as const
    const answer = await call(world.people.systemAdmin, createBody, { body })
    expect(answer.status).toBe(422)
    expect(answer.problem.text).toEqual({
      zh: reasons['body.kind_not_at_level'].zh,
      en: reasons['body.kind_not_at_level'].en,
    })
  })

  it('refuses unknown fields and says where', async () => {
    const { call, world } = server.current
    const body = {
      regionId: world.regions.city,
      kind: 'department',
      name: 'X',
      shortName: 'X',
      id: 'mine',
    } as never
    const answer = await call(world.people.systemAdmin, createBody, { body })
    expect(answer.problem).toMatchObject({
      status: 400,
      reason: 'common.invalid_input',
      fields: [{ path: '/id' }],
    })
  })

  it('creates, renames with the version read, refuses a stale version, and closes', async () => {
    const { call, world } = server.current
    const admin = world.people.systemAdmin
    const body = {
      regionId: world.regions.city,
      kind: 'department',
      name: '市公园管理处',
      shortName: '公园处',
    } as const
    const created = await call(admin, createBody, { body })
    expect(created.status).toBe(201)
    const { id, version } = created.body
    const change = { version, name: '市园林处', shortName: '园林处', creditCode: null }
    expect((await call(admin, updateBody, { params: { id }, body: change })).body).toMatchObject({
      name: '市园林处',
      version: 2,
    })
    expect((await call(admin, updateBody, { params: { id }, body: change })).problem.reason).toBe(
      'common.version_stale',
    )
    const closed = await call(admin, closeBody, { params: { id }, body: { version: 2 } })
    expect(closed.body.actions.modify).toEqual({ allowed: false, reason: 'body.closed' })
  })

  it('does not close a body that still has people in posts', async () => {
    const { call, world } = server.current
    const answer = await call(world.people.systemAdmin, closeBody, {
      params: { id: world.bodies.department },
      body: { version: 1 },
    })
    expect(answer.problem.reason).toBe('body.has_open_parts')
  })

  it('F6: the same idempotency key gives the same answer once, and refuses another body', async () => {
    const { call, world, database } = server.current
    const body = {
      regionId: world.regions.city,
      kind: 'department',
      name: '一次机构',
      shortName: '一次',
    } as const
    const headers = { 'idempotency-key': 'body-once' }
    const answers = await Promise.all(
      [1, 2, 3].map(() => call(world.people.systemAdmin, createBody, { body, headers })),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
    const rows = await database
      .as({ all: true })
      .selectFrom('body')
      .select('id')
      .where('name', '=', '一次机构')
      .execute()
    expect(rows).toHaveLength(1)
    const other = await call(world.people.systemAdmin, createBody, {
      body: { ...body, name: 'other' },
      headers,
    })
    expect(other.problem.reason).toBe('common.idempotency_mismatch')
  })

  it('R41, R45, F18: foreign and absent bodies are the same 404; lists show only the own scope', async () => {
    const { call, world, ids } = server.current
    const { departmentAdmin, countyBureau, bureau } = world.people
    const foreign = await call(departmentAdmin, getBody, { params: { id: world.bodies.otherDepartment } })
    const absent = await call(departmentAdmin, getBody, { params: { id: ids.next() } })
    expect({ ...foreign.problem, requestId: '' }).toEqual({ ...absent.problem, requestId: '' })
    expect(foreign.status).toBe(404)
    const namesOf = async (persona: typeof bureau) =>
      (await call(persona, listBodies, { query: { pageSize: 200 } })).body.items
        .map((item) => item.shortName)
        .sort()
    expect(await namesOf(departmentAdmin)).toEqual(['department', 'office'])
    expect(await namesOf(countyBureau)).toEqual(['countyBureau', 'department', 'office'])
    expect(await namesOf(bureau)).toContain('otherDepartment')
  })

  it('pages by key: every row once, in order, whatever the page size', async () => {
    const { call, world } = server.current
    const walk = async (pageSize: number) => {
      const seen: string[] = []
      let pageToken: string | null = null
      do {
        const query: { pageSize: number; pageToken?: string } = {
          pageSize,
          ...(pageToken === null ? {} : { pageToken }),
        }
        const page = await call(world.people.bureau, listBodies, { query })
        seen.push(...page.body.items.map((item) => item.id))
        pageToken = page.body.nextPageToken
      } while (pageToken !== null)
      return seen
    }
    const whole = await walk(200)
    expect(whole.length).toBeGreaterThan(8)
    expect(await walk(3)).toEqual(whole)
    const broken = await call(world.people.bureau, listBodies, { query: { pageToken: 'AAAA' } })
    expect(broken.problem.reason).toBe('common.page_token_invalid')
  })
})

describe('posts', () => {
  const givenPerson = async (bodyId: string) => {
    const { call, world } = server.current
    return (await call(world.people.systemAdmin, createPerson, { body: { bodyId, name: '某人' } })).body
  }

  it('R21: nobody holds a supervising and a provider post at once, but may change sides', async () => {
    const { call, world } = server.current
    const admin = world.people.securityAdmin
    const person = await givenPerson(world.bodies.centre)
    const supervising = {
      personId: person.id,
      bodyId: world.bodies.centre,
      role: 'regulator-centre',
      title: '审核',
    } as const
    const operating = {
      personId: person.id,
      bodyId: world.bodies.provider,
      role: 'provider-operator',
      title: '交付',
    } as const
    const first = await call(admin, grantPost, { body: supervising })
    expect(first.status).toBe(201)
    expect((await call(admin, grantPost, { body: operating })).problem.reason).toBe('post.sides_conflict')
    await call(admin, endPost, { params: { id: first.body.id } })
    server.current.clock.advance({ minutes: 1 })
    expect((await call(admin, grantPost, { body: operating })).status).toBe(201)
  })

  it('R21: two grants at the same moment cannot slip past each other', async () => {
    const { call, world } = server.current
    const person = await givenPerson(world.bodies.centre)
    const grants = [
      { personId: person.id, bodyId: world.bodies.centre, role: 'regulator-centre', title: 'a' },
      { personId: person.id, bodyId: world.bodies.provider, role: 'provider-operator', title: 'b' },
    ] as const
    const answers = await Promise.all(
      grants.map((body) => call(world.people.securityAdmin, grantPost, { body })),
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409])
  })

  it('R21: the rule refuses exactly the overlapping pairs of the two sides', () => {
    const period = fc
      .tuple(fc.integer({ min: 0, max: 50 }), fc.option(fc.integer({ min: 1, max: 50 }), { nil: null }))
      .map(([from, days]) => ({
        validFrom: new Date(from),
        validTo: days === null ? null : new Date(from + days),
      }))
    const role = fc.constantFrom<Role>(...ROLES)
    fc.assert(
      fc.property(role, period, role, period, (roleA, a, roleB, b) => {
        const sides = new Set([roles[roleA].side, roles[roleB].side])
        const opposed = sides.has('supervision') && sides.has('provider')
        const end = (p: typeof a) => p.validTo?.getTime() ?? Number.POSITIVE_INFINITY
        const meet = a.validFrom.getTime() < end(b) && b.validFrom.getTime() < end(a)
        expect(refuseSides({ role: roleA, ...a }, [{ role: roleB, ...b }])).toBe(
          opposed && meet ? 'post.sides_conflict' : null,
        )
      }),
    )
  })

  it.each([
    [
      'a role its own role may not give',
      'departmentAdmin',
      'department',
      'system-admin',
      'post.role_not_of_body',
    ],
    [
      'a body outside its scope',
      'departmentAdmin',
      'otherDepartment',
      'department-approver',
      'common.not_found',
    ],
    ['the power to grant everything', 'securityAdmin', 'centre', 'security-admin', 'post.beyond_own_scope'],
  ] as const)('nobody grants %s', async (_, granter, bodyKey, role, reason) => {
    const { call, world } = server.current
    const person = await givenPerson(world.bodies.office)
    const body = { personId: person.id, bodyId: world.bodies[bodyKey], role, title: 'x' }
    expect((await call(world.people[granter], grantPost, { body })).problem.reason).toBe(reason)
  })

  it('nobody grants himself anything', async () => {
    const { call, world } = server.current
    const me = world.people.departmentAdmin
    const body = {
      personId: me.personId,
      bodyId: me.bodyId,
      role: 'department-approver',
      title: 'x',
    } as const
    expect((await call(me, grantPost, { body })).problem.reason).toBe('person.self')
  })
})

describe('row-level security', () => {
  it('R41: even a query without a condition sees nothing beyond the scope', async () => {
    const { database, world } = server.current
    const scope = { all: false, bodyIds: [world.bodies.office], providerId: null, personId: null } as const
    const rows = await database.as(scope).selectFrom('body').select('short_name').execute()
    expect(rows).toEqual([{ short_name: 'office' }])
    const { rowCount } = await database.pool.query('select from person')
    expect(rowCount).toBeLessThan(18)
  })
})
