import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type AuditEntry,
  auditOperations,
  identityOperations,
  organisationOperations,
  roleNetworkOperations,
} from '@yunheng/contract'
import { generateSync } from 'otplib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sealBatch } from '../src/platform/audit/sequencer.ts'
import { givenAccount, PASSWORD, send, signIn } from './kit/accounts.ts'
import { createAuthority } from './kit/authority.ts'
import { useServer } from './kit/server.ts'

const dir = mkdtempSync(join(tmpdir(), 'yunheng-trail-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const caFile = join(dir, 'ca.pem')
const ca = createAuthority(dir, '电子政务根')
writeFileSync(caFile, ca.pem)
const expired = ca.issue('旧', { until: '20260901000000Z' })

const PROXY = '192.0.2.1'
const server = useServer({
  realSignIn: true,
  trustProxy: [PROXY],
  clientCertificates: { caFile, crlFile: null, header: 'x-client-certificate' },
})
const { session, token, account, ownAccount } = identityOperations
const people = () => server.current.world.people
const now = () => server.current.clock.now()
let totpSecret = ''
const codeNow = () => generateSync({ secret: totpSecret, epoch: Math.floor(now().getTime() / 1000) })

/** Where each outcome comes from: its own address, so that its entry cannot be taken for another. */
type Act = (address: string) => Promise<unknown>

const listPeople = (sent: { cookie?: string | null; bearer?: string }, address: string) =>
  send(server.current, organisationOperations.listPeople, { ...sent, address })

const newToken = async (lifetimeDays: number) => {
  const { cookie } = await signIn(server.current, 'li.si')
  const { postId } = people().departmentAdmin
  return send(server.current, token.create, {
    cookie,
    body: { name: 'cron', scope: 'read', postId, lifetimeDays, password: PASSWORD },
  })
}

const OUTCOMES: readonly {
  readonly what: string
  readonly act: string
  readonly reason: string | null
  /** Whose name stands there: as actor where he is known, else as what was tried. */
  readonly who: string | null
  readonly run: Act
}[] = [
  {
    what: 'in by password',
    act: 'session.create',
    reason: null,
    who: 'departmentAdmin',
    run: (address) => signIn(server.current, 'li.si', { address }),
  },
  {
    what: 'a wrong password',
    act: 'session.create',
    reason: 'identity.sign_in_failed',
    who: 'li.si',
    run: (address) => signIn(server.current, 'li.si', { address, password: 'wrong' }),
  },
  {
    what: 'a name that does not exist',
    act: 'session.create',
    reason: 'identity.sign_in_failed',
    who: null,
    run: (address) => signIn(server.current, 'no.such', { address }),
  },
  {
    what: 'a locked name',
    act: 'session.create',
    reason: 'identity.account_locked',
    who: 'guide',
    run: async (address) => {
      for (let attempt = 0; attempt < 5; attempt += 1)
        await signIn(server.current, 'guide', { password: 'wrong' })
      await signIn(server.current, 'guide', { address })
    },
  },
  {
    what: 'a wrong one-time code',
    act: 'session.create',
    reason: 'identity.second_factor_wrong',
    who: 'centre',
    run: (address) => signIn(server.current, 'centre', { address, code: '000000' }),
  },
  {
    what: 'in by one-time code',
    act: 'session.create',
    reason: null,
    who: 'centre',
    run: (address) => signIn(server.current, 'centre', { address, code: codeNow() }),
  },
  {
    what: 'a refused certificate',
    act: 'session.create-by-certificate',
    reason: 'identity.certificate_expired',
    who: null,
    run: (address) =>
      send(server.current, session.signInByCertificate, {
        address: PROXY,
        body: {},
        headers: { 'x-forwarded-for': address, 'x-client-certificate': encodeURIComponent(expired.pem) },
      }),
  },
  {
    what: 'an address outside the networks of the role',
    act: 'session.create',
    reason: 'role-network.outside',
    who: 'bureau',
    run: (address) => signIn(server.current, 'bureau', { address }),
  },
  {
    what: 'a disabled account',
    act: 'session.create',
    reason: 'identity.account_disabled',
    who: 'ops',
    run: (address) => signIn(server.current, 'ops', { address }),
  },
  {
    what: 'a session that moves out of the networks',
    act: 'session.use',
    reason: 'role-network.outside',
    who: 'bureau',
    run: async (address) => {
      const { cookie } = await signIn(server.current, 'bureau', { address: '172.16.0.1' })
      await listPeople({ cookie }, address)
    },
  },
  {
    what: 'an expired token',
    act: 'api-token.use',
    reason: 'identity.token_expired',
    who: 'departmentAdmin',
    run: async (address) => {
      const made = await newToken(1)
      server.current.clock.advance({ days: 1, ms: 1 })
      await listPeople({ bearer: made.body.token }, address)
    },
  },
  {
    what: 'an ended token',
    act: 'api-token.use',
    reason: 'common.session_expired',
    who: 'departmentAdmin',
    run: async (address) => {
      const made = await newToken(9)
      const { cookie } = await signIn(server.current, 'li.si')
      await send(server.current, token.end, { cookie, params: { id: made.body.apiToken.id } })
      await listPeople({ bearer: made.body.token }, address)
    },
  },
  {
    what: 'signing out',
    act: 'session.sign-out',
    reason: null,
    who: 'departmentAdmin',
    run: async (address) => {
      const { cookie } = await signIn(server.current, 'li.si')
      await send(server.current, session.signOut, { cookie, address })
    },
  },
  {
    what: 'a session that was ended',
    act: 'session.use',
    reason: 'common.session_expired',
    who: 'departmentAdmin',
    run: async (address) => {
      const { cookie } = await signIn(server.current, 'li.si')
      await send(server.current, session.signOut, { cookie })
      await listPeople({ cookie }, address)
    },
  },
  {
    what: 'a session that was idle for too long',
    act: 'session.use',
    reason: 'common.session_expired',
    who: 'departmentAdmin',
    run: async (address) => {
      const { cookie } = await signIn(server.current, 'li.si')
      server.current.clock.advance({ minutes: 31 })
      await listPeople({ cookie }, address)
    },
  },
  {
    what: 'an act that the role may not do',
    act: 'person.create',
    reason: 'common.forbidden',
    who: 'auditAdmin',
    run: async (address) => {
      const { cookie } = await signIn(server.current, 'auditor')
      const body = { bodyId: people().auditAdmin.bodyId, name: '某人' }
      await send(server.current, organisationOperations.createPerson, { cookie, address, body })
    },
  },
]

async function bindTotp(): Promise<void> {
  const { cookie } = await signIn(server.current, 'centre')
  const begun = await send(server.current, ownAccount.beginTotp, { cookie, body: { password: PASSWORD } })
  totpSecret = begun.body.secret
  await send(server.current, ownAccount.confirmTotp, { cookie, body: { code: codeNow() } })
  // A code works once.
  server.current.clock.advance({ ms: 30_000 })
}

beforeAll(async () => {
  const { departmentAdmin, guide, centre, bureau, operations, auditAdmin, securityAdmin } = people()
  const accounts = {
    'li.si': departmentAdmin,
    guide,
    centre,
    bureau,
    auditor: auditAdmin,
    security: securityAdmin,
  }
  for (const [username, persona] of Object.entries(accounts))
    await givenAccount(server.current, persona, username)
  const leaving = await givenAccount(server.current, operations, 'ops')
  await bindTotp()
  const { cookie } = await signIn(server.current, 'security')
  await send(server.current, roleNetworkOperations.set, {
    cookie,
    params: { role: 'regulator-bureau' },
    body: { version: 0, ranges: ['172.16.0.0/12'], reason: '办公网' },
  })
  const body = { version: 1, reason: '离岗' }
  await send(server.current, account.disable, { cookie, params: { id: leaving }, body })
})

/** Every entry that came from this address, as the auditor reads the sealed trail. */
async function entriesFrom(address: string): Promise<readonly AuditEntry[]> {
  while ((await sealBatch(server.current.database.owner, 500)) > 0);
  const { cookie } = await signIn(server.current, 'auditor')
  const query = { pageSize: 200 } as const
  const { body } = await send(server.current, auditOperations.list, { cookie, query })
  return body.items.filter((entry) => entry.address === address)
}

describe('R57: the trail of authentication, authorisation and accounting', () => {
  it('R57 holds every outcome of a sign-in, and every end of a session or token, with who, where and when', async () => {
    for (const [index, { what, act, reason, who, run }] of OUTCOMES.entries()) {
      const address = `10.77.0.${index + 1}`
      server.current.clock.advance({ minutes: 2 })
      await run(address)
      const found = await entriesFrom(address)
      expect(
        found.map((entry) => [entry.act, entry.reason]),
        what,
      ).toEqual([[act, reason]])
      const [entry] = found as [AuditEntry]
      expect(entry, what).toMatchObject({
        outcome: reason === null ? 'done' : 'refused',
        at: now().toISOString(),
        sealedAt: expect.any(String),
      })
      const names = [entry.actor.name, entry.objectLabel]
      if (who !== null) expect(names, what).toContain(who)
      if (entry.actor.kind === 'person') expect(entry.actor.postId, what).not.toBeNull()
    }
  })
})
