import { cloudOperations, inventoryOperations } from '@yunheng/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { type GivenCloud, givenCloud, setupCtx } from '../../../../test/kit/clouds.ts'
import { useServer } from '../../../../test/kit/server.ts'
import type { Connector } from '../../cloud/index.ts'
import { createInventoryModule } from '../index.ts'
import { runScan } from './run-scan.ts'
import { DEFAULT_SCAN_OPTIONS } from './scan.ts'

const server = useServer()

const HOUR_MS = 3_600_000
const YEAR_MS = 365 * 24 * HOUR_MS
const volume = (name: string) =>
  ({ kind: 'volume', name, sizeGiB: 1, volumeType: null, serverRef: null }) as const

interface ScanFacts {
  readonly id: string
  readonly sort: string
  readonly state: string
  readonly appeared: number
  readonly changed: number
  readonly vanished: number
}

async function scansOf({ cloudId }: GivenCloud): Promise<readonly ScanFacts[]> {
  const { rows } = await server.current.database.owner.query<ScanFacts>(
    'select * from inventory_scan where cloud_id = $1 order by began_at, id',
    [cloudId],
  )
  return rows
}

describe('what a cloud says of its own time', () => {
  let cloud: GivenCloud
  let project = ''
  let made = 0

  beforeAll(async () => {
    cloud = await givenCloud(server.current)
    project = await cloud.simulated.make({ kind: 'project', name: '项目', description: '' }, null)
    await cloud.simulated.make(volume('卷-0'), project)
    await scan((createdAt) => createdAt)
  })

  async function scan(told: (createdAt: Date) => Date | null): Promise<ScanFacts | undefined> {
    const { database, clock, composition } = server.current
    const plain = (await composition.cloud.connections.to(cloud.cloudId)).connector
    const odd: Connector = {
      ...plain,
      async *inventory(query) {
        for await (const page of plain.inventory(query))
          yield {
            ...page,
            items: page.items.map((item) => ({
              ...item,
              createdAt: item.createdAt === null ? null : told(item.createdAt),
            })),
          }
      },
    }
    clock.advance({ ms: 5 })
    const full = { sort: 'full', since: null } as const
    const parts = { database, options: DEFAULT_SCAN_OPTIONS }
    const signal = new AbortController().signal
    await runScan(setupCtx(server.current), parts, cloud.cloudId, full, async () => odd, signal)
    clock.advance({ ms: 5 })
    return (await scansOf(cloud)).at(-1)
  }

  const shifted = (ms: number) => (at: Date) => new Date(at.getTime() + ms)
  let swings = 0

  it.each<readonly [string, (at: Date) => Date | null]>([
    ['an hour ahead', shifted(HOUR_MS)],
    ['an hour behind', shifted(-HOUR_MS)],
    ['a year ahead', shifted(YEAR_MS)],
    ['a year behind', shifted(-YEAR_MS)],
    ['of Beijing, without its zone', shifted(8 * HOUR_MS)],
    ['of the other side of the date line', shifted(-12 * HOUR_MS)],
    ['in the hour that daylight saving leaves out', () => new Date('2026-03-29T01:30:00Z')],
    ['in the hour that daylight saving has twice', () => new Date('2026-10-25T00:30:00Z')],
    ['in a leap second, which no instant of ours has', () => new Date(Date.parse('2016-12-31T23:59:60Z'))],
    ['of the first second of all', () => new Date(0)],
    ['of no time at all', () => null],
    ['that runs forth and back', (at) => new Date(at.getTime() + (swings++ % 2 ? YEAR_MS : -YEAR_MS))],
  ])('%s invents no change, and hides none (F11)', async (_, told) => {
    expect(await scan(told)).toMatchObject({ state: 'complete', appeared: 0, changed: 0, vanished: 0 })
    made += 1
    await cloud.simulated.make(volume(`卷-${made}`), project)
    expect(await scan(told)).toMatchObject({ state: 'complete', appeared: 1, changed: 0, vanished: 0 })
    const { call, world, clock } = server.current
    const query = { cloudId: cloud.cloudId, q: `卷-${made}` } as const
    const { body } = await call(world.people.centre, inventoryOperations.items, { query })
    const [item] = body.items.filter(({ name }) => name === `卷-${made}`)
    // Since when it is known is told by our own clock.
    const ageMs = clock.now().getTime() - Date.parse(item?.firstSeenAt ?? '')
    expect(ageMs).toBeGreaterThanOrEqual(0)
    expect(ageMs).toBeLessThan(1_000)
  })
})

describe('a cloud whose clock is off', () => {
  let cloud: GivenCloud

  beforeAll(async () => {
    cloud = await givenCloud(server.current)
    await cloud.simulated.make({ kind: 'project', name: '项目', description: '' }, null)
  })

  async function pass(): Promise<readonly ScanFacts[]> {
    const { database, composition, clock } = server.current
    const before = (await scansOf(cloud)).length
    const { reconcilers } = createInventoryModule({ database, connections: composition.cloud.connections })
    clock.advance({ ms: 5 })
    await reconcilers[0]?.reconcile(setupCtx(server.current), cloud.cloudId, new AbortController().signal)
    return (await scansOf(cloud)).slice(before)
  }

  async function setClock(minutes: number): Promise<void> {
    const { call, world } = server.current
    await cloud.simulated.set({ clockSkewMinutes: minutes })
    const { status } = await call(world.people.centre, cloudOperations.probe, {
      params: { id: cloud.cloudId },
    })
    expect(status).toBe(200)
  }

  it.each([60, -60, 120, -120, 480, -480, 720, -720, 1_440, -1_440, 525_600, -525_600])(
    'by %i minutes is asked for all it has, never for what changed since then (F11)',
    async (minutes) => {
      const { call, world, clock } = server.current
      await setClock(0)
      clock.advance({ hours: 8 })
      expect((await pass()).map(({ sort }) => sort)).toEqual(['full'])
      clock.advance({ minutes: 11 })
      expect((await pass()).map(({ sort }) => sort)).toEqual(['incremental'])
      await setClock(minutes)
      clock.advance({ minutes: 11 })
      expect(await pass()).toEqual([])
      clock.advance({ hours: 8 })
      expect((await pass()).map(({ sort, state }) => [sort, state])).toEqual([['full', 'complete']])
      const { body } = await call(world.people.centre, inventoryOperations.clouds, { query: {} })
      const known = body.items.find((one) => one.cloud.id === cloud.cloudId)
      expect(known).toMatchObject({ lagSeconds: 0, isOld: false })
    },
  )
})
