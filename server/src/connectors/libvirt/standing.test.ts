import { describe, expect, it } from 'vitest'
import { boundBy } from './movable.ts'
import { nameOf } from './name.ts'
import { serversIn } from './server-observed.ts'
import { metadataOf } from './server-record.ts'
import { parseHosts, parseSettings } from './settings.ts'
import { type Disk, type Domain, type HostView, mergeViews } from './view.ts'
import { el } from './xml.ts'

const ENDPOINT = 'a=qemu+ssh://10.0.0.11/system b=qemu+ssh://10.0.0.12/system'
const [A, B] = parseHosts(ENDPOINT) as [HostView['host'], HostView['host']]
const project = '0190b3a1-0000-7000-8000-00000000000a'
const server = '0190b3a1-0000-7000-8000-00000000000b'
const volume = '0190b3a1-0000-7000-8000-00000000000c'
const [root, disk] = [nameOf('root', project, server), nameOf('volume', project, volume)]

const RECORD = {
  name: 'web',
  image: 'tiny',
  keyPairRef: null,
  createdAt: null,
  place: [{ subnet: `a~${volume}`, address: '10.0.0.2', mac: '52:54:00:00:00:01' }],
  reboots: 0,
  rebooting: null,
  isResized: false,
  moving: null,
}

function machine(
  host: HostView['host'],
  state: string,
  volumes: readonly string[] = [root],
  pool = 'default',
): Domain {
  const disks = volumes.map((name) => el('disk', {}, el('source', { pool, volume: name })))
  const xml = el(
    'domain',
    state === 'shut off' ? {} : { id: 7 },
    metadataOf(RECORD),
    el('devices', {}, ...disks),
  )
  const our = { sort: 'server', project, resource: server } as const
  return { host, uuid: server, name: nameOf('server', project, server), our, state, xml }
}

function diskOn(host: HostView['host'], sort: 'root' | 'volume'): Disk {
  const resource = sort === 'root' ? server : volume
  const our = { sort, project, resource } as const
  return { host, name: nameOf(sort, project, resource), our, sizeBytes: 1, takenBytes: 1, isOverlay: false }
}

const seen = (host: HostView['host'], parts: Partial<HostView> = {}): HostView => ({
  host,
  projects: new Map(),
  domains: [],
  disks: [],
  networks: new Map(),
  ...parts,
})

const home = (hosts: readonly string[] | null) => {
  const card = { name: '', createdAt: null, facts: hosts === null ? {} : { hosts } } as const
  const cards = [
    { ...card, kind: 'server', id: server },
    { ...card, kind: 'volume', id: volume },
  ] as const
  return { projects: new Map([[project, cards]]) }
}

describe('where a thing stands that two hosts have', () => {
  it.each([
    ['it runs here and waits there: on its way, and still here', 'running', 'paused', 'a', true],
    ['it waits here and runs there: it has just gone over', 'paused', 'running', 'b', true],
    ['it runs there, and its definition was left here', 'shut off', 'running', 'b', false],
    ['a definition was left on both: where its card says', 'shut off', 'shut off', 'b', false],
  ] as const)('%s', (_, here, there, stands, isMoving) => {
    const both = [diskOn(A, 'root'), diskOn(B, 'root')] as const
    const view = mergeViews([
      seen(A, { ...home(['b', 'a']), domains: [machine(A, here)], disks: [both[0]] }),
      seen(B, { domains: [machine(B, there)], disks: [both[1]] }),
    ])
    expect(view.domains.map(({ host }) => host.name)).toEqual([stands])
    expect(view.moving.has(server)).toBe(isMoving)
    // Its disk counts where it stands, never the half copy.
    expect(view.disks.map(({ host }) => host.name)).toEqual([stands])
  })

  it('a volume that nothing uses counts where its card says; without a word, at home', () => {
    for (const [hosts, expected] of [
      [['b', 'a'], 'b'],
      [['a', 'b'], 'a'],
      [null, 'a'],
    ] as const) {
      const view = mergeViews([
        seen(A, { ...home(hosts), disks: [diskOn(A, 'volume')] }),
        seen(B, { disks: [diskOn(B, 'volume')] }),
      ])
      expect(view.disks.map(({ host }) => host.name)).toEqual([expected])
    }
  })
})

describe('what binds a server to its host', () => {
  const bound = (endpoint: string, options: Record<string, string>, domain: Domain) => {
    const settings = parseSettings({ cloudId: 'c', endpoint, region: null, credentials: {}, options })
    const [one] = serversIn(mergeViews([seen(A, { domains: [domain] })]))
    return one === undefined ? undefined : boundBy(settings, one)
  }
  const bridge = { bridge: 'br0' }

  it('is a network that ends there, a disk of somebody else, or that there is no other host', () => {
    expect(bound(ENDPOINT, bridge, machine(A, 'running', [root, disk]))).toBeNull()
    expect(bound(ENDPOINT, {}, machine(A, 'running'))).toMatch(/subnets end at a/)
    expect(bound(ENDPOINT, bridge, machine(A, 'running', ['other.qcow2']))).toMatch(/disk/)
    expect(bound(ENDPOINT, bridge, machine(A, 'running', [root], 'elsewhere'))).toMatch(/disk/)
    expect(bound('a=qemu+ssh://10.0.0.11/system', bridge, machine(A, 'running'))).toMatch(/no other host/)
  })
})
