/** The four clouds in one platform, registered by the operations that people have for it. */
import type { Amounts, Cloud, PoolMapping } from '@yunheng/contract'
import {
  cloudOperations,
  type InventoryItem,
  inventoryOperations as inventory,
  type Scan,
} from '@yunheng/contract'
import { eventually, well } from '../../../server/test/kit/journey.ts'
import { type GivenPlace, givenPlace } from '../../../server/test/kit/place.ts'
import type { Platform } from '../../../server/test/kit/platform.ts'
import { givenHosts } from '../libvirt/place.ts'
import { EXTERNAL_NETWORK, IMAGE, OPENSTACK } from '../openstack/open.ts'

export const SERVERS = 100_000
export const SEED = '7'

export const TOTAL: Partial<Amounts> = {
  vcpus: 400,
  memoryMiB: 1_600_000,
  storageGiB: 50_000,
  floatingIps: 100,
}

const mapping = (image: string, volumeType: string, externalNetwork: string | null): PoolMapping => ({
  images: [{ code: 'tiny', title: { zh: '微型', en: 'Tiny' }, native: image, minDiskGiB: 1 }],
  volumeTypes: [{ tier: 'general-ssd', native: volumeType }],
  externalNetwork,
})

export function connectRegion(platform: Platform, region: string): Promise<GivenPlace> {
  const { username = '', password = '', project = '', domain = '' } = OPENSTACK.credentials
  return givenPlace(platform, {
    connection: {
      kind: 'openstack',
      endpoint: OPENSTACK.endpoint,
      region,
      options: { username, project, domain },
      credentials: { password },
    },
    nativeZone: 'nova',
    mapping: mapping(IMAGE, 'standard', EXTERNAL_NETWORK),
    total: TOTAL,
  })
}

export const connectHosts = (platform: Platform): Promise<GivenPlace> => givenHosts(platform, TOTAL)

export function connectSimulated(platform: Platform): Promise<GivenPlace> {
  return givenPlace(platform, {
    connection: {
      kind: 'simulated',
      endpoint: 'simulated://roof',
      region: null,
      options: { servers: String(SERVERS), seed: SEED },
      credentials: { accessKey: 'simulated' },
    },
    nativeZone: 'az-1',
    mapping: mapping('openeuler-2203-lts', 'general-ssd', 'internet'),
    total: TOTAL,
  })
}

/** As it stands once it was probed, and asked what it can do. */
export async function probed(platform: Platform, { cloud }: GivenPlace): Promise<Cloud> {
  const { centre } = platform.world.people
  const params = { id: cloud.id }
  await well(platform.call(centre, cloudOperations.probe, { params }))
  return eventually(`${cloud.name} has told what it can do`, async () => {
    const now = await well(platform.call(centre, cloudOperations.get, { params }))
    // No region here has Cinder's backup service.
    return (now.kind !== 'openstack' || now.lacks.includes('backup')) && now
  })
}

/** Wants a full scan, and waits for its end. @throws when it failed. */
export async function scanned(platform: Platform, { cloud }: GivenPlace): Promise<Scan> {
  const { centre } = platform.world.people
  const params = { id: cloud.id }
  const latest = async () =>
    (await well(platform.call(centre, inventory.scans, { params, query: { pageSize: 1 } }))).items[0]
  const before = (await latest())?.id
  await well(platform.call(centre, inventory.scan, { params }))
  const scan = await eventually(`${cloud.name} is scanned`, async () => {
    const now = await latest()
    return now !== undefined && now.id !== before && now.state !== 'running' && now
  })
  if (scan.state !== 'complete') throw new Error(`${cloud.name}: ${JSON.stringify(scan.problem)}`)
  return scan
}

/** All that the explorer shows under this filter, page after page. */
export async function explored(
  platform: Platform,
  { cloud }: GivenPlace,
  filter: { readonly kind?: InventoryItem['kind']; readonly q?: string } = {},
): Promise<readonly InventoryItem[]> {
  const items: InventoryItem[] = []
  let pageToken: string | null = null
  do {
    const query = {
      cloudId: cloud.id,
      pageSize: 200,
      ...filter,
      ...(pageToken === null ? {} : { pageToken }),
    }
    const page: { items: InventoryItem[]; nextPageToken: string | null } = await well(
      platform.call(platform.world.people.centre, inventory.items, { query }),
    )
    items.push(...page.items)
    pageToken = page.nextPageToken
  } while (pageToken !== null)
  return items
}
