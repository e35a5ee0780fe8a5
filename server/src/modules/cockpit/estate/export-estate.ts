import type {
  Estate,
  EstateCloud,
  EstateNode,
  EstatePool,
  EstateSums,
  EstateZone,
  Text,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Download } from '../../../platform/http/index.ts'
import { exportList, type Language, type ListColumn, YES } from '../../../platform/xlsx/index.ts'

/** One line for each pool; what has none yet keeps a line of its own, so that nothing of the tree is missing. */
interface Row {
  readonly cloud: EstateCloud
  readonly node: EstateNode | null
  readonly zone: EstateZone | null
  readonly pool: EstatePool | null
}

export function rowsOf({ clouds }: Pick<Estate, 'clouds'>): readonly Row[] {
  const orOne = <T>(parts: readonly T[]): readonly (T | null)[] => (parts.length > 0 ? parts : [null])
  return clouds.flatMap((cloud) =>
    orOne(cloud.nodes).flatMap((node) =>
      orOne(node?.zones ?? []).flatMap((zone) =>
        orOne(zone?.pools ?? []).map((pool) => ({ cloud, node, zone, pool })),
      ),
    ),
  )
}

const CLOUD_STATE: Readonly<Record<EstateCloud['state'], Text>> = {
  new: { zh: '未探测', en: 'Not probed' },
  healthy: { zh: '正常', en: 'Healthy' },
  degraded: { zh: '部分异常', en: 'Degraded' },
  unreachable: { zh: '无法连接', en: 'Unreachable' },
  suspended: { zh: '已暂停', en: 'Suspended' },
}
const NODE_KIND: Readonly<Record<EstateNode['kind'], Text>> = {
  backbone: { zh: '主节点', en: 'Backbone node' },
  'dr-same-city': { zh: '同城灾备节点', en: 'Same-city recovery node' },
  'dr-remote': { zh: '异地灾备节点', en: 'Remote recovery node' },
  edge: { zh: '边缘节点', en: 'Edge node' },
  'department-integrated': { zh: '部门整合平台', en: 'Department-integrated platform' },
}
const INTAKE: Readonly<Record<EstateNode['intake'], Text>> = {
  registered: { zh: '待评估', en: 'To be assessed' },
  assessed: { zh: '待批准', en: 'To be approved' },
  managed: { zh: '已纳入', en: 'Managed' },
  declined: { zh: '不予纳入', en: 'Kept out' },
}
const POOL_CLASS: Readonly<Record<EstatePool['class'], Text>> = {
  general: { zh: '通用', en: 'General' },
  dedicated: { zh: '专属', en: 'Dedicated' },
  'full-stack-dedicated': { zh: '全栈专属', en: 'Full-stack dedicated' },
  heterogeneous: { zh: '异构', en: 'Heterogeneous' },
}
const NETWORK_ZONE: Readonly<Record<EstatePool['networkZone'], Text>> = {
  internet: { zh: '互联网区', en: 'Internet' },
  'government-extranet': { zh: '政务外网区', en: 'Government extranet' },
  'dedicated-line': { zh: '专线区', en: 'Dedicated line' },
}
const POOL_STATE: Readonly<Record<EstatePool['state'], Text>> = {
  open: { zh: '受理中', en: 'Open' },
  closed: { zh: '停止受理', en: 'Closed' },
}

type Value = ListColumn<Row>['value']
const column = (kind: ListColumn<Row>['kind'], width: number) => (zh: string, en: string, value: Value) => ({
  title: { zh, en },
  kind,
  width,
  value,
})
const text = column('text', 20)
const number = column('number', 14)
const instant = column('instant', 18)

/** What may be promised, and what is given out of it. */
function amounts(zh: string, en: string, shown: (sums: EstateSums) => number): ListColumn<Row>[] {
  const of = (part: 'limit' | 'reserved' | 'allocated') => (row: Row) =>
    row.pool === null ? null : shown(row.pool.capacity[part])
  return [
    number(`${zh} 可分配`, `${en} limit`, of('limit')),
    number(`${zh} 已预留`, `${en} reserved`, of('reserved')),
    number(`${zh} 已分配`, `${en} allocated`, of('allocated')),
  ]
}

const COLUMNS: readonly ListColumn<Row>[] = [
  text('云平台', 'Cloud', ({ cloud }) => cloud.name),
  text('服务商', 'Provider', ({ cloud }) => cloud.provider.name),
  text('云平台状态', 'State of the cloud', ({ cloud }) => CLOUD_STATE[cloud.state]),
  text('节点', 'Node', ({ node }) => node?.name ?? null),
  text('节点类型', 'Kind of node', ({ node }) => node && NODE_KIND[node.kind]),
  text('纳入情况', 'Intake', ({ node }) => node && INTAKE[node.intake]),
  text('行政区划', 'Region', ({ node }) => node?.region.name ?? null),
  number('距主节点（公里）', 'Km from the backbone', ({ node }) => node?.kmToBackbone ?? null),
  text('可用区', 'Zone', ({ zone }) => zone?.name ?? null),
  text('资源池', 'Pool', ({ pool }) => pool?.name ?? null),
  text('类别', 'Class', ({ pool }) => pool && POOL_CLASS[pool.class]),
  text('网络区域', 'Network zone', ({ pool }) => pool && NETWORK_ZONE[pool.networkZone]),
  text('资源池状态', 'State of the pool', ({ pool }) => pool && POOL_STATE[pool.state]),
  ...amounts('vCPU', 'vCPU', (sums) => sums.vcpus),
  ...amounts('内存 GiB', 'Memory GiB', (sums) => Math.round(sums.memoryMiB / 102.4) / 10),
  ...amounts('存储 GiB', 'Storage GiB', (sums) => sums.storageGiB),
  text('超出上限', 'Beyond its limit', ({ pool }) => (pool?.isOverCommitted ? YES : null)),
  instant('最近完整盘点', 'Last complete scan', ({ cloud }) => cloud.completeSince),
  text('数据已旧', 'Old figures', ({ cloud, pool }) => (pool?.isOld || cloud.isOld ? YES : null)),
]

const CUT: Text = {
  zh: '云平台、节点或资源池过多，本表不是全部。',
  en: 'There are more clouds, nodes or pools than fit: this is not all.',
}

export async function exportEstate(ctx: Ctx, estate: Estate, language: Language = 'zh'): Promise<Download> {
  return exportList(ctx, {
    noun: 'cloud',
    name: { zh: '云资源全景', en: 'Estate' },
    language,
    filter: {},
    columns: COLUMNS,
    page: async () => ({ items: rowsOf(estate), nextPageToken: null }),
    ...(estate.isCut && { remark: CUT }),
  })
}
