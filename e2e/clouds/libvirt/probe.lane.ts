import { describe, expect, it } from 'vitest'
import type { ConnectionSettings } from '../../../server/src/modules/cloud/connector.ts'
import { LIBVIRT, openLibvirt, overSsh, SOCKETS, STATE, sshSettings } from './open.ts'

/** What is wrong, by check. */
async function wrong(changed: Partial<ConnectionSettings>): Promise<Record<string, string>> {
  const connector = openLibvirt(changed)
  try {
    const findings = await connector.probe(AbortSignal.timeout(60_000))
    const bad = findings.filter((finding) => !finding.ok)
    return Object.fromEntries(bad.map(({ check, zh, en }) => [check, `${zh} / ${en}`]))
  } finally {
    await connector.close()
  }
}

const withOptions = (options: Record<string, string>) => ({ options: { ...LIBVIRT.options, ...options } })

describe('the probe says in plain words what is wrong, and on which host', { timeout: 60_000 }, () => {
  it('nothing, over sockets and over ssh with the key and the host key of the registration', async () => {
    expect(await wrong({})).toEqual({})
    expect(await wrong(sshSettings())).toEqual({})
  })

  it.each([
    [
      'refused',
      () => ({ ...sshSettings(), endpoint: 'qemu+ssh://root@127.0.0.1:1/system' }),
      'reach',
      /拒绝.*refused/,
    ],
    [
      'no such socket',
      () => ({ endpoint: `${SOCKETS} third=qemu+unix:///system?socket=${STATE}/nowhere` }),
      'reach',
      /third.*libvirt/,
    ],
    [
      'a host key that nobody vouched for',
      () => ({ ...sshSettings(), options: LIBVIRT.options }),
      'authenticate',
      /host-1.*主机密钥.*host key/,
    ],
    [
      'a key that the host does not know',
      () => ({ ...sshSettings(), credentials: { sshKey: '' } }),
      'authenticate',
      /SSH 密钥不被主机接受.*does not accept/,
    ],
    [
      'no such pool',
      () => withOptions({ pool: 'nowhere' }),
      'volume',
      /没有存储池“nowhere”.*no storage pool/,
    ],
    ['no such bridge', () => withOptions({ bridge: 'br-nowhere' }), 'network', /没有网桥.*no bridge/],
  ] as const)('%s', async (_, changed, check, words) => {
    expect(await wrong(changed())).toMatchObject({ [check]: expect.stringMatching(words) })
  })

  it('a registration that would run programs of this machine is refused as it is read', () => {
    for (const endpoint of [
      `${overSsh()}?command=/bin/sh`,
      `${overSsh()}?netcat=/bin/sh`,
      'qemu+ext://host/system',
      'qemu+ssh://-oProxyCommand=x/system',
    ])
      expect(() => openLibvirt({ endpoint }), endpoint).toThrow(/./)
  })
})
