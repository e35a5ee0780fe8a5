import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openstackKind } from '../../../server/src/connectors/openstack/index.ts'
import type { ConnectionSettings, ProbeFinding } from '../../../server/src/modules/cloud/connector.ts'
import { command, openstack } from './command-line.ts'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'
import { EGRESS, OPENSTACK, openOpenStack } from './open.ts'

async function probe(changed: Partial<ConnectionSettings>, skewMs = 0): Promise<readonly ProbeFinding[]> {
  const now = () => new Date(Date.now() + skewMs)
  const connector = openstackKind({ now, egress: EGRESS }).connect({ ...OPENSTACK, ...changed })
  try {
    return await connector.probe(AbortSignal.timeout(60_000))
  } finally {
    await connector.close()
  }
}

/** What is wrong, by check. */
async function wrong(changed: Partial<ConnectionSettings>, skewMs = 0): Promise<Record<string, string>> {
  const findings = (await probe(changed, skewMs)).filter((finding) => !finding.ok)
  return Object.fromEntries(findings.map(({ check, zh, en }) => [check, `${zh} / ${en}`]))
}

const credentials = (changed: Record<string, string>) => ({
  credentials: { ...OPENSTACK.credentials, ...changed },
})

describe('the probe says in plain words what is wrong', { timeout: 600_000 }, () => {
  let proxy: FaultProxy
  let folder: string
  let secure: Server
  let secureUrl: string
  let certificate: string

  beforeAll(async () => {
    proxy = await startFaultProxy(new URL(OPENSTACK.endpoint).port)
    folder = mkdtempSync(join(tmpdir(), 'yunheng-probe-'))
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const words = `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1`
    execFileSync('openssl', [...words.split(' '), '-keyout', key, '-out', cert], { stdio: 'ignore' })
    certificate = readFileSync(cert, 'utf8')
    secure = createServer({ key: readFileSync(key), cert: certificate }, (_, answer) => answer.end('hello'))
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve))
    secureUrl = `https://127.0.0.1:${(secure.address() as AddressInfo).port}/v3`
  })

  afterAll(async () => {
    await proxy.close()
    secure.closeAllConnections()
    await new Promise((resolve) => secure.close(resolve))
    rmSync(folder, { recursive: true })
  })

  it('nothing, when all is well; and which microversions were agreed on', async () => {
    const findings = await probe({})
    expect(findings.filter((finding) => !finding.ok)).toEqual([])
    const wordsOf = (check: string) => findings.find((finding) => finding.check === check)?.zh
    expect(wordsOf('compute')).toMatch(/使用微版本 2\.53（该服务支持 2\.1 至 2\.\d+）/)
    expect(wordsOf('volume')).toMatch(/使用微版本 3\.43（该服务支持 3\.0 至 3\.\d+）/)
  })

  it.each([
    ['refused', { endpoint: 'http://127.0.0.1:1' }, 'reach', /拒绝.*refused/],
    ['no such host', { endpoint: 'http://no-such-host.invalid:5000' }, 'reach', /解析.*resolved/],
    ['not Keystone', { endpoint: OPENSTACK.endpoint.replace(/\/v3$/, '/nowhere') }, 'reach', /Keystone|v3/],
    [
      'https where http is spoken',
      { endpoint: OPENSTACK.endpoint.replace('http:', 'https:') },
      'reach',
      /http/,
    ],
    ['a wrong password', credentials({ password: 'wrong' }), 'authenticate', /密码.*password/],
    ['an unknown user', credentials({ username: 'nobody' }), 'authenticate', /用户名.*User name/],
    ['another project', credentials({ project: 'nowhere' }), 'authenticate', /nowhere.*没有角色.*no role/],
    ['a region that is not there', { region: 'Mars' }, 'region', /Mars.*RegionOne/],
    ['a role that is not there', { options: { projectRole: 'emperor' } }, 'authorise', /emperor/],
  ])('%s', async (_, changed, check, words) => {
    expect(await wrong(changed)).toMatchObject({ [check]: expect.stringMatching(words) })
  })

  it('a certificate that nobody vouches for, until its authority is given', async () => {
    expect(await wrong({ endpoint: secureUrl })).toMatchObject({
      reach: expect.stringMatching(/不受信任.*not trusted/),
    })
    expect(await wrong({ endpoint: secureUrl, options: { caCertificate: certificate } })).toMatchObject({
      reach: expect.stringMatching(/不是 OpenStack.*not the OpenStack/),
    })
  })

  it('a user without the administrator’s role', async () => {
    const name = `plain-${process.pid}`
    const user = await openstack<{ id: string }>(
      'user',
      'create',
      name,
      '--password',
      'secret',
      '--domain',
      'Default',
    )
    try {
      await command('role', 'add', '--user', user.id, '--project', 'admin', 'member')
      expect(await wrong(credentials({ username: name, password: 'secret' }))).toMatchObject({
        authorise: expect.stringMatching(/管理员.*administrator/),
      })
    } finally {
      await command('user', 'delete', user.id)
    }
  })

  it('a service that is missing in the catalogue, one that is down, and a cloud that is too old', async () => {
    const volumePort = process.env.P_CINDER ?? '8776'
    proxy.rewrite = (text) => text.replaceAll('"type": "volumev3"', '"type": "nothing"')
    // Volumes can be done without; images cannot.
    expect(await wrong({ endpoint: proxy.endpoint })).toEqual({})
    proxy.rewrite = (text) => text.replaceAll('"type": "image"', '"type": "nothing"')
    expect(await wrong({ endpoint: proxy.endpoint })).toMatchObject({
      image: expect.stringMatching(/没有镜像服务.*lacks the image/),
    })
    proxy.rewrite = (text) => text
    proxy.plan = ({ path }) =>
      path.startsWith(volumePort)
        ? { type: 'answer', status: 503, body: '{"error": {"message": "down"}}' }
        : null
    expect(await wrong({ endpoint: proxy.endpoint })).toMatchObject({
      volume: expect.stringMatching(/无法访问.*cannot be reached/),
    })
    const old = 'Version 2.53 is not supported by the API. Minimum is 2.1 and maximum is 2.38.'
    proxy.plan = ({ path }) =>
      path.includes('/servers')
        ? { type: 'answer', status: 406, body: JSON.stringify({ computeFault: { message: old } }) }
        : null
    expect(await wrong({ endpoint: proxy.endpoint })).toMatchObject({
      compute: expect.stringMatching(/过旧.*2\.38.*too old/),
    })
    proxy.plan = () => null
  })

  it('besides, the offer tells of groups of hosts and the zones that they are', async () => {
    const name = `lane-${process.pid}`
    await command('aggregate', 'create', '--zone', `zone-${name}`, name)
    const connector = openOpenStack()
    try {
      const { aggregates } = await connector.offer(AbortSignal.timeout(60_000))
      expect(aggregates).toContainEqual({ name, zone: `zone-${name}`, hosts: 0 })
    } finally {
      await connector.close()
      await command('aggregate', 'delete', name)
    }
  })

  it('a clock that is off', async () => {
    expect(await wrong({}, 3_600_000)).toMatchObject({
      clock: expect.stringMatching(/3(599|600|601) 秒.*NTP/),
    })
  })
})
