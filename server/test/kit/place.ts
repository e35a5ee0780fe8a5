/** A cloud with a node, a zone and a pool with capacity, and a body's quota, made by the people and operations meant for it. */
import {
  type Amounts,
  type Cloud,
  type CloudCreate,
  cloudOperations,
  type Pool,
  type PoolMapping,
  poolOperations,
  quotaOperations,
} from '@yunheng/contract'
import { amountsOf, aPool } from './clouds.ts'
import { type Caller, well } from './journey.ts'

export interface GivenPlace {
  /** As its registration answered: probed. */
  readonly cloud: Cloud
  readonly pool: Pool
}

export interface PlaceWanted {
  readonly connection: Pick<CloudCreate, 'kind' | 'endpoint' | 'region' | 'options' | 'credentials'>
  readonly nativeZone: string
  readonly mapping: PoolMapping
  readonly total: Partial<Amounts>
}

let made = 0

export async function givenPlace(caller: Caller, wanted: PlaceWanted): Promise<GivenPlace> {
  made += 1
  const { world } = caller
  const { centre } = world.people
  const registration = {
    code: `place-${made}`,
    name: `云平台 ${made}`,
    providerBodyId: world.bodies.provider,
    ...wanted.connection,
  }
  const cloud = await well(caller.call(centre, cloudOperations.create, { body: registration }))
  const aNode = {
    code: `node-${made}`,
    name: '整合节点',
    kind: 'department-integrated',
    regionId: world.regions.city,
    latitude: null,
    longitude: null,
    grade: null,
    certificateNo: null,
    certificateUntil: null,
  } as const
  const node = await well(
    caller.call(centre, cloudOperations.addNode, { params: { id: cloud.id }, body: aNode }),
  )
  const { bureau } = world.people
  const params = { id: node.id }
  const assessment = '机房、网络与安全条件符合要求。'
  const assessed = await well(
    caller.call(centre, cloudOperations.assessNode, { params, body: { version: node.version, assessment } }),
  )
  const admission = { version: assessed.version, note: null }
  await well(caller.call(bureau, cloudOperations.admitNode, { params, body: admission }))
  const aZone = { code: `zone-${made}`, name: '可用区', nativeZone: wanted.nativeZone }
  const zoned = await well(
    caller.call(centre, cloudOperations.addZone, { params: { id: node.id }, body: aZone }),
  )
  const { mapping } = wanted
  const body = aPool(zoned.zones[0]?.id ?? '', {
    total: amountsOf(wanted.total),
    overCommit: { vcpus: '1', memory: '1', storage: '1' },
    mapping,
  })
  return { cloud, pool: await well(caller.call(centre, poolOperations.create, { body })) }
}

export async function givenQuotaOf(caller: Caller, bodyId: string, limit: Partial<Amounts>): Promise<void> {
  const body = { version: null, limit: amountsOf(limit), reason: '年度配额' }
  await well(caller.call(caller.world.people.centre, quotaOperations.set, { params: { id: bodyId }, body }))
}
