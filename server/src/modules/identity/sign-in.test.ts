import { auditOperations, identityOperations, organisationOperations } from '@yunheng/contract'
import { sql } from 'kysely'
import { generateSync } from 'otplib'
import { beforeAll, describe, expect, it } from 'vitest'
import { givenAccount, PASSWORD, send, signIn } from '../../../test/kit/accounts.ts'
import { useServer } from '../../../test/kit/server.ts'
import { givenPersona } from '../../../test/kit/world.ts'
import { SCOPE_ALL } from '../../platform/db/index.ts'

const server = useServer({ realSignIn: true })
const { session, ownAccount, account, token } = identityOperations
const people = () => server.current.world.people

const pending = async () => {
  const { rows } = await server.current.database.owner.query<Record<string, unknown>>(
    'select act, outcome, object_id, person_id, content from audit_pending order by recorded_at',
  )
  return rows.map(({ content, ...columns }) => ({ ...columns, ...(content as object) }))
}

beforeAll(async () => {
  await givenAccount(server.current, people().departmentAdmin, 'li.si')
  await givenAccount(server.current, people().securityAdmin, 'security')
  await givenAccount(server.current, people().systemAdmin, 'system')
  await givenAccount(server.current, people().auditAdmin, 'auditor')
})

describe('session.create', () => {
  it('answers alike for a wrong password and a name that does not exist', async () => {
    const wrong = await signIn(server.current, 'li.si', { password: 'wrong' })
    const unknown = await signIn(server.current, 'nobody.here', { password: 'wrong' })
    const shown = ({ requestId: _, ...rest }: typeof wrong.problem) => rest
    expect(wrong.status).toBe(401)
    expect(shown(wrong.problem)).toEqual(shown(unknown.problem))
    expect(wrong.cookie).toBeNull()
  })

  it('records success with the person, failure without what was typed as an unknown name (R56)', async () => {
    await signIn(server.current, 'Secret-Typed-As-Name', { password: 'x' })
    const good = await signIn(server.current, 'LI.SI')
    expect(good.status).toBe(201)
    const entries = (await pending()).filter((each) => each.act === 'session.create')
    expect(entries.at(-1)).toMatchObject({
      outcome: 'done',
      actorKind: 'person',
      person_id: people().departmentAdmin.personId,
      role: 'department-admin',
      objectLabel: 'li.si',
      address: '10.0.0.9',
    })
    expect(entries.at(-2)).toMatchObject({
      outcome: 'refused',
      reason: 'identity.sign_in_failed',
      actorKind: 'nobody',
    })
    expect(JSON.stringify(entries)).not.toContain('Secret-Typed-As-Name')
  })

  it('gives a cookie that scripts and other sites cannot use, and stores no token', async () => {
    const good = await signIn(server.current, 'li.si')
    expect(good.setCookie).toMatch(/HttpOnly/)
    expect(good.setCookie).toMatch(/SameSite=Strict/)
    expect(good.body).toMatchObject({
      account: { username: 'li.si', totp: false },
      actingPost: { id: people().departmentAdmin.postId, role: 'department-admin' },
      duties: [],
    })
    const stored = await sql`select * from session`.execute(server.current.database.as(SCOPE_ALL))
    expect(JSON.stringify(stored.rows)).not.toContain(good.cookie)
  })

  it('locks a name after five failures for a quarter of an hour, right password or not, known or not', async () => {
    await givenAccount(server.current, people().guide, 'guide')
    for (const username of ['guide', 'unknown.name']) {
      for (let attempt = 0; attempt < 5; attempt += 1)
        await signIn(server.current, username, { password: 'x' })
      const locked = await signIn(server.current, username)
      expect(locked.problem).toMatchObject({ status: 429, reason: 'identity.account_locked' })
      expect(locked.problem.text.zh).toContain('15 分钟')
    }
    server.current.clock.advance({ minutes: 15, ms: 1 })
    expect((await signIn(server.current, 'guide')).status).toBe(201)
  })

  it('counts parallel guesses one by one', async () => {
    await givenAccount(server.current, people().operations, 'ops')
    await Promise.all(Array.from({ length: 12 }, () => signIn(server.current, 'ops', { password: 'x' })))
    expect((await signIn(server.current, 'ops')).problem.reason).toBe('identity.account_locked')
  })

  it('stops an address that guesses at many names', async () => {
    const address = '10.9.9.9'
    for (let index = 0; index < 50; index += 1) {
      await signIn(server.current, `guess${index}`, { password: 'x', address })
    }
    expect((await signIn(server.current, 'li.si', { address })).problem.reason).toBe(
      'identity.too_many_attempts',
    )
    expect((await signIn(server.current, 'li.si')).status).toBe(201)
  }, 60_000)
})

describe('a session', () => {
  it('speaks for its acting post, and ends when idle, when old, and when signed out (R56)', async () => {
    const current = (cookie: string | null) => send(server.current, session.current, { cookie })
    const first = (await signIn(server.current, 'li.si')).cookie
    expect((await current(first)).status).toBe(200)
    expect((await send(server.current, organisationOperations.listPeople, { cookie: first })).status).toBe(
      200,
    )
    const gone = await send(server.current, session.signOut, { cookie: first })
    expect(gone.status).toBe(204)
    expect((await current(first)).problem.reason).toBe('common.session_expired')

    const idle = (await signIn(server.current, 'li.si')).cookie
    server.current.clock.advance({ minutes: 31 })
    expect((await current(idle)).problem.reason).toBe('common.session_expired')
    expect((await current('yhs_nonsense')).problem.reason).toBe('common.session_expired')
    expect((await current(null)).problem.reason).toBe('common.unauthenticated')
  })

  it('refuses a change that does not come from our own pages', async () => {
    const { cookie } = await signIn(server.current, 'li.si')
    const body = { postId: people().departmentAdmin.postId }
    const plain = await send(server.current, session.switchPost, {
      cookie,
      body,
      headers: { 'x-yunheng': '' },
    })
    expect(plain.problem.reason).toBe('common.csrf')
    const foreign = await send(server.current, session.switchPost, {
      cookie,
      body,
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect(foreign.problem.reason).toBe('common.csrf')
  })

  it('switches between held posts only, and remembers the last one', async () => {
    const { cookie } = await signIn(server.current, 'li.si')
    const foreign = await send(server.current, session.switchPost, {
      cookie,
      body: { postId: people().bureau.postId },
    })
    expect(foreign.problem.reason).toBe('identity.post_not_held')
    const second = await server.current.database.inTx(SCOPE_ALL, async (tx) => {
      const made = await givenPersona(
        tx,
        server.current.clock,
        server.current.ids,
        people().departmentAdmin.bodyId,
        'department-approver',
        'second',
      )
      await tx
        .updateTable('post')
        .set({ person_id: people().departmentAdmin.personId })
        .where('id', '=', made.postId)
        .execute()
      return made.postId
    })
    const switched = await send(server.current, session.switchPost, { cookie, body: { postId: second } })
    expect(switched.body.actingPost?.role).toBe('department-approver')
    expect((await signIn(server.current, 'li.si')).body.actingPost?.id).toBe(second)
    await send(server.current, session.switchPost, {
      cookie,
      body: { postId: people().departmentAdmin.postId },
    })
  })

  it('is listed and ended by its owner; a foreign one is not found', async () => {
    const mine = await signIn(server.current, 'li.si')
    const other = await signIn(server.current, 'system')
    const items = (await send(server.current, session.list, { cookie: mine.cookie })).body.items
    expect(items.find((each) => each.current)).toMatchObject({
      id: mine.body.id,
      agent: 'test browser',
      address: '10.0.0.9',
    })
    expect(items.every((each) => each.username === 'li.si')).toBe(true)
    const foreign = await send(server.current, session.end, {
      cookie: mine.cookie,
      params: { id: other.body.id },
    })
    expect(foreign.status).toBe(404)
    const ended = await send(server.current, session.end, {
      cookie: mine.cookie,
      params: { id: mine.body.id },
    })
    expect(ended.status).toBe(204)
    expect((await send(server.current, session.current, { cookie: mine.cookie })).status).toBe(401)
  })
})

describe('the first sign-in', () => {
  it('reaches nothing but the change of the password; weak, common and old ones are refused', async () => {
    const admin = (await signIn(server.current, 'system')).cookie
    const made = await send(server.current, account.create, {
      cookie: admin,
      body: { personId: people().departmentApplicant.personId, username: 'wang.wu' },
    })
    expect(made.status).toBe(201)
    const password = made.body.initialPassword
    const { cookie, body } = await signIn(server.current, 'wang.wu', { password })
    expect(body.duties).toEqual(['change-password'])
    expect((await send(server.current, organisationOperations.listPeople, { cookie })).status).toBe(403)
    const change = (newPassword: string, currentPassword = password) =>
      send(server.current, ownAccount.changePassword, { cookie, body: { currentPassword, newPassword } })
    expect((await change('short1A!')).problem.reason).toBe('identity.password_weak')
    expect((await change('alllowercaseletters')).problem.reason).toBe('identity.password_weak')
    expect((await change('Wang.Wu-2026')).problem.reason).toBe('identity.password_contains_name')
    expect((await change('Password-2026')).problem.reason).toBe('identity.password_common')
    expect((await change(password)).problem.reason).toBe('identity.password_reused')
    expect((await change('Fine-Enough-9', 'wrong')).problem.reason).toBe('identity.password_wrong')
    expect((await change('Fine-Enough-9')).status).toBe(204)
    expect((await send(server.current, organisationOperations.listPeople, { cookie })).status).toBe(200)
    expect((await signIn(server.current, 'wang.wu', { password })).status).toBe(401)
    const again = await send(server.current, ownAccount.changePassword, {
      cookie,
      body: { currentPassword: 'Fine-Enough-9', newPassword: password },
    })
    expect(again.problem.reason).toBe('identity.password_reused')
  })
})

describe('the second factor', () => {
  it('is bound by a code, asked at sign-in, works once, and recovery codes stand in once', async () => {
    const personal = await givenAccount(server.current, people().centre, 'centre')
    expect(personal).toMatch(/-/)
    const { cookie } = await signIn(server.current, 'centre')
    const codeOf = (secret: string) =>
      generateSync({ secret, epoch: Math.floor(server.current.clock.now().getTime() / 1000) })
    const begun = await send(server.current, ownAccount.beginTotp, { cookie, body: { password: PASSWORD } })
    expect(begun.body.uri).toMatch(/^otpauth:\/\/totp\//)
    const { secret } = begun.body
    const wrong = await send(server.current, ownAccount.confirmTotp, { cookie, body: { code: '000000' } })
    expect(wrong.problem.reason).toBe('identity.second_factor_wrong')
    const bound = await send(server.current, ownAccount.confirmTotp, {
      cookie,
      body: { code: codeOf(secret) },
    })
    expect(bound.body.codes).toHaveLength(10)
    const raw = await server.current.database.owner.query('select * from secret')
    expect(JSON.stringify(raw.rows)).not.toContain(secret)

    expect((await signIn(server.current, 'centre')).problem.reason).toBe('identity.second_factor_required')
    expect((await signIn(server.current, 'centre', { code: codeOf(secret) })).problem.reason).toBe(
      'identity.second_factor_wrong',
    )
    server.current.clock.advance({ ms: 30_000 })
    const code = codeOf(secret)
    expect((await signIn(server.current, 'centre', { code })).status).toBe(201)
    expect((await signIn(server.current, 'centre', { code })).status).toBe(401)
    const recoveryCode = bound.body.codes[3] as string
    expect(
      (await signIn(server.current, 'centre', { recoveryCode: recoveryCode.toLowerCase() })).status,
    ).toBe(201)
    expect((await signIn(server.current, 'centre', { recoveryCode })).status).toBe(401)
    expect(JSON.stringify(await pending())).not.toContain(recoveryCode)
  })
})

describe('accounts', () => {
  it('are governed within one’s scope, never one’s own, and a disabled one is out at once', async () => {
    const victim = await signIn(server.current, 'system')
    const found = (
      await send(server.current, account.list, { cookie: victim.cookie, query: { search: 'li.si' } })
    ).body.items[0]
    expect(found).toMatchObject({
      username: 'li.si',
      state: 'active',
      actions: { disable: { allowed: false, reason: 'common.forbidden' } },
    })
    const { cookie } = await signIn(server.current, 'security')
    const target = victim.body.account.id
    const disable = (id: string, version: number) =>
      send(server.current, account.disable, { cookie, params: { id }, body: { version, reason: '测试' } })
    const self = (await signIn(server.current, 'security')).body.account.id
    expect((await disable(self, 1)).problem.reason).toBe('identity.account_own')
    expect((await disable(target, 99)).problem.reason).toBe('common.version_stale')
    const done = await disable(target, 1)
    expect(done.body.state).toBe('disabled')
    expect((await send(server.current, session.current, { cookie: victim.cookie })).status).toBe(401)
    expect((await signIn(server.current, 'system')).problem.reason).toBe('identity.account_disabled')
    const back = await send(server.current, account.enable, {
      cookie,
      params: { id: target },
      body: { version: done.body.version },
    })
    expect(back.body.state).toBe('active')
  })

  it('of a person with a post beyond the administrator’s scope are not his to reset', async () => {
    const { cookie } = await signIn(server.current, 'li.si')
    const target = await givenAccount(server.current, people().departmentApprover, 'approver')
    const reset = (version: number) =>
      send(server.current, account.resetPassword, { cookie, params: { id: target }, body: { version } })
    const first = await reset(1)
    expect(first.body.initialPassword).toMatch(/^(\w{4}-){3}\w{4}$/)
    await server.current.database.inTx(SCOPE_ALL, async (tx) => {
      const made = await givenPersona(
        tx,
        server.current.clock,
        server.current.ids,
        people().bureau.bodyId,
        'regulator-bureau',
        'double',
      )
      await tx
        .updateTable('post')
        .set({ person_id: people().departmentApprover.personId })
        .where('id', '=', made.postId)
        .execute()
    })
    expect((await reset(2)).problem).toMatchObject({ status: 403, reason: 'identity.account_beyond_scope' })
    const foreign = await givenAccount(server.current, people().otherAdmin, 'other.admin')
    const hidden = await send(server.current, account.resetPassword, {
      cookie,
      params: { id: foreign },
      body: { version: 1 },
    })
    expect(hidden.status).toBe(404)
  })
})

describe('api-token', () => {
  it('acts for one post, reads only when so made, and stops when ended, expired or its account is disabled', async () => {
    const { cookie, body } = await signIn(server.current, 'auditor')
    const make = (scope: 'read' | 'write', password = PASSWORD) =>
      send(server.current, token.create, {
        cookie,
        body: { name: 'cli', scope, postId: body.actingPost?.id ?? '', lifetimeDays: 30, password },
      })
    expect((await make('read', 'wrong')).problem.reason).toBe('identity.password_wrong')
    const reader = (await make('read')).body
    const writer = (await make('write')).body
    const list = (bearer: string) => send(server.current, auditOperations.list, { bearer })
    const verify = (bearer: string) => send(server.current, auditOperations.verify, { bearer, body: {} })
    expect((await list(reader.token)).status).toBe(200)
    expect((await verify(reader.token)).problem.reason).toBe('identity.token_read_only')
    expect((await verify(writer.token)).status).toBe(200)
    const shown = (await send(server.current, token.list, { cookie })).body.items
    expect(JSON.stringify(shown)).not.toContain(reader.token)
    expect(shown.map((each) => each.state)).toEqual(['active', 'active'])
    await send(server.current, token.end, { cookie, params: { id: reader.apiToken.id } })
    expect((await list(reader.token)).status).toBe(401)
    expect((await send(server.current, session.signOut, { bearer: writer.token })).status).toBe(404)
    server.current.clock.advance({ days: 31 })
    // What the authenticator remembers lasts three seconds; a new process remembers nothing.
    await new Promise((resolve) => setTimeout(resolve, 3100))
    expect((await list(writer.token)).problem.reason).toBe('common.session_expired')
  })
})
