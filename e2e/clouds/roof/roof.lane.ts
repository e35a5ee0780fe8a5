/**
 * One console over two regions of a real OpenStack, two real libvirt hosts and a simulated cloud of 100,000 servers at once.
 * The OpenStack was filled by its own client before; it is taken in, changed behind our back, and found.
 */
import {
  adoptionOperations as adoption,
  type Drift,
  driftOperations,
  estateOperations,
  inventoryOperations,
  resourceOperations,
} from '@yunheng/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, givenSystem, well } from '../../../server/test/kit/journey.ts'
import { type GivenPlace, givenQuotaOf } from '../../../server/test/kit/place.ts'
import { type Platform, startPlatform } from '../../../server/test/kit/platform.ts'
import { virsh } from '../libvirt/virsh.ts'
import { type Client, openClient } from '../openstack/client.ts'
import { inRegion } from '../openstack/regions.ts'
import { useScratchDatabase } from '../openstack/scratch.ts'
import { adopted } from './adopt.ts'
import { type Behind, changeBehind, statusOf } from './behind.ts'
import { compareRegion } from './compare.ts'
import {
  connectHosts,
  connectRegion,
  connectSimulated,
  explored,
  probed,
  SERVERS,
  scanned,
  TOTAL,
} from './connect.ts'
import { createDesk } from './desk.ts'
import { type Filled, fillRegion, NAMES, WIDE_NAMES } from './fill.ts'
import { startGuest } from './guests.ts'
import { createTable } from './table.ts'

const [ONE, TWO] = [process.env.OST_REGION ?? 'RegionOne', process.env.OST_REGION_2 ?? 'RegionTwo']
const LIMIT_MS = 900_000
/** Keeps the runs on one cloud apart. */
const LABEL = process.pid.toString(36)
const FOREIGN_TAG = 'yunheng:resource=5f0c1d2e-0000-4000-8000-00000000000a'

describe('one console over all clouds', { timeout: LIMIT_MS }, () => {
  const scratch = useScratchDatabase('roof')
  const table = createTable()
  const clients = {} as Record<string, Client>
  const places = {} as Record<'one' | 'two' | 'hosts' | 'simulated', GivenPlace>
  const filled = {} as Record<'one' | 'two', Filled>
  let platform: Platform
  let behind: Behind

  const clientOf = (region: string) => clients[region] as Client
  const centre = () => platform.world.people.centre

  beforeAll(async () => {
    clients[ONE] = openClient(ONE)
    clients[TWO] = openClient(TWO)
    platform = await table.timed('product started (API and worker)', startAll, () => 'ready')
  }, LIMIT_MS)

  async function startAll(): Promise<Platform> {
    const started = await startPlatform(scratch.url)
    await started.startWorker()
    return started
  }

  afterAll(async () => {
    table.print()
    for (const client of Object.values(clients)) client.close()
    await platform?.stop()
  }, LIMIT_MS)

  it('was filled beforehand by OpenStack’s own client, under names of every script', async () => {
    const wide = [...WIDE_NAMES].map((name) => `${name} ${LABEL}`)
    const plain = [...NAMES].map((name) => `${name} ${LABEL}`)
    const wanted = {
      region: ONE,
      projects: plain,
      things: plain,
      servers: plain,
      foreignTag: FOREIGN_TAG,
    }
    filled.one = await table.timed(
      `${ONE} filled by the client`,
      () => fillRegion(clientOf(ONE), wanted),
      () => `${clientOf(ONE).commands} commands`,
    )
    // Keystone is shared, and its tables hold the first plane alone.
    const projects = wide.map((_, nth) => `二区项目-${nth} ${LABEL}`)
    const more = { region: TWO, projects, things: wide, servers: projects, foreignTag: FOREIGN_TAG }
    filled.two = await table.timed(
      `${TWO} filled by the client`,
      () => fillRegion(clientOf(TWO), more),
      () => `${clientOf(TWO).commands} commands`,
    )
    for (const host of ['host-1', 'host-2']) await startGuest(host, `旧门户-${host}-${LABEL}`)
    expect(filled.one.projects.flatMap(({ servers }) => servers)).toHaveLength(NAMES.length * 2)
  })

  it('connects all four; a region without a service lacks what needs it, and that is no error (R1)', async () => {
    const connect = async (name: keyof typeof places, made: () => Promise<GivenPlace>) => {
      const found = await table.timed(
        `connected: ${name}`,
        async () => {
          places[name] = await made()
          return probed(platform, places[name])
        },
        (cloud) => `${cloud.state}; lacks ${cloud.lacks.join(', ') || 'nothing'}`,
      )
      expect(
        found.findings.filter(({ ok }) => !ok),
        name,
      ).toEqual([])
      expect(found.state).toBe('healthy')
      return found
    }
    const one = await connect('one', () => connectRegion(platform, ONE))
    const two = await connect('two', () => connectRegion(platform, TWO))
    await connect('hosts', () => connectHosts(platform))
    await connect('simulated', () => connectSimulated(platform))
    expect(one.lacks).not.toContain('load-balancer')
    expect(two.lacks).toContain('load-balancer')
    expect(two.findings.map(({ check }) => check)).toContain('load-balancer')
  })

  it('scans them to the last page; the explorer shows what the client lists, name for name', async () => {
    for (const [name, place] of Object.entries(places) as [keyof typeof places, GivenPlace][])
      await table.timed(
        `full scan: ${name}`,
        () => scanned(platform, place),
        (scan) => `${scan.seen} things on ${scan.pages} pages, ${scan.appeared} new`,
      )
    for (const [region, place] of [
      [ONE, places.one],
      [TWO, places.two],
    ] as const) {
      const compared = await compareRegion(platform, clientOf(region), place)
      for (const { kind, listed, shown } of compared) expect(shown, `${region} ${kind}`).toEqual(listed)
      const count = compared.reduce((sum, { listed }) => sum + listed.length, 0)
      table.row(`explorer beside the client: ${region}`, `${count} of ${count} things, one for one`)
    }
    const names = (await explored(platform, places.one, { kind: 'server' })).map(({ name }) => name)
    for (const name of NAMES) expect(names).toContain(`${name} ${LABEL} 1`)
    const wide = (await explored(platform, places.two, { kind: 'volume' })).map(({ name }) => name)
    for (const name of WIDE_NAMES) expect(wide).toContain(`${name} ${LABEL} 盘`)
    const guests = (await explored(platform, places.hosts, { kind: 'server' })).map(({ name }) => name)
    expect(guests).toEqual(expect.arrayContaining([`旧门户-host-1-${LABEL}`, `旧门户-host-2-${LABEL}`]))
  })

  it('counts 100,000 servers of the simulated cloud, and the estate shows all four as known', async () => {
    const query = { cloudId: places.simulated.cloud.id, kind: 'server' } as const
    const { count } = await table.timed(
      'explorer counts the simulated cloud',
      () => well(platform.call(centre(), inventoryOperations.count, { query })),
      (counted) => `${counted.isEstimate ? 'about ' : ''}${counted.count} servers`,
    )
    const { rows } = await platform.database.owner.query<{ servers: number }>(
      `select count(*)::int as servers from inventory_item
       where cloud_id = $1 and kind = 'server' and vanished_at is null`,
      [places.simulated.cloud.id],
    )
    expect(rows).toEqual([{ servers: SERVERS }])
    expect(count).toBeGreaterThan(SERVERS / 2)
    const estate = await table.timed(
      'estate',
      () => well(platform.call(centre(), estateOperations.get)),
      ({ clouds }) => `${clouds.length} clouds, ${clouds.filter((one) => !one.isOld).length} of them fresh`,
    )
    expect(estate.clouds.map(({ state, isOld }) => [state, isOld])).toEqual(
      Array.from({ length: 4 }, () => ['healthy', false]),
    )
  })

  it('does not remove a project that holds things in the other region', async () => {
    const [project] = filled.two.projects
    await inRegion(ONE, (connector, scope) =>
      expect(connector.remove('project', project?.id ?? '', scope)).rejects.toThrow(
        `servers in region ${TWO}`,
      ),
    )
  })

  it('proposes owners, assigns them in bulk, and takes in what the department approves (R19)', async () => {
    const { department } = platform.world.bodies
    await givenQuotaOf(platform, department, TOTAL)
    for (const [nth, { name }] of filled.one.projects.entries())
      await givenSystem(platform, { code: `one-${LABEL}-${nth}`, name, lifecycle: 'running', kind: 'stock' })
    for (const [nth, { name }] of filled.two.projects.entries())
      await givenSystem(platform, { code: `two-${LABEL}-${nth}`, name, lifecycle: 'running', kind: 'stock' })
    await givenSystem(platform, { code: `sim-${LABEL}`, name: '存量系统-42', kind: 'stock' })
    for (const name of ['one', 'two', 'simulated'] as const) {
      const { proposed, list, entries } = await adopted(platform, table, name, places[name])
      expect(proposed).toBeGreaterThan(0)
      const out = entries.filter(({ state }) => state === 'left-out')
      expect(out.map((one) => [one.kind, one.name, one.outcome?.en])).toEqual([])
      expect(list.counts['taken-in']).toBeGreaterThanOrEqual(proposed)
    }
    const rates = await well(platform.call(centre(), adoption.rates))
    const [managed] = rates.items
    table.row('managed rate (R19)', `${managed?.part} of ${managed?.whole} nodes, ${managed?.percent} %`)
    expect(managed).toMatchObject({ requirement: 'R19', part: 4, whole: 4, percent: 100 })
  })

  it('leaves alone what another platform manages', async () => {
    const { id, tag } = filled.one.foreign
    const item = (await explored(platform, places.one, { kind: 'server' })).find(
      (one) => one.externalId === id,
    )
    expect(item).toMatchObject({ standing: 'foreign', resource: null })
    const shown = await clientOf(ONE).show<{ tags: unknown; status: string }>(null, 'server', 'show', id)
    expect(shown.status).toBe('ACTIVE')
    expect(JSON.stringify(shown.tags)).toContain(tag)
    expect(JSON.stringify(shown.tags).match(/yunheng:resource/g)).toHaveLength(1)
  })

  it('lets go of a project that the other region has, and leaves there what it holds', async () => {
    const [project] = filled.two.projects
    await inRegion(ONE, async (connector, scope) => {
      await connector.remove('project', project?.id ?? '', scope)
      const seen = await connector.observe('project', project?.id ?? '', scope)
      expect(seen).toMatchObject({ resourceId: null, attributes: { usedElsewhere: [TWO] } })
    })
    await inRegion(TWO, (connector, scope) =>
      expect(connector.remove('project', project?.id ?? '', scope)).rejects.toThrow('servers'),
    )
    for (const id of project?.servers ?? []) expect(await statusOf(clientOf(TWO), id)).toBe('ACTIVE')
  })

  const desk = createDesk(
    () => platform,
    () => places.one.cloud.id,
  )

  it('finds what the client changed behind our back: stopped, renamed, resized, deleted, added', async () => {
    behind = await table.timed(
      'changed by the client behind our back',
      () => changeBehind(clientOf(ONE), filled.one, LABEL),
      () => 'stop, rename, resize, delete, add',
    )
    const { stopped, renamed, resized, gone } = behind
    const found = await table.timed(
      'found as drift (scan and look)',
      async () => {
        await scanned(platform, places.one)
        return Promise.all([stopped, renamed, resized, gone].map(desk.driftOf))
      },
      (all) =>
        all
          .map(({ sort, differences }) => differences.map(({ field }) => field).join('+') || sort)
          .join('; '),
    )
    expect(found.map(({ sort }) => sort)).toEqual(['changed', 'changed', 'changed', 'vanished'])
    expect(found[0]?.differences).toMatchObject([{ field: 'power', desired: 'on', observed: 'off' }])
    expect(found[1]?.differences).toMatchObject([{ field: 'name', observed: behind.newName }])
    expect(found[2]).toMatchObject({ byRequest: true })
    const added = (await desk.drifts({ sort: 'unmanaged', q: behind.addedName })).map(({ kind }) => kind)
    expect(added).toEqual(['volume'])
    const counts = await well(platform.call(centre(), driftOperations.counts))
    expect(counts).toMatchObject({ changed: { count: 3 }, vanished: { count: 1 } })
  })

  it('puts the intended back, takes the observed, writes off, or accepts it until a day', async () => {
    const { stopped, renamed, resized, gone: deleted, newName, addedName } = behind
    const [off, name, size, gone] = (await Promise.all(
      [stopped, renamed, resized, deleted].map(desk.driftOf),
    )) as [Drift, Drift, Drift, Drift]
    const { departmentApplicant } = platform.world.people
    await table.timed(
      'put back by the department',
      async () => {
        await desk.decide(departmentApplicant, 'put-back', off)
        const isActive = async () => (await statusOf(clientOf(ONE), stopped)) === 'ACTIVE'
        await eventually('it runs again', isActive)
      },
      () => 'the stopped server runs again',
    )
    await desk.decide(centre(), 'take-over', name)
    await eventually('the new name is intended', async () => {
      const params = { id: name.resource?.id ?? '' }
      const resource = await well(platform.call(departmentApplicant, resourceOperations.get, { params }))
      return resource.name === newName && resource.agreement === 'level'
    })
    const refused = await platform.call(centre(), driftOperations.decide, {
      body: { choice: 'take-over', items: [{ id: size.id, sort: size.sort }], reason: '值班核对' },
    })
    expect(refused.problem.reason).toBe('resource.change_by_request')
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
    await desk.decide(centre(), 'accept', size, until)
    expect((await desk.drifts({ accepted: true })).map(({ id }) => id)).toEqual([size.id])
    await desk.decide(centre(), 'take-over', gone)
    const [extra] = await desk.drifts({ sort: 'unmanaged', q: addedName })
    await desk.decide(centre(), 'accept', extra as Drift, until)
    const left = await eventually('nothing of ours is open any more', async () => {
      const ours = (await desk.drifts()).filter(({ sort }) => sort !== 'unmanaged')
      return ours.length === 0 && ours
    })
    table.row('decided', 'put back 1, taken over 1, written off 1, accepted until a day 2; open 0')
    expect(left).toEqual([])
  })

  it('finds a guest that was destroyed on a libvirt host, and a second look writes nothing', async () => {
    await virsh('host-1', 'destroy', `旧门户-host-1-${LABEL}`)
    const scan = await scanned(platform, places.hosts)
    expect(scan).toMatchObject({ changed: 1, appeared: 0, vanished: 0 })
    for (const name of ['two', 'simulated'] as const) {
      const again = await table.timed(
        `scanned again: ${name}`,
        () => scanned(platform, places[name]),
        ({ seen, changed, appeared }) => `${seen} seen, ${changed} changed, ${appeared} new`,
      )
      expect(again).toMatchObject({ appeared: 0, vanished: 0 })
    }
  })
})
