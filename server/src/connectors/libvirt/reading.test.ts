import { describe, expect, it } from 'vitest'
import { cardInDefinition, readCards } from './card.ts'
import { freeAddress, gatewayOf, parseCidr } from './cidr.ts'
import { faultKind, wordsOf } from './fault.ts'
import { nameOf, readName, readRef } from './name.ts'
import { choose } from './place.ts'
import { hostnameOf, seedOf } from './seed.ts'
import { metadataOf, readRecord } from './server-record.ts'
import { el, parseXml, textAt, toXml } from './xml.ts'

const ODD = `”&<>'" \u{1f600} 云 \n\t]]> \u0007\ud800`

describe('XML', () => {
  it('comes back as it was written, whatever people call things; what XML cannot hold is left out', () => {
    const back = parseXml(toXml(el('domain', { name: ODD }, el('title', {}, ODD))))
    const kept = ODD.replace('\u0007\ud800', '')
    expect(back.attributes.name).toBe(kept)
    expect(textAt(back, 'title')).toBe(kept.trim())
  })

  it.each(['', 'not XML', '<a><b></a>', '<a/><b/>', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'])(
    '%s is no answer of libvirt',
    (text) => {
      expect(() => parseXml(text)).toThrow(/./)
    },
  )
})

describe('what is kept in metadata', () => {
  const id = '0190b3a1-0000-7000-8000-000000000001'

  it('comes back: cards', () => {
    const card = {
      kind: 'subnet',
      id,
      name: ODD.slice(0, 9),
      createdAt: new Date(0),
      facts: { cidr: '10.0.0.0/24' },
    } as const
    const metadata = parseXml(toXml(el('metadata', {}, cardInDefinition(card))))
    expect(readCards(metadata)).toEqual([card])
    const spoilt = el('metadata', {}, el('yunheng:card', { kind: 'network', id, facts: '{not' }))
    expect(readCards(spoilt)).toMatchObject([{ facts: {}, createdAt: null }])
  })

  it('comes back: the record of a server; another’s is none of ours', () => {
    const record = {
      name: 'web',
      image: 'tiny',
      keyPairRef: null,
      createdAt: new Date(0),
      place: [{ subnet: `h~${id}`, address: '10.0.0.2', mac: '52:54:00:00:00:01' }],
      reboots: 2,
      rebooting: { generation: 3, run: '7' },
      isResized: true,
      moving: { from: 'kvm-1', to: 'kvm-2', since: new Date(1_000) },
    }
    expect(readRecord(parseXml(toXml(el('domain', {}, metadataOf(record)))))).toEqual(record)
    expect(readRecord(el('domain', {}, el('metadata', {}, el('other:server', { name: 'x' }))))).toBeNull()
  })
})

describe('names', () => {
  const project = '0190b3a1-0000-7000-8000-00000000000a'
  const resource = '0190b3a1-0000-7000-8000-00000000000b'

  it('hold project and resource, and nobody else’s name is read as ours', () => {
    for (const sort of ['server', 'subnet', 'root', 'seed', 'volume'] as const)
      expect(readName(nameOf(sort, project, resource))).toEqual({ sort, project, resource })
    expect(readName(nameOf('project', project))).toEqual({ sort: 'project', project, resource: project })
    for (const other of [
      'web',
      `yh.server.${project}`,
      `yh.disk.${project}.${resource}`,
      `${nameOf('root', project, resource)}.bak`,
    ])
      expect(readName(other), other).toBeNull()
  })

  it('references are ids, also where an earlier release put the host before them, or nothing', () => {
    expect(readRef(project)).toBe(project)
    expect(readRef(`kvm-1~${project}`)).toBe(project)
    for (const other of ['', 'kvm-1', '../no such/id?', `~${project}`, `a b~${project}`, `${project}~`])
      expect(readRef(other), other).toBeNull()
  })
})

describe('faults by the words of virsh', () => {
  it.each([
    ["error: failed to get domain 'x'", 'not-found'],
    ['error: Storage volume not found: no storage vol with matching path', 'not-found'],
    ['error: Cannot recv data: Host key verification failed.: Connection reset by peer', 'unauthenticated'],
    [
      'error: Cannot recv data: root@h: Permission denied (publickey).: Connection reset by peer',
      'unauthenticated',
    ],
    [
      "error: failed to connect to the hypervisor\nerror: unable to connect to server at 'h:16509': Connection refused",
      'unreachable',
    ],
    ['error: Cannot recv data: ssh: connect to host h port 22: No route to host', 'unreachable'],
    ["error: Failed to create vol x\nerror: operation failed: storage volume 'x' exists already", 'conflict'],
    ['error: Timed out during operation: cannot acquire state change lock', 'conflict'],
    ['error: internal error: qemu: cannot set up guest memory: Cannot allocate memory', 'capacity'],
    ['error: access denied: read only access prevents virNetworkUndefine', 'forbidden'],
    ['error: XML error: invalid name', 'invalid'],
    ['error: something else', 'internal'],
  ])('%s', (stderr, fault) => {
    expect(faultKind(wordsOf(stderr))).toBe(fault)
  })
})

describe('addresses', () => {
  it('are the lowest free ones of the range, its first being the gateway’s', () => {
    const range = parseCidr('10.0.0.0/30')
    if (range === null) throw new Error('no range')
    expect(gatewayOf(range)).toBe('10.0.0.1')
    expect(freeAddress(range, new Set())).toBe('10.0.0.2')
    expect(freeAddress(range, new Set(['10.0.0.2']))).toBeNull()
    for (const odd of [
      '10.300.0.0/24',
      '10.0.0.1/24',
      '10.0.0.0/31',
      '10.0.0.0',
      'fd00::/64',
      '10.0.0.0/24/1',
    ])
      expect(parseCidr(odd), odd).toBeNull()
  })
})

describe('the host of a new project (R9)', () => {
  const host = (name: string, memoryMiB: number, memoryMiBTaken: number, vcpusTaken = 0) => ({
    name,
    vcpus: 8,
    memoryMiB,
    memoryMiBTaken,
    vcpusTaken,
  })

  it('is the one with the most memory free, then processors, then by name; and says what each had', () => {
    const choice = choose([host('c', 100, 50), host('b', 90, 20), host('a', 70, 0, 4)])
    expect(choice).toMatchObject({ host: 'b', because: 'most-free-memory' })
    expect(choice?.candidates.map((one) => one.freeMemoryMiB)).toEqual([70, 70, 50])
    expect(choose([host('b', 70, 0), host('a', 70, 0)])?.host).toBe('a')
    expect(choose([])).toBeNull()
  })
})

describe('the seed of a machine', () => {
  const range = parseCidr('10.0.0.0/24')
  const seed = (name: string, hasGateway: boolean) => {
    if (range === null) throw new Error('no range')
    const place = { subnet: 's', address: '10.0.0.2', mac: '52:54:00:00:00:01' }
    const ground = { ref: 's', network: 'n', range, dnsServers: ['192.0.2.53'] }
    return Buffer.from(
      seedOf({ id: 'abc', name, publicKey: 'ssh-ed25519 AAAA me', nics: [{ place, ground }], hasGateway }),
    ).toString('latin1')
  }

  it('is an ISO 9660 image with what cloud-init reads', () => {
    const image = seed('web-01', false)
    expect(image.length % 2048).toBe(0)
    expect(image.slice(16 * 2048, 16 * 2048 + 6)).toBe('\u0001CD001')
    expect(image.slice(16 * 2048 + 40, 16 * 2048 + 46)).toBe('cidata')
    for (const words of [
      'USER-DATA;1',
      'META-DATA;1',
      'NETWORK-CONFIG;1',
      '"addresses":["10.0.0.2/24"]',
      'ssh-ed25519 AAAA me',
    ])
      expect(image).toContain(words)
    expect(image).not.toContain('10.0.0.1"')
    expect(seed('web-01', true)).toContain('"via":"10.0.0.1"')
  })

  it('gives names that DNS takes', () => {
    expect(hostnameOf('Web 服务_01!', 'x')).toBe('web-01')
    expect(hostnameOf('云主机', '0190b3a1-0000-7000-8000-00000000000b')).toBe('host-00000000000b')
  })
})
