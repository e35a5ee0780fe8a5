/** Application credentials and regions of one real Keystone: what works with them, and what is said when it does not. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectUserName } from '../../../server/src/connectors/openstack/project-user.ts'
import type { ConnectionSettings, Connector, Observed } from '../../../server/src/modules/cloud/connector.ts'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'
import { OPENSTACK, openOpenStack } from './open.ts'
import { openRegions, type Regions } from './regions.ts'
import { openRest, type Rest } from './rest.ts'

const LIMIT_MS = 60_000
const inCloud = (projectRef: string | null) => ({ projectRef, signal: AbortSignal.timeout(LIMIT_MS) })

/** What is wrong, by check; or what is said of one that is well. */
async function said(connector: Connector, isOk: boolean): Promise<Record<string, string>> {
  const findings = await connector.probe(AbortSignal.timeout(LIMIT_MS))
  return Object.fromEntries(
    findings.filter(({ ok }) => ok === isOk).map(({ check, zh, en }) => [check, `${zh} / ${en}`]),
  )
}

async function withConnector<T>(
  changed: Partial<ConnectionSettings>,
  look: (connector: Connector) => Promise<T>,
): Promise<T> {
  const connector = openOpenStack(changed)
  try {
    return await look(connector)
  } finally {
    await connector.close()
  }
}

const wrong = (changed: Partial<ConnectionSettings>) =>
  withConnector(changed, (connector) => said(connector, false))

interface Credential {
  readonly id: string
  readonly secret: string
}

let rest: Rest
const made: string[] = []

async function makeCredential(more: object = {}): Promise<Credential> {
  const { application_credential: credential } = await rest.call<{ application_credential: Credential }>(
    'POST',
    `users/${rest.userId}/application_credentials`,
    { application_credential: { name: `yunheng-${randomUUID()}`, ...more } },
  )
  made.push(credential.id)
  return credential
}

const signedIn = ({ id, secret }: Credential, more: Partial<ConnectionSettings> = {}) => ({
  credentials: { applicationCredentialSecret: secret },
  options: { applicationCredentialId: id },
  ...more,
})

beforeAll(async () => {
  rest = await openRest()
})
afterAll(async () => {
  for (const id of made) await rest.call('DELETE', `users/${rest.userId}/application_credentials/${id}`)
})

describe('an application credential registers a cloud', { timeout: 120_000 }, () => {
  const cloudId = randomUUID()
  const refs = { project: '', network: '', keyPair: '' }
  const keyPair = randomUUID()
  let proxy: FaultProxy
  const tokens = new Set<string>()

  beforeAll(async () => {
    proxy = await startFaultProxy(new URL(OPENSTACK.endpoint).port)
    proxy.plan = ({ token }) => {
      if (token) tokens.add(token)
      return null
    }
  })
  afterAll(async () => {
    await proxy.close()
    const name = projectUserName(cloudId)
    const { users } = await rest.call<{ users: { id: string }[] }>('GET', `users?name=${name}`)
    for (const { id } of users) await rest.call('DELETE', `users/${id}`)
  })

  it('works in a tenant’s project as a user of its own, and goes on when its tokens are revoked', async () => {
    const credential = await makeCredential()
    await withConnector(signedIn(credential, { cloudId, endpoint: proxy.endpoint }), async (connector) => {
      expect(await said(connector, false)).toEqual({})
      expect((await said(connector, true)).authenticate).toMatch(/没有到期时间.*without an end/)
      const spec = { kind: 'project', name: `credential ${cloudId}`, description: '' } as const
      const project = await connector.ensure(randomUUID(), spec, inCloud(null))
      refs.project = project.externalId
      const scope = () => inCloud(refs.project)
      const made = await connector.ensure(randomUUID(), { kind: 'network', name: 'n' }, scope())
      refs.network = made.externalId
      expect(made.projectRef).toBe(refs.project)
      const publicKey =
        'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO/cdY73vjCDPkcTEpZyY3OeVv2VoT35g7VgdrmFF0/n lane'
      const pair = await connector.ensure(keyPair, { kind: 'key-pair', name: 'k', publicKey }, scope())
      refs.keyPair = pair.externalId
      const items: Observed[] = []
      const query = { kinds: ['key-pair'], since: null, signal: AbortSignal.timeout(LIMIT_MS) } as const
      for await (const page of connector.inventory(query)) items.push(...page.items)
      expect(items.map((one) => one.resourceId)).toContain(keyPair)

      const before = [...tokens]
      expect(before.length).toBeGreaterThan(1)
      for (const token of before) await rest.revoke(token)
      // Keystone itself knows at once; the others believe a token for some minutes more.
      const found = await connector.observe('project', refs.project, inCloud(null))
      expect(found?.externalId).toBe(refs.project)
      expect(tokens.size).toBeGreaterThan(before.length)
    })
  })

  it('is renewed without losing what belongs to its user, and takes everything away again', async () => {
    const renewed = await makeCredential()
    await withConnector(signedIn(renewed, { cloudId }), async (connector) => {
      const found = await connector.find('key-pair', keyPair, inCloud(refs.project))
      expect(found?.externalId).toBe(refs.keyPair)
      await connector.remove('key-pair', refs.keyPair, inCloud(refs.project))
      await connector.remove('network', refs.network, inCloud(refs.project))
      await connector.remove('project', refs.project, inCloud(null))
      expect(await connector.observe('project', refs.project, inCloud(null))).toBeNull()
    })
  })

  it('says in plain words why it lets nobody in: wrong, of another cloud, too low a role, expired', async () => {
    const soonMs = Date.now() + 4_000
    const short = await makeCredential({ expires_at: new Date(soonMs).toISOString().replace('Z', '') })
    await withConnector(signedIn(short), async (connector) => {
      expect((await said(connector, true)).authenticate).toMatch(/北京时间.*到期.*good until/)
      const good = await makeCredential()
      expect(await wrong(signedIn({ ...good, secret: 'wrong' }))).toEqual({
        authenticate: expect.stringMatching(/密钥不正确.*secret is wrong/),
      })
      expect(await wrong(signedIn({ ...good, id: randomUUID().replaceAll('-', '') }))).toEqual({
        authenticate: expect.stringMatching(/另一套云平台.*another cloud/),
      })
      const low = await makeCredential({ roles: [{ name: 'member' }] })
      expect(await wrong(signedIn(low))).toMatchObject({
        authorise: expect.stringMatching(/权限不足.*member.*Too low a role/),
      })
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, soonMs + 1000 - Date.now())))
      expect(await said(connector, false)).toEqual({
        authenticate: expect.stringMatching(/已于.*到期.*expired at/),
      })
    })
  })
})

describe('several regions of one Keystone', { timeout: 120_000 }, () => {
  const [whole, dead] = ['lane-second', 'lane-third']
  let regions: Regions

  beforeAll(async () => {
    regions = openRegions(rest)
    await regions.add(whole, (type, url) => (type === 'volumev3' ? null : url))
    await regions.add(dead, (type, url) => (type === 'volumev3' ? 'http://127.0.0.1:1/v3' : url))
  })
  afterAll(() => regions.remove())

  it('one must be chosen, and the trial says which there are', async () => {
    const found = await withConnector({ region: null }, (connector) =>
      connector.probe(AbortSignal.timeout(LIMIT_MS)),
    )
    expect(found.find(({ check }) => check === 'region')).toMatchObject({
      ok: false,
      zh: expect.stringContaining('请选定一个'),
      regions: [OPENSTACK.region, whole, dead].sort(),
    })
  })

  it('a service that a region lacks is a capability that is absent, and no error', async () => {
    await withConnector({ region: whole }, async (connector) => {
      expect(await said(connector, false)).toEqual({})
      expect((await said(connector, true)).volume).toMatch(/没有块存储.*no block storage/)
      const { kinds } = await connector.capabilities(AbortSignal.timeout(LIMIT_MS))
      expect(kinds).toContain('server')
      expect(kinds).not.toContain('volume')
      expect((await connector.offer(AbortSignal.timeout(LIMIT_MS))).volumeTypes).toEqual([])
      const spec = { kind: 'project', name: `region ${randomUUID()}`, description: '' } as const
      const project = await connector.ensure(randomUUID(), spec, inCloud(null))
      // What it holds in the region that does not answer, nobody knows: so it stays.
      const removal = connector.remove('project', project.externalId, inCloud(null))
      await expect(removal).rejects.toMatchObject({ fault: 'unreachable' })
      expect(await connector.observe('project', project.externalId, inCloud(null))).not.toBeNull()
      await rest.call('DELETE', `projects/${project.externalId}`)
    })
  })

  it('an address that leads nowhere, and one that is not of the chosen sort, are named', async () => {
    expect(await wrong({ region: dead })).toEqual({
      volume: expect.stringMatching(/http:\/\/127\.0\.0\.1:1\/v3.*拒绝.*of no use.*refused/),
    })
    expect(await wrong({ region: whole, options: { interface: 'internal' } })).toMatchObject({
      compute: expect.stringMatching(/没有 internal 类地址.*public/),
    })
  })
})
