/** The pure parts of reading what a cloud says: forms, tags, addresses, settings, sizes. */
import { describe, expect, it } from 'vitest'
import type { Observed } from '../../modules/cloud/connector.ts'
import { instantAt, jsonOf, listAt, objectAt } from './answer.ts'
import { nextLink } from './call.ts'
import { endpointOf, findAddress, isOffered, regionsOf } from './catalogue.ts'
import { flavorName, isPlain } from './flavor.ts'
import type { HttpAnswer } from './http-answer.ts'
import { projectUserPassword } from './project-user.ts'
import { generationOf } from './server-once.ts'
import { parseSettings } from './settings.ts'
import {
  keyPairName,
  metadataFilter,
  oldest,
  projectTagOf,
  regionsOfProject,
  resourceOfKeyPair,
  resourceOfProject,
  tagOf,
} from './tag.ts'
import { isAtLeast, versionAddress, versionsIn } from './versions.ts'

const answer = (text: string, contentType = 'application/json'): HttpAnswer => ({
  status: 200,
  contentType,
  text,
  requestId: 'req-1',
  retryAfterMs: null,
  header: () => null,
})
const nonsense = expect.objectContaining({ fault: 'nonsense' })

describe('jsonOf', () => {
  it.each([
    ['truncated', answer('{"servers": [{"id"')],
    ['of another type', answer('<html></html>', 'text/html')],
    ['no object', answer('[1, 2]')],
  ])('calls an answer that is %s nonsense', (_, given) => {
    expect(() => jsonOf('GET /', given)).toThrow(nonsense)
  })

  it('takes no body, or null, for an empty object, as 202, 204 and new tags of Neutron send it', () => {
    expect(jsonOf('DELETE /', answer('', ''))).toEqual({})
    expect(jsonOf('PUT /tags', answer('null'))).toEqual({})
  })

  it('a 200 with an error in it is nonsense, with its words', () => {
    const json = jsonOf('GET /', answer('{"error": {"message": "database is down"}}'))
    expect(() => objectAt(json, 'server')).toThrow(/database is down/)
    expect(() => listAt(json, 'servers')).toThrow(nonsense)
  })
})

describe('instantAt', () => {
  it.each([
    ['2026-11-21T22:18:58Z', '2026-11-21T22:18:58.000Z'],
    ['2026-11-21T22:18:58.000000', '2026-11-21T22:18:58.000Z'],
    ['2026-11-21T22:18:58+08:00', '2026-11-21T14:18:58.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(instantAt({ at: text }, 'at')?.toISOString()).toBe(iso)
  })

  it('is null for what is no instant', () => {
    expect(instantAt({ at: 'yesterday' }, 'at')).toBeNull()
  })
})

describe('nextLink', () => {
  it.each([
    [
      'Nova, Neutron, Cinder',
      {
        servers_links: [
          { rel: 'previous', href: '/a' },
          { rel: 'next', href: '/b' },
        ],
      },
      '/b',
    ],
    ['Glance', { next: '/v2/images?marker=1' }, '/v2/images?marker=1'],
    ['Keystone', { links: { next: '/v3/projects?marker=1', self: '/v3' } }, '/v3/projects?marker=1'],
    ['the last page', { servers: [], links: { next: null } }, null],
  ])('of %s', (_, json, link) => {
    expect(nextLink(json, 'servers')).toBe(link)
  })
})

describe('tags', () => {
  const one = (externalId: string, at: number, resourceId = 'r') =>
    ({ externalId, resourceId, createdAt: new Date(at), attributes: {} }) as unknown as Observed

  it('the oldest of several stands for the resource, and names the others', () => {
    const found = oldest([one('c', 3), one('b', 2), one('x', 1, 'other'), one('d', 2)], 'r')
    expect(found).toMatchObject({ externalId: 'b', attributes: { duplicates: ['d', 'c'] } })
    expect(oldest([one('x', 1, 'other')], 'r')).toBeNull()
  })

  it('refuse an id that could leave its field', () => {
    for (const id of ['', "a'}", 'a,b', 'a/b', 'ü', 'x'.repeat(44)])
      expect(() => tagOf(id), id).toThrow(expect.objectContaining({ fault: 'invalid' }))
    expect(() => metadataFilter("'x")).toThrow()
  })

  it('of a project are one for each region that shares it, and none is taken for another’s', () => {
    const tags = [projectTagOf('here', 'RegionOne'), projectTagOf('there', 'Region/2,=')]
    expect(tags).toEqual(['yunheng:resource@RegionOne=here', 'yunheng:resource@Region%2F2%2C%3D=there'])
    expect(resourceOfProject({ tags }, 'RegionOne')).toBe('here')
    expect(resourceOfProject({ tags }, 'Region/2,=')).toBe('there')
    expect(resourceOfProject({ tags }, 'RegionThree')).toBeNull()
    expect(resourceOfProject({ tags: [...tags, projectTagOf('old', null)] }, 'RegionThree')).toBe('old')
    expect(regionsOfProject({ tags }, 'RegionOne')).toEqual(['Region%2F2%2C%3D'])
    expect(regionsOfProject({ tags: [projectTagOf('old', null)] }, 'RegionOne')).toEqual([])
  })

  it('fit the fields: 60 characters for a Nova tag', () => {
    const id = '01981a2b-3c4d-7e5f-8a9b-0c1d2e3f4a5b'
    expect(tagOf(id)).toBe(`yunheng:resource=${id}`)
    expect(tagOf('x'.repeat(43)).length).toBe(60)
    expect(resourceOfKeyPair(keyPairName(id))).toBe(id)
    expect(resourceOfKeyPair('somebody')).toBeNull()
  })

  it('the highest generation counts; nonsense does not', () => {
    const tags = ['yunheng:reboot=2', 'yunheng:reboot=11', 'yunheng:reboot=x', 'yunheng:rebooting=12:3']
    expect(generationOf({ tags }, 'reboot')).toBe(11)
    expect(generationOf({ tags: [...tags, 'yunheng:rebuild=3'] }, 'rebuild')).toBe(3)
    expect(generationOf({}, 'reboot')).toBe(0)
  })
})

describe('endpointOf', () => {
  const endpoints = (url: string, region = 'R1', kind = 'public') => [
    { interface: kind, region_id: region, url },
  ]
  const settings = { authUrl: 'https://keystone/v3', region: 'R1', interface: 'public' } as const
  const catalogue = [
    { type: 'compute', endpoints: endpoints('https://nova/v2.1/') },
    { type: 'network', endpoints: endpoints('https://neutron') },
    { type: 'volumev3', endpoints: endpoints('https://cinder/v3/p1') },
    { type: 'image', endpoints: endpoints('https://glance/v2', 'R2') },
  ]

  it('is of the region and the interface, in one form', () => {
    expect(endpointOf(catalogue, 'identity', settings)).toBe('https://keystone/v3')
    expect(endpointOf(catalogue, 'compute', settings)).toBe('https://nova/v2.1')
    expect(endpointOf(catalogue, 'network', settings)).toBe('https://neutron/v2.0')
    expect(endpointOf(catalogue, 'volume', settings)).toBe('https://cinder/v3/p1')
    expect(endpointOf(catalogue, 'image', { ...settings, region: null })).toBe('https://glance/v2')
  })

  it('says which regions there are, or that there is no such service', () => {
    expect(() => endpointOf(catalogue, 'image', settings)).toThrow(/regions with it: R2/)
    expect(() => endpointOf([], 'compute', settings)).toThrow(/no compute service/)
  })

  it('is not chosen by accident where there are several regions, nor of another interface', () => {
    const two = [{ type: 'compute', endpoints: [...endpoints('https://a'), ...endpoints('https://b', 'R2')] }]
    expect(regionsOf(two)).toEqual(['R1', 'R2'])
    expect(findAddress(two, 'compute', { ...settings, region: 'R2' })).toBe('https://b')
    expect(findAddress(two, 'compute', { ...settings, region: null })).toEqual({
      lacks: 'choice',
      instead: ['R1', 'R2'],
    })
    expect(findAddress(two, 'compute', { ...settings, interface: 'internal' })).toEqual({
      lacks: 'interface',
      instead: ['public'],
    })
    expect(isOffered(two, 'compute', { ...settings, interface: 'internal' })).toBe(true)
    expect(isOffered(two, 'volume', settings)).toBe(false)
    expect(isOffered(catalogue, 'image', settings)).toBe(false)
  })
})

describe('microversions', () => {
  it.each([
    ['2.93', '2.53', true],
    ['2.53', '2.53', true],
    ['2.9', '2.53', false],
    ['3.0', '2.53', true],
  ])('%s is at least %s: %s', (version, wanted, is) => {
    expect(isAtLeast(version, wanted)).toBe(is)
  })

  it('are read from the root of the interface, above the project', () => {
    expect(versionAddress('https://nova/v2.1')).toBe('https://nova/v2.1/')
    expect(versionAddress('https://cinder/v3/p1')).toBe('https://cinder/v3/')
    expect(versionAddress('https://host/compute')).toBe('https://host/compute/')
    const nova = { version: { id: 'v2.1', version: '2.93', min_version: '2.1' } }
    expect(versionsIn(nova, 2)).toEqual({ min: '2.1', max: '2.93' })
    const cinder = {
      versions: [
        { id: 'v2.0', version: '', min_version: '' },
        { id: 'v3.0', version: '3.70', min_version: '3.0' },
      ],
    }
    expect(versionsIn(cinder, 3)).toEqual({ min: '3.0', max: '3.70' })
    expect(versionsIn({}, 3)).toBeNull()
  })

  it('are nonsense when they are no numbers', () => {
    expect(() => versionsIn({ version: { version: 'latest', min_version: '1' } }, 2)).toThrow(nonsense)
  })
})

describe('the user beside an application credential', () => {
  it('has a password that follows from the secret, passes the usual rules, and is another for each cloud', () => {
    const password = projectUserPassword('secret', 'cloud-1')
    expect(password).toBe(projectUserPassword('secret', 'cloud-1'))
    expect(password).toMatch(/^(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])(?=.*[^A-Za-z0-9]).{40,70}$/)
    expect(projectUserPassword('secret', 'cloud-2')).not.toBe(password)
    expect(projectUserPassword('other', 'cloud-1')).not.toBe(password)
  })
})

describe('parseSettings', () => {
  const given = {
    cloudId: 'c',
    endpoint: 'http://host:5000',
    region: null,
    credentials: { username: 'u', password: 'p', project: 'a' },
    options: {},
  }

  it.each([
    'http://host:5000',
    'http://host:5000/',
    'http://host:5000/v3/',
    'http://host:5000/v3/auth/tokens',
  ])('takes %s for the same address', (endpoint) => {
    expect(parseSettings({ ...given, endpoint }).authUrl).toBe('http://host:5000/v3')
  })

  it('keeps a path before the version', () => {
    expect(parseSettings({ ...given, endpoint: 'https://host/identity/v3' }).authUrl).toBe(
      'https://host/identity/v3',
    )
  })

  it.each([
    [{ endpoint: 'host:5000' }, /http/],
    [{ credentials: { username: 'u', project: 'a' } }, /password is missing/],
    [{ options: { applicationCredentialId: 'i' } }, /applicationCredentialSecret is missing/],
    [{ options: { pageSize: '0' } }, /from 1 to 1000/],
    [{ options: { quotas: 'some' } }, /lift, keep/],
  ])('refuses %o with a sentence', (wrong, words) => {
    expect(() => parseSettings({ ...given, ...wrong } as typeof given)).toThrow(words)
  })
})

describe('flavors', () => {
  const size = { vcpus: 2, memoryMiB: 4096, rootDiskGiB: 40 }
  const flavor = { vcpus: 2, ram: 4096, disk: 40, swap: '' }

  it('are plain when they have this size and nothing besides', () => {
    expect(flavorName(size)).toBe('yh-2c-4096m-40g')
    expect(isPlain(flavor, size)).toBe(true)
    for (const other of [
      { disk: 20 },
      { swap: 512 },
      { 'OS-FLV-EXT-DATA:ephemeral': 10 },
      { 'os-flavor-access:is_public': false },
      { 'OS-FLV-DISABLED:disabled': true },
    ])
      expect(isPlain({ ...flavor, ...other }, size)).toBe(false)
  })
})
