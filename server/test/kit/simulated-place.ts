/** A simulated cloud as a place for requests, and its own inventory held against what the platform believes. */
import { poolOperations, quotaOperations } from '@yunheng/contract'
import { expect } from 'vitest'
import { DEFAULT_ACCESS_KEY, type SimulatedCloud } from '../../src/connectors/simulated/index.ts'
import { RESOURCE_KINDS } from '../../src/modules/cloud/connector.ts'
import type { Database } from '../../src/platform/db/index.ts'
import { type Caller, well } from './journey.ts'
import type { GivenPlace, PlaceWanted } from './place.ts'

const TOTAL = { vcpus: 400, memoryMiB: 1_600_000, storageGiB: 20_000, floatingIps: 40 }

export function simulatedPlace(endpoint: string): PlaceWanted {
  return {
    connection: {
      kind: 'simulated',
      endpoint,
      region: null,
      options: {},
      credentials: { accessKey: DEFAULT_ACCESS_KEY },
    },
    nativeZone: 'az-1',
    mapping: {
      images: [
        {
          code: 'kylin-v10',
          title: { zh: '银河麒麟 V10', en: 'Kylin V10' },
          native: 'kylin-v10-sp3',
          minDiskGiB: 40,
        },
      ],
      volumeTypes: [{ tier: 'general-ssd', native: 'general-ssd' }],
      externalNetwork: 'government-extranet',
    },
    total: TOTAL,
  }
}

type Of = Caller & { readonly database: Database }

/** Kind, whose it is and what the cloud calls it, of all that exists. */
export async function inventory(cloud: SimulatedCloud): Promise<readonly string[]> {
  const found: string[] = []
  for (const kind of RESOURCE_KINDS)
    for (const thing of await cloud.things(kind))
      found.push(`${thing.kind} ${thing.resourceId} ${thing.externalId}`)
  return found.sort()
}

/** What the cloud has is what the platform believes, each thing once, and both sides agree. */
export async function expectAgreement({ database }: Of, cloud: SimulatedCloud): Promise<void> {
  const { rows } = await database.owner.query<{
    readonly id: string
    readonly kind: string
    readonly external_id: string
    readonly agreement: string
  }>('select id, kind, external_id, agreement from resource where released_at is null')
  expect(rows.filter((row) => row.agreement !== 'level')).toEqual([])
  expect(await inventory(cloud)).toEqual(rows.map((row) => `${row.kind} ${row.id} ${row.external_id}`).sort())
}

/** The cloud is empty, and nothing is held of pool and quota. */
export async function expectNothingHeld(caller: Of, place: GivenPlace, cloud: SimulatedCloud): Promise<void> {
  expect(await inventory(cloud)).toEqual([])
  const { centre } = caller.world.people
  const pool = await well(caller.call(centre, poolOperations.get, { params: { id: place.pool.id } }))
  expect(pool.capacity.free).toMatchObject(TOTAL)
  const params = { id: caller.world.bodies.department }
  const quota = await well(caller.call(centre, quotaOperations.get, { params }))
  expect(quota.used).toMatchObject({ vcpus: 0, memoryMiB: 0, storageGiB: 0, floatingIps: 0 })
}
