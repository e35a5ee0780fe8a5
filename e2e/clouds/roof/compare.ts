/** What the explorer shows of a region beside what the client lists there. */
import type { InventoryItem } from '@yunheng/contract'
import type { GivenPlace } from '../../../server/test/kit/place.ts'
import type { Platform } from '../../../server/test/kit/platform.ts'
import type { Client } from '../openstack/client.ts'
import { explored } from './connect.ts'

const LISTS: readonly (readonly [InventoryItem['kind'], string])[] = [
  ['project', 'project list'],
  ['server', 'server list --all-projects'],
  ['volume', 'volume list --all-projects'],
  ['network', 'network list'],
  ['subnet', 'subnet list'],
  ['router', 'router list'],
  ['floating-ip', 'floating ip list'],
]

export interface Compared {
  readonly kind: InventoryItem['kind']
  readonly listed: readonly string[]
  readonly shown: readonly string[]
}

export async function compareRegion(
  platform: Platform,
  client: Client,
  place: GivenPlace,
): Promise<readonly Compared[]> {
  const all: Compared[] = []
  for (const [kind, words] of LISTS) {
    const listed = await client.show<{ ID: string }[]>(null, ...words.split(' '))
    const shown = await explored(platform, place, { kind })
    all.push({
      kind,
      listed: listed.map(({ ID }) => ID).sort(),
      shown: shown.map(({ externalId }) => externalId).sort(),
    })
  }
  return all
}
