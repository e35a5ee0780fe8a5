import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { identityOperations, organisationOperations } from '@yunheng/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { givenAccount, send, signIn } from '../../../../test/kit/accounts.ts'
import { createAuthority, type Issued } from '../../../../test/kit/authority.ts'
import { useServer } from '../../../../test/kit/server.ts'

const dir = mkdtempSync(join(tmpdir(), 'yunheng-certificates-'))
const [caFile, crlFile] = [join(dir, 'ca.pem'), join(dir, 'crl.pem')]
const ca = createAuthority(dir, '电子政务根')
writeFileSync(caFile, ca.pem)
writeFileSync(crlFile, ca.revocations())
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const PROXY = '192.0.2.1'
const CLIENT = '10.20.3.7'
const server = useServer({
  realSignIn: true,
  trustProxy: [PROXY],
  clientCertificates: { caFile, crlFile, header: 'X-Client-Certificate' },
})
const { session, certificate, account } = identityOperations
const people = () => server.current.world.people
const mine = ca.issue('李四')
let accountId = ''
let admin: string | null = null

/** As the reverse proxy hands it on; `from` is who opens the connection. */
const enter = (shown: string | null, from = PROXY) =>
  send(server.current, session.signInByCertificate, {
    address: from,
    body: {},
    headers: {
      'x-forwarded-for': CLIENT,
      ...(shown === null ? {} : { 'x-client-certificate': encodeURIComponent(shown) }),
    },
  })

const versionOf = async () =>
  (await send(server.current, account.get, { cookie: admin, params: { id: accountId } })).body.version

async function bind(issued: Pick<Issued, 'pem'>, match: 'fingerprint' | 'subject' = 'fingerprint') {
  const body = { version: await versionOf(), certificate: issued.pem, match }
  return send(server.current, certificate.bind, { cookie: admin, params: { id: accountId }, body })
}

const refusals = async () => {
  const { rows } = await server.current.database.owner.query<{ outcome: string; content: object }>(
    `select outcome, person_id, content from audit_pending where act = 'session.create-by-certificate'
     order by recorded_at, at`,
  )
  return rows.map(({ content, ...columns }) => ({ ...columns, ...content }) as Record<string, unknown>)
}

beforeAll(async () => {
  await givenAccount(server.current, people().securityAdmin, 'security')
  accountId = await givenAccount(server.current, people().departmentAdmin, 'li.si', { totpRequired: false })
  admin = (await signIn(server.current, 'security')).cookie
})

describe('R57: sign-in by certificate', () => {
  it('R57 opens a session for the person that the certificate is bound to, and says so in the trail', async () => {
    expect((await enter(mine.pem)).problem.reason).toBe('identity.certificate_not_bound')
    const bound = await bind(mine)
    expect(bound.body).toMatchObject({
      match: 'fingerprint',
      subject: 'C=CN, O=某省, CN=李四',
      state: 'valid',
      boundByName: 'securityAdmin',
      usedAt: null,
    })
    const entered = await enter(mine.pem)
    expect(entered.status).toBe(201)
    expect(entered.body).toMatchObject({
      account: { username: 'li.si' },
      actingPost: { role: 'department-admin' },
    })
    const used = await send(server.current, organisationOperations.listPeople, { cookie: entered.cookie })
    expect(used.status).toBe(200)
    expect((await refusals()).at(-1)).toMatchObject({
      outcome: 'done',
      person_id: people().departmentAdmin.personId,
      actorKind: 'person',
      address: CLIENT,
      objectLabel: 'li.si',
    })
    const own = await send(server.current, certificate.listOwn, { cookie: entered.cookie })
    expect(own.body.items).toMatchObject([{ id: bound.body.id, usedAt: expect.any(String) }])
  })

  it('R57 refuses each wrong one by its own reason, with who, where and when in the trail', async () => {
    const gone = ca.issue('走了')
    ca.revoke(gone)
    writeFileSync(crlFile, ca.revocations())
    const stranger = createAuthority(dir, '别处')
    const tried: readonly [string | null, string, string?][] = [
      [ca.issue('旧', { until: '20260901000000Z' }).pem, 'identity.certificate_expired'],
      [ca.issue('早', { from: '20261101000000Z' }).pem, 'identity.certificate_not_yet_valid'],
      [stranger.issue('李四').pem, 'identity.certificate_untrusted'],
      [ca.issue('网站', { as: 'server' }).pem, 'identity.certificate_wrong_use'],
      [gone.pem, 'identity.certificate_revoked'],
      [ca.issue('未绑定').pem, 'identity.certificate_not_bound'],
      ['nonsense', 'identity.certificate_unreadable'],
      [null, 'identity.certificate_missing'],
      // The header from anybody but the trusted proxy, even with the bound certificate in it.
      [mine.pem, 'identity.certificate_sender_untrusted', '203.0.113.9'],
    ]
    for (const [shown, reason, from] of tried) {
      const answer = await enter(shown, from)
      expect([answer.problem.reason, answer.cookie]).toEqual([reason, null])
      const recorded = (await refusals()).at(-1)
      expect(recorded, reason).toMatchObject({
        outcome: 'refused',
        reason,
        actorKind: 'nobody',
        address: from ?? CLIENT,
      })
      if (shown?.startsWith('-----') && from === undefined)
        expect(JSON.stringify(recorded), reason).toContain('CN=')
    }
    expect((await enter(ca.issue('旧', { until: '20260901000000Z' }).pem)).problem.text.zh).toContain(
      '2026-09-01',
    )
    const before = (await refusals()).length
    await enter(null)
    expect((await refusals()).length).toBe(before)
  })

  it('R57 is bound by whoever manages the account, to one person only, and never what would not be let in', async () => {
    expect((await bind(mine)).problem.reason).toBe('identity.certificate_taken')
    expect((await bind(ca.issue('网站', { as: 'server' }))).problem.reason).toBe(
      'identity.certificate_wrong_use',
    )
    expect((await bind({ pem: mine.pem + ca.pem })).problem.reason).toBe('identity.certificate_unreadable')
    // Of the same name as the bound one: whoever is bound by name would open for both.
    expect((await bind(ca.issue('李四'), 'subject')).problem.reason).toBe('identity.certificate_taken')
    const own = (await signIn(server.current, 'li.si')).cookie
    const self = await send(server.current, certificate.bind, {
      cookie: own,
      params: { id: accountId },
      body: { version: await versionOf(), certificate: ca.issue('我').pem, match: 'fingerprint' },
    })
    expect(self.problem.reason).toBe('identity.account_own')
  })

  it('R57 bound by its subject also opens for its renewal; unbound it opens for nothing, and ends what it opened', async () => {
    const first = ca.issue('李四（续期）')
    const bound = await bind(first, 'subject')
    expect(bound.status).toBe(201)
    const entered = await enter(ca.issue('李四（续期）').pem)
    expect(entered.status).toBe(201)
    const unbound = await send(server.current, certificate.unbind, {
      cookie: admin,
      params: { id: accountId, certificateId: bound.body.id },
      body: { version: await versionOf(), reason: '介质丢失' },
    })
    expect(unbound.status).toBe(200)
    expect((await send(server.current, session.current, { cookie: entered.cookie })).status).toBe(401)
    expect((await enter(first.pem)).problem.reason).toBe('identity.certificate_not_bound')
    const listed = await send(server.current, certificate.list, { cookie: admin, params: { id: accountId } })
    expect(listed.body.items.map(({ state }) => state)).toEqual(['valid', 'unbound'])
  })

  it('R57 lets nobody in whose account is disabled, and no session outlive its certificate', async () => {
    const short = ca.issue('短期', { until: '20260915060000Z' })
    expect((await bind(short)).status).toBe(201)
    const entered = await enter(short.pem)
    expect(entered.body.endsAt).toBe('2026-09-15T06:00:00.000Z')
    const disabled = await send(server.current, account.disable, {
      cookie: admin,
      params: { id: accountId },
      body: { version: await versionOf(), reason: '离岗' },
    })
    expect(disabled.status).toBe(200)
    expect((await enter(mine.pem)).problem.reason).toBe('identity.account_disabled')
    expect((await refusals()).at(-1)).toMatchObject({
      objectLabel: 'li.si',
      reason: 'identity.account_disabled',
    })
  })

  it('R57 is offered by the sign-in page only where CAs are configured', async () => {
    expect((await send(server.current, session.means, {})).body).toEqual({ certificate: true })
  })
})

describe('R57: without configured CAs', () => {
  const plain = useServer({ realSignIn: true, trustProxy: [PROXY] })
  it('R57 nobody signs in by certificate, whatever is handed on', async () => {
    expect((await send(plain.current, session.means, {})).body).toEqual({ certificate: false })
    const answer = await send(plain.current, session.signInByCertificate, {
      address: PROXY,
      body: {},
      headers: { 'x-client-certificate': encodeURIComponent(mine.pem) },
    })
    expect(answer.problem.reason).toBe('identity.certificate_off')
  })
})
