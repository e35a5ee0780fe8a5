import {
  type Amounts,
  type CloudNode,
  cloudOperations,
  type NetworkZone,
  type PoolClass,
  poolOperations,
  quotaOperations,
} from '@yunheng/contract'
import { IMAGES, zonesOf } from '../connectors/simulated/index.ts'
import { idOf, type Province } from './load-organisation.ts'
import { sampleBodies } from './province.ts'
import type { Stage } from './stage.ts'

interface SampleCloud {
  readonly code: string
  readonly name: string
  readonly provider: string
  readonly nodes: readonly SampleNode[]
}
interface SampleNode {
  readonly code: string
  readonly name: string
  readonly kind: 'backbone' | 'dr-same-city' | 'dr-remote' | 'edge' | 'department-integrated'
  readonly region: string
  readonly place: readonly [latitude: number, longitude: number]
  /** Where it stands, if elsewhere than the region it serves. */
  readonly site?: string
  readonly pools: readonly SamplePool[]
}
interface SamplePool {
  readonly code: string
  readonly name: string
  readonly class: PoolClass
  readonly zone: NetworkZone
  readonly vcpus: number
  readonly dedicatedTo?: string
  /** 信创 throughout; left out where nobody said (R17). */
  readonly domestic?: boolean
  readonly fileStorageGiB?: number
  /** Of a heterogeneous pool (R72). */
  readonly compute?: { readonly cards: number; readonly pflops: string }
}

const pool = (
  code: string,
  name: string,
  zone: NetworkZone,
  vcpus: number,
  more: Pick<SamplePool, 'domestic' | 'fileStorageGiB'> = {},
): SamplePool => ({ code, name, class: 'general', zone, vcpus, ...more })

const CORES_OF_A_HOST = 128

/** Three providers with one simulated cloud each, and a cloud that a department has brought in (R1, R2). */
const CLOUDS: readonly SampleCloud[] = [
  {
    code: 'lanzhou-cloud',
    name: '澜舟政务云（模拟）',
    provider: 'lanzhou',
    nodes: [
      {
        code: 'lz-backbone',
        name: '云津主节点',
        kind: 'backbone',
        region: '990100',
        place: [30.61, 104.12],
        pools: [
          pool('lz-gen-ext', '澜舟通用池·政务外网区', 'government-extranet', 4000, {
            domestic: true,
            fileStorageGiB: 6_000_000,
          }),
          pool('lz-gen-int', '澜舟通用池·互联网区', 'internet', 2000, { domestic: false }),
          {
            code: 'lz-ded-resources',
            name: '自然资源专属池',
            class: 'dedicated',
            zone: 'government-extranet',
            vcpus: 600,
            dedicatedTo: 'resources',
            domestic: true,
          },
          {
            code: 'lz-ai',
            name: '澜舟异构算力池',
            class: 'heterogeneous',
            zone: 'government-extranet',
            vcpus: 512,
            domestic: true,
            compute: { cards: 64, pflops: '20.48' },
          },
        ],
      },
      {
        code: 'lz-dr',
        name: '云津同城灾备节点',
        kind: 'dr-same-city',
        region: '990100',
        place: [30.72, 104.03],
        pools: [pool('lz-dr-ext', '澜舟同城灾备池', 'government-extranet', 1000, { domestic: true })],
      },
      {
        code: 'lz-remote',
        name: '云津异地灾备节点',
        kind: 'dr-remote',
        region: '990100',
        place: [32.44, 105.84],
        site: '990200',
        pools: [],
      },
    ],
  },
  {
    code: 'panshi-cloud',
    name: '磐石政务云（模拟）',
    provider: 'panshi',
    nodes: [
      {
        code: 'ps-backbone',
        name: '青澜主节点',
        kind: 'backbone',
        region: '990200',
        place: [31.9, 106.4],
        pools: [
          pool('ps-gen-ext', '磐石通用池·政务外网区', 'government-extranet', 3000, {
            domestic: true,
            fileStorageGiB: 4_000_000,
          }),
          pool('ps-gen-int', '磐石通用池·互联网区', 'internet', 1500),
          pool('ps-gen-line', '磐石通用池·专线区', 'dedicated-line', 800),
        ],
      },
    ],
  },
  {
    code: 'xingdu-cloud',
    name: '星渡政务云（模拟）',
    provider: 'xingdu',
    nodes: [
      {
        code: 'xd-backbone',
        name: '松渚主节点',
        kind: 'backbone',
        region: '990300',
        place: [29.2, 102.1],
        pools: [
          pool('xd-gen-ext', '星渡通用池·政务外网区', 'government-extranet', 2000, {
            domestic: true,
          }),
          {
            code: 'xd-full',
            name: '星渡全栈专属池',
            class: 'full-stack-dedicated',
            zone: 'government-extranet',
            vcpus: 400,
            dedicatedTo: 'health',
            domestic: true,
          },
        ],
      },
      {
        code: 'xd-edge',
        name: '白沙滩边缘节点',
        kind: 'edge',
        region: '990321',
        place: [29.4, 102.6],
        pools: [pool('xd-edge-line', '星渡边缘池·专线区', 'dedicated-line', 200)],
      },
    ],
  },
  {
    code: 'survey-cloud',
    name: '自然资源部门整合云（模拟）',
    provider: 'platform',
    nodes: [
      {
        code: 'sv-node',
        name: '自然资源信息中心机房',
        kind: 'department-integrated',
        region: '990100',
        place: [30.66, 104.08],
        pools: [
          {
            code: 'sv-ded',
            name: '自然资源整合池',
            class: 'dedicated',
            zone: 'dedicated-line',
            vcpus: 320,
            dedicatedTo: 'resources',
          },
        ],
      },
    ],
  },
]

const endpointOf = (code: string) => `simulated://${code}`

/** The one that held something before it was brought in. */
export const stockedEndpoint = endpointOf('survey-cloud')

/** Pools of one class share a zone, and its hosts; what is dedicated to somebody has hosts of its own. */
function zonesOfNode(node: SampleNode): readonly (readonly SamplePool[])[] {
  const zones = [...Map.groupBy(node.pools, (one) => one.class).values()]
  return zones.length === 0 ? [[]] : zones
}

const vcpusOf = (pools: readonly SamplePool[]) => pools.reduce((sum, one) => sum + one.vcpus, 0)

/** Each cloud with the zones that its pools need, of as many hosts. */
export const sampleClouds = CLOUDS.map((cloud) => ({
  endpoint: endpointOf(cloud.code),
  zones: cloud.nodes
    .flatMap(zonesOfNode)
    .flatMap((pools, index) => zonesOf(Math.max(CORES_OF_A_HOST, vcpusOf(pools)), [`az-${index + 1}`])),
}))

/** What each department may hold; a body below another gets a quarter, out of what that one has. */
const QUOTA: Amounts = { vcpus: 400, memoryMiB: 1_638_400, storageGiB: 60_000, floatingIps: 20, cards: 0 }
const QUARTER: Amounts = { vcpus: 100, memoryMiB: 409_600, storageGiB: 15_000, floatingIps: 5, cards: 0 }

/** Clouds with nodes, zones and pools, kept by the centre (R43), and the quotas it allots. */
export async function loadClouds(stage: Stage, province: Province): Promise<void> {
  for (const cloud of CLOUDS) {
    const made = await stage.act('centre', cloudOperations.create, {
      body: {
        code: cloud.code,
        name: cloud.name,
        providerBodyId: idOf(province.bodies, cloud.provider),
        kind: 'simulated',
        endpoint: endpointOf(cloud.code),
        region: null,
        options: {},
        credentials: { accessKey: 'simulated' },
      },
    })
    let zones = 0
    for (const node of cloud.nodes) zones += await loadNode(stage, province, made.id, node, zones)
  }
  for (const body of sampleBodies) {
    if (body.kind !== 'department' && body.key !== 'centre') continue
    await stage.act('centre', quotaOperations.set, {
      params: { id: idOf(province.bodies, body.key) },
      body: {
        version: null,
        limit: body.parent === null || body.key === 'centre' ? QUOTA : QUARTER,
        reason: '年度资源计划',
      },
    })
  }
}

/** @returns how many zones it has. */
async function loadNode(
  stage: Stage,
  province: Province,
  cloudId: string,
  node: SampleNode,
  zonesBefore: number,
): Promise<number> {
  const made = await stage.act('centre', cloudOperations.addNode, {
    params: { id: cloudId },
    body: {
      code: node.code,
      name: node.name,
      kind: node.kind,
      regionId: idOf(province.regions, node.region),
      siteRegionId: node.site === undefined ? null : idOf(province.regions, node.site),
      latitude: node.place[0],
      longitude: node.place[1],
      grade: node.kind === 'backbone' ? 'national-a' : null,
      certificateNo: node.kind === 'backbone' ? `衡机房-${node.code}` : null,
      certificateUntil: node.kind === 'backbone' ? '2029-12-31' : null,
    },
  })
  if (made.intake !== 'managed') await letIn(stage, made)
  const zones = zonesOfNode(node)
  for (const [index, pools] of zones.entries()) {
    const code = `${node.code}-az${index + 1}`
    const nativeZone = `az-${zonesBefore + index + 1}`
    const { zones: known } = await stage.act('centre', cloudOperations.addZone, {
      params: { id: made.id },
      body: { code, name: `可用区${ORDINALS[index]}`, nativeZone },
    })
    const zoneId = known.find((zone) => zone.nativeZone === nativeZone)?.id
    if (zoneId === undefined) throw new Error('assertion: the node has its zone')
    for (const each of pools) await loadPool(stage, province, zoneId, each)
  }
  return zones.length
}

const ORDINALS = ['一', '二', '三', '四'] as const

/** Assessed by the centre, approved by the bureau (R2, R109). */
async function letIn(stage: Stage, node: CloudNode): Promise<void> {
  const params = { id: node.id }
  const assessment =
    node.kind === 'edge'
      ? '监测数据就地处理，时延与专线带宽要求无法由主节点满足；机房、供电与安全条件符合要求。'
      : '机房、网络与安全条件符合要求，云管接口可接入。'
  const assessed = await stage.act('centre', cloudOperations.assessNode, {
    params,
    body: { version: node.version, assessment },
  })
  await stage.act('bureau', cloudOperations.admitNode, {
    params,
    body: { version: assessed.version, note: '同意纳入统一管理。' },
  })
}

async function loadPool(stage: Stage, province: Province, zoneId: string, pool: SamplePool): Promise<void> {
  await stage.act('centre', poolOperations.create, {
    body: {
      code: pool.code,
      zoneId,
      name: pool.name,
      class: pool.class,
      networkZone: pool.zone,
      dedicatedBodyId: pool.dedicatedTo === undefined ? null : idOf(province.bodies, pool.dedicatedTo),
      capacitySource: 'declared',
      total: {
        vcpus: pool.vcpus,
        memoryMiB: pool.vcpus * 4096,
        storageGiB: pool.vcpus * 100,
        floatingIps: 60,
        cards: pool.compute?.cards ?? 0,
      },
      overCommit: { vcpus: '2', memory: '1', storage: '1' },
      heldBack: { vcpus: 0, memoryMiB: 0, storageGiB: 0, floatingIps: 0, cards: 0 },
      accelerator: pool.compute
        ? { model: 'Ascend 910B', pflops: pool.compute.pflops, precision: 'fp16' }
        : null,
      ...(pool.domestic !== undefined && { isDomestic: pool.domestic }),
      ...(pool.fileStorageGiB !== undefined && { fileStorageGiB: pool.fileStorageGiB }),
      mapping: {
        images: IMAGES.filter((image) => image.osDistro !== null).map((image) => ({
          code: image.osDistro ?? image.id,
          title: { zh: image.name, en: image.id },
          native: image.id,
          minDiskGiB: image.minDiskGiB,
          isDomestic: true,
        })),
        volumeTypes: [
          { tier: 'general-ssd', native: null },
          { tier: 'high-performance-ssd', native: null },
          { tier: 'static', native: null },
        ],
        externalNetwork: pool.zone === 'internet' ? 'internet' : null,
      },
    },
  })
}
