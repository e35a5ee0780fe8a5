import {
  identityOperations,
  organisationOperations,
  type Role,
  roleNetworkOperations,
} from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { givenAccount, PASSWORD, send, signIn } from '../../../../test/kit/accounts.ts'
import { useServer } from '../../../../test/kit/server.ts'
import { givenPersona } from '../../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../../platform/db/index.ts'

const PROXY = '192.0.2.1'
const OFFICE = '10.20.3.7'
const ELSEWHERE = '203.0.113.9'
const server = useServer({ realSignIn: true, trustProxy: [PROXY] })
const { session, token } = identityOperations
const people = () => server.current.world.people

const keeper = async (address = OFFICE) => (await signIn(server.current, 'security', { address })).cookie

async function set(
  role: Role,
  ranges: string[],
  more: { readonly address?: string; readonly outsideAccepted?: boolean; readonly version?: number } = {},
) {
  const { address = OFFICE, outsideAccepted, version } = more
  const cookie = await keeper(address)
  const listed = await send(server.current, roleNetworkOperations.list, { cookie, address })
  const known = listed.body.items.find((each) => each.role === role)?.version ?? 0
  return send(server.current, roleNetworkOperations.set, {
    cookie,
    address,
    params: { role },
    body: {
      version: version ?? known,
      ranges,
      reason: '办公网',
      ...(outsideAccepted === undefined ? {} : { outsideAccepted }),
    },
  })
}

const entries = async (act: string) => {
  const { rows } = await server.current.database.owner.query<{ content: object; outcome: string }>(
    'select outcome, object_id, person_id, content from audit_pending where act = $1 order by recorded_at, at',
    [act],
  )
  return rows.map(({ content, ...columns }) => ({ ...columns, ...content }))
}

beforeAll(async () => {
  await givenAccount(server.current, people().securityAdmin, 'security')
  await givenAccount(server.current, people().departmentAdmin, 'li.si')
  await givenAccount(server.current, people().auditAdmin, 'auditor')
})

describe('R57: the networks of a role', () => {
  it('R57 are kept by the security administrator, with record; the others may read, or nothing', async () => {
    const auditor = (await signIn(server.current, 'auditor')).cookie
    const shown = await send(server.current, roleNetworkOperations.list, { cookie: auditor })
    expect(shown.body.address).toBe('10.0.0.9')
    expect(shown.body.items.find((each) => each.role === 'department-admin')).toMatchObject({
      ranges: [],
      version: 0,
      peopleCount: 2,
      within: true,
      actions: { set: { allowed: false } },
    })
    const body = { version: 0, ranges: ['10.20.0.0/16'], reason: 'x' }
    const params = { role: 'department-admin' } as const
    const refused = await send(server.current, roleNetworkOperations.set, { cookie: auditor, params, body })
    expect(refused.problem.reason).toBe('common.forbidden')

    const done = await set('department-admin', ['2001:0db8::/32', '10.20.0.0/16'])
    expect(done.body).toMatchObject({ ranges: ['10.20.0.0/16', '2001:db8::/32'], version: 1, within: true })
    expect((await set('department-admin', ['10.20.0.0/16', '2001:db8::/32'])).problem.reason).toBe(
      'role-network.nothing_changes',
    )
    expect((await set('department-admin', ['10.20.3.7/16'])).problem.reason).toBe(
      'role-network.range_invalid',
    )
    expect((await set('department-admin', [], { version: 0 })).problem.reason).toBe('common.version_stale')
    expect((await entries('role-network.set')).at(0)).toMatchObject({ outcome: 'refused' })
    expect((await entries('role-network.set')).find((each) => each.outcome === 'done')).toMatchObject({
      person_id: people().securityAdmin.personId,
      objectLabel: 'department-admin',
      address: OFFICE,
    })
  })

  it('R57 refuse an open session that moves out of them, saying what to do, and record it once', async () => {
    await set('department-admin', ['10.20.0.0/16'])
    const { cookie, body } = await signIn(server.current, 'li.si', { address: OFFICE })
    const use = (address: string) =>
      send(server.current, organisationOperations.listPeople, { cookie, address })
    expect((await use(OFFICE)).status).toBe(200)
    expect((await use(`::ffff:${OFFICE}`)).status).toBe(200)
    const outside = await use(ELSEWHERE)
    expect(outside.problem).toMatchObject({ status: 403, reason: 'role-network.outside' })
    expect(outside.problem.text.zh).toMatch(/203\.0\.113\.9.*使用单位·管理员.*安全管理员/)
    await use(ELSEWHERE)
    expect((await use(OFFICE)).status).toBe(200)
    const recorded = (await entries('session.use')).filter(
      (each) => (each as { reason?: string }).reason === 'role-network.outside',
    )
    expect(recorded).toHaveLength(1)
    expect(recorded[0]).toMatchObject({
      outcome: 'refused',
      object_id: body.id,
      person_id: people().departmentAdmin.personId,
      role: 'department-admin',
      address: ELSEWHERE,
    })
  })

  it('R57 hold for API tokens, for sign-in and for switching to the post', async () => {
    await set('department-admin', ['10.20.0.0/16'])
    const { cookie } = await signIn(server.current, 'li.si', { address: OFFICE })
    const made = await send(server.current, token.create, {
      cookie,
      address: OFFICE,
      body: {
        name: 'cron',
        scope: 'read',
        postId: people().departmentAdmin.postId,
        lifetimeDays: 3,
        password: PASSWORD,
      },
    })
    const use = (address: string) =>
      send(server.current, organisationOperations.listPeople, { bearer: made.body.token, address })
    expect((await use(OFFICE)).status).toBe(200)
    expect((await use(ELSEWHERE)).problem.reason).toBe('role-network.outside')
    expect((await entries('api-token.use')).at(-1)).toMatchObject({ reason: 'role-network.outside' })

    const refused = await signIn(server.current, 'li.si', { address: ELSEWHERE })
    expect(refused.problem.reason).toBe('role-network.outside')
    expect(refused.cookie).toBeNull()
    expect((await entries('session.create')).at(-1)).toMatchObject({
      outcome: 'refused',
      reason: 'role-network.outside',
      person_id: people().departmentAdmin.personId,
    })

    // A second post whose role has no list: signing in from elsewhere acts for that one, and stays there.
    const second = await server.current.database.inTx(SCOPE_ALL, async (tx) => {
      const { clock, ids } = server.current
      const { bodyId, personId } = people().departmentAdmin
      const other = await givenPersona(tx, clock, ids, bodyId, 'department-approver', 'second')
      await tx.updateTable('post').set({ person_id: personId }).where('id', '=', other.postId).execute()
      return other.postId
    })
    const other = await signIn(server.current, 'li.si', { address: ELSEWHERE })
    expect(other.body.actingPost?.id).toBe(second)
    const switched = await send(server.current, session.switchPost, {
      cookie: other.cookie,
      address: ELSEWHERE,
      body: { postId: people().departmentAdmin.postId },
    })
    expect(switched.problem.reason).toBe('role-network.outside')
    expect((await entries('session.switch-post')).at(-1)).toMatchObject({ outcome: 'refused' })
  })

  it('R57 look at the address behind a trusted proxy, and believe nobody else about it', async () => {
    await set('guide', ['10.20.0.0/16'])
    await givenAccount(server.current, people().guide, 'guide')
    const from = (address: string, forwarded?: string) =>
      send(server.current, session.signIn, {
        address,
        body: { username: 'guide', password: PASSWORD },
        ...(forwarded ? { headers: { 'x-forwarded-for': forwarded } } : {}),
      })
    expect((await from(ELSEWHERE, OFFICE)).problem.reason).toBe('role-network.outside')
    expect((await from(PROXY, OFFICE)).status).toBe(201)
    expect((await from(PROXY, ELSEWHERE)).problem.reason).toBe('role-network.outside')
    // What the client wrote into the header itself stands before what the proxy added.
    expect((await from(PROXY, `${OFFICE}, ${ELSEWHERE}`)).problem.reason).toBe('role-network.outside')
    expect((await from(PROXY)).problem.reason).toBe('role-network.outside')
  })

  it('R57 let nobody lock himself out unawares, nor the last one who could undo it at all', async () => {
    const cookie = await keeper()
    const trial = await send(server.current, roleNetworkOperations.try, {
      cookie,
      address: OFFICE,
      params: { role: 'security-admin' },
      body: { ranges: ['172.16.0.0/12'] },
    })
    expect(trial.body).toMatchObject({
      address: OFFICE,
      within: false,
      locksYouOut: true,
      locksEverybodyOut: true,
    })
    expect(trial.body.sessionsOutside).toBeGreaterThan(0)
    const alone = await set('security-admin', ['172.16.0.0/12'], { outsideAccepted: true })
    expect(alone.problem.reason).toBe('role-network.locks_everybody_out')

    // A colleague who was last seen there could undo it: then a word is enough.
    const colleague = await server.current.database.inTx(SCOPE_ALL, (tx) => {
      const { clock, ids, world } = server.current
      return givenPersona(tx, clock, ids, world.bodies.centre, 'security-admin', 'colleague')
    })
    await givenAccount(server.current, colleague, 'colleague')
    await signIn(server.current, 'colleague', { address: '172.16.4.4' })
    const warned = await set('security-admin', ['172.16.0.0/12'])
    expect(warned.problem.reason).toBe('role-network.locks_you_out')
    expect(warned.problem.text.zh).toContain(OFFICE)
    expect((await set('security-admin', ['172.16.0.0/12'], { outsideAccepted: true })).status).toBe(200)
    const shut = await send(server.current, session.current, { cookie, address: OFFICE })
    expect(shut.problem.reason).toBe('role-network.outside')

    const theirs = (await signIn(server.current, 'colleague', { address: '172.16.4.4' })).cookie
    const opened = await send(server.current, roleNetworkOperations.set, {
      cookie: theirs,
      address: '172.16.4.4',
      params: { role: 'security-admin' },
      body: { version: 1, ranges: [], reason: '撤回' },
    })
    expect(opened.body).toMatchObject({ ranges: [], version: 2 })
    expect((await send(server.current, session.current, { cookie, address: OFFICE })).status).toBe(200)
  })
})
