import {
  type Amounts,
  cloudOperations,
  type NodeCreate,
  type OperationSpec,
  type PoolCreate,
  poolOperations,
  quotaOperations,
} from '@yunheng/contract'
import {
  DEFAULT_ACCESS_KEY,
  INSTANT,
  type Knobs,
  type SimulatedCloud,
} from '../../src/connectors/simulated/index.ts'
import { addNode, addZone, createPool, setQuota, ZERO } from '../../src/modules/cloud/index.ts'
import type { Ctx } from '../../src/platform/context.ts'
import { systemActor } from '../../src/platform/create-context.ts'
import type { TestServer } from './server.ts'

export interface GivenCloud {
  readonly cloudId: string
  readonly zoneId: string
  readonly poolId: string
  readonly endpoint: string
  /** The hand inside it. */
  readonly simulated: SimulatedCloud
}

export const amountsOf = (parts: Partial<Amounts>): Amounts => ({ ...ZERO, ...parts })

/** The system's own context for a use case, under the name of the operation that it stands behind. */
export function setupCtx(server: TestServer, operation: OperationSpec | null = null): Ctx {
  const call = { requestId: server.ids.next(), address: null, operation }
  return server.composition.makeCtx(systemActor('test setup'), call)
}

let made = 0

export function aPool(zoneId: string, parts: Partial<PoolCreate> = {}): PoolCreate {
  made += 1
  return {
    code: `pool-${made}`,
    zoneId,
    name: `通用池 ${made}`,
    class: 'general',
    networkZone: 'government-extranet',
    dedicatedBodyId: null,
    capacitySource: 'declared',
    total: amountsOf({ vcpus: 1000, memoryMiB: 4_000_000, storageGiB: 100_000, floatingIps: 200 }),
    overCommit: { vcpus: '4', memory: '1', storage: '1' },
    heldBack: ZERO,
    accelerator: null,
    mapping: {
      images: [
        {
          code: 'kylin-v10',
          title: { zh: '银河麒麟 V10', en: 'Kylin V10' },
          native: 'kylin-v10-sp3',
          minDiskGiB: 40,
        },
        {
          code: 'openeuler',
          title: { zh: 'openEuler', en: 'openEuler' },
          native: 'openeuler-2203-lts',
          minDiskGiB: 20,
        },
      ],
      volumeTypes: [{ tier: 'general-ssd', native: 'general-ssd' }],
      externalNetwork: 'government-extranet',
    },
    ...parts,
  }
}

/** A simulated cloud of the first provider with one node, one zone and one general pool, all by the use cases. */
export async function givenCloud(
  server: TestServer,
  parts: {
    readonly pool?: Partial<PoolCreate>
    readonly knobs?: Partial<Knobs>
    readonly provider?: string
    /** Of which kind its node is; at the edge unless told. */
    readonly node?: NodeCreate['kind']
  } = {},
): Promise<GivenCloud> {
  made += 1
  const as = (operation: OperationSpec) => setupCtx(server, operation)
  const { composition, world } = server
  const endpoint = `simulated://test-${made}`
  const simulated = composition.cloudKinds.simulator.cloud(endpoint)
  await simulated.set({ ...INSTANT, ...parts.knobs })
  const { id: cloudId } = await composition.cloud.registerCloud(as(cloudOperations.create), {
    code: `cloud-${made}`,
    name: `模拟云 ${made}`,
    providerBodyId: parts.provider ?? world.bodies.provider,
    kind: 'simulated',
    endpoint,
    region: null,
    options: {},
    credentials: { accessKey: DEFAULT_ACCESS_KEY },
  })
  const node = await addNode(as(cloudOperations.addNode), cloudId, {
    code: 'main',
    name: '主节点',
    kind: parts.node ?? 'edge',
    regionId: world.regions.city,
    latitude: null,
    longitude: null,
    grade: null,
    certificateNo: null,
    certificateUntil: null,
  })
  await letIn(server, node.id)
  const withZone = await addZone(as(cloudOperations.addZone), node.id, {
    code: 'az-1',
    name: '可用区一',
    nativeZone: 'az-1',
  })
  const zoneId = withZone.zones[0]?.id ?? ''
  const pool = await createPool(as(poolOperations.create), aPool(zoneId, parts.pool))
  return { cloudId, zoneId, poolId: pool.id, endpoint, simulated }
}

/** As if its intake lay behind it. */
export async function letIn(server: TestServer, nodeId: string): Promise<void> {
  await server.database.owner.query(`update node set intake = 'managed' where id = $1`, [nodeId])
}

/** Gives a body a quota of its own. */
export async function givenQuota(server: TestServer, bodyId: string, limit: Partial<Amounts>): Promise<void> {
  await setQuota(setupCtx(server, quotaOperations.set), bodyId, {
    version: null,
    limit: amountsOf(limit),
    reason: 'test',
  })
}
