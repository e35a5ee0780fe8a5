/** The platform with the real OpenStack registered in it, by the operations that people have for it. */
import { poolOperations, quotaOperations } from '@yunheng/contract'
import { expect } from 'vitest'
import { eventually, well } from '../../../server/test/kit/journey.ts'
import { type GivenPlace, givenPlace, givenQuotaOf } from '../../../server/test/kit/place.ts'
import { type Platform, startPlatform } from '../../../server/test/kit/platform.ts'
import { openstack } from './command-line.ts'
import { EXTERNAL_NETWORK, IMAGE, OPENSTACK } from './open.ts'

const TOTAL = {
  vcpus: 40,
  memoryMiB: 160 * 1024,
  storageGiB: 2000,
  floatingIps: 20,
} as const

export type PlatformOnOpenStack = Platform & { readonly place: GivenPlace }

export async function startPlatformOnOpenStack(
  url: string,
  endpoint = OPENSTACK.endpoint,
): Promise<PlatformOnOpenStack> {
  const platform = await startPlatform(url)
  try {
    const { username, password, project, domain } = OPENSTACK.credentials as Record<string, string>
    const place = await givenPlace(platform, {
      connection: {
        kind: 'openstack',
        endpoint,
        region: OPENSTACK.region,
        options: { username, project, domain } as Record<string, string>,
        credentials: { password: password ?? '' },
      },
      nativeZone: 'nova',
      mapping: {
        images: [{ code: IMAGE, title: { zh: '微型', en: 'Tiny' }, native: IMAGE, minDiskGiB: 1 }],
        volumeTypes: [{ tier: 'general-ssd', native: 'standard' }],
        externalNetwork: EXTERNAL_NETWORK,
      },
      total: TOTAL,
    })
    await givenQuotaOf(platform, platform.world.bodies.department, { ...TOTAL })
    return { ...platform, place }
  } catch (error) {
    await platform.stop()
    throw error
  }
}

/** Lists of the client in which something of ours could be left. */
const LISTS = [
  'server list --all-projects',
  'volume list --all-projects',
  'volume snapshot list --all-projects',
  'port list',
  'network list',
  'subnet list',
  'router list',
  'floating ip list',
  'loadbalancer list',
  'security group list',
  'keypair list',
  'project list',
]

/** What is still there, with what stands in its way. */
const LEFT = `select concat_ws(' ', r.kind, r.name, r.presence, 'observed', r.observed_state, 'cooling', r.cooling_until,
    'failures', i.failures, i.last_error) as left
  from resource r left join reconcile_item i on i.id = r.id where r.released_at is null`

/** No row of ours is open, no capacity and no quota is held, and the command-line client knows none of these. */
export async function expectNothingLeft(
  platform: PlatformOnOpenStack,
  refs: readonly string[],
): Promise<void> {
  const left = async () => {
    const { rows } = await platform.database.owner.query<{ left: string }>(LEFT)
    return rows.map((row) => row.left)
  }
  await eventually('every resource is released', async () => (await left()).length === 0).catch(
    async (cause) => {
      throw new Error(`not released: ${(await left()).join('; ')}`, { cause })
    },
  )
  const lists = await Promise.all(LISTS.map((list) => openstack<unknown[]>(...list.split(' '))))
  expect(lists[0]).toEqual([])
  expect(lists.at(-1)?.length).toBeGreaterThan(0)
  const words = JSON.stringify(lists)
  expect(refs.filter((ref) => words.includes(ref))).toEqual([])

  const { centre } = platform.world.people
  const params = { id: platform.place.pool.id }
  const pool = await well(platform.call(centre, poolOperations.get, { params }))
  expect(pool.capacity.free).toMatchObject(TOTAL)
  const of = { id: platform.world.bodies.department }
  const quota = await well(platform.call(centre, quotaOperations.get, { params: of }))
  expect(quota.free).toMatchObject(TOTAL)
}
