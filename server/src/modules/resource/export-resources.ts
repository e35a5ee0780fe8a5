import type {
  Agreement,
  QueryOf,
  ResourceItem,
  ResourceState,
  resourceOperations,
  Text,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Download } from '../../platform/http/index.ts'
import { exportList, type ListColumn } from '../../platform/xlsx/index.ts'
import { NETWORK_ZONE_WORDS } from '../system/index.ts'
import { RESOURCE_KIND_WORDS } from './kind-words.ts'
import { listResources } from './list-store.ts'
import { toItem } from './resource-view.ts'

const STATE: Readonly<Record<ResourceState, Text>> = {
  waiting: { zh: '等待创建', en: 'To be made' },
  building: { zh: '创建中', en: 'Being made' },
  ready: { zh: '运行中', en: 'Running' },
  stopped: { zh: '已关机', en: 'Stopped' },
  changing: { zh: '变更中', en: 'Changing' },
  'cooling-off': { zh: '冷静期', en: 'Cooling off' },
  removing: { zh: '释放中', en: 'Being released' },
  released: { zh: '已释放', en: 'Released' },
  faulty: { zh: '异常', en: 'Faulty' },
  missing: { zh: '已消失', en: 'Missing' },
  unknown: { zh: '未知', en: 'Unknown' },
}
const AGREEMENT: Readonly<Record<Agreement, Text>> = {
  level: { zh: '一致', en: 'As intended' },
  changing: { zh: '变更中', en: 'Changing' },
  tilted: { zh: '不一致', en: 'Differs' },
  unknown: { zh: '未知', en: 'Unknown' },
}

const COLUMNS: readonly ListColumn<ResourceItem>[] = [
  { title: { zh: '名称', en: 'Name' }, kind: 'text', width: 28, value: (row) => row.name },
  {
    title: { zh: '种类', en: 'Kind' },
    kind: 'text',
    value: (row) => RESOURCE_KIND_WORDS[row.kind],
  },
  {
    title: { zh: '状态', en: 'State' },
    kind: 'text',
    value: (row) => STATE[row.state],
  },
  {
    title: { zh: '应有与实有', en: 'Intended and observed' },
    kind: 'text',
    value: (row) => AGREEMENT[row.agreement],
  },
  {
    title: { zh: '规格', en: 'Size' },
    kind: 'text',
    width: 28,
    // A bare number says nothing of what it counts.
    value: ({ kind, sizes }) =>
      kind === 'security-group' ? { zh: `${sizes} 条规则`, en: `${sizes} rules` } : sizes,
  },
  {
    title: { zh: '计价规格', en: 'Plan' },
    kind: 'text',
    width: 24,
    value: (row) => row.plan?.title ?? null,
  },
  {
    title: { zh: '地址', en: 'Addresses' },
    kind: 'text',
    width: 24,
    value: (row) => row.addresses.join(' '),
  },
  { title: { zh: '单位', en: 'Body' }, kind: 'text', width: 24, value: (row) => row.body.name },
  { title: { zh: '信息系统', en: 'System' }, kind: 'text', width: 28, value: (row) => row.system.name },
  { title: { zh: '服务商', en: 'Provider' }, kind: 'text', width: 24, value: (row) => row.provider.name },
  { title: { zh: '云平台', en: 'Cloud' }, kind: 'text', width: 24, value: (row) => row.cloud.name },
  { title: { zh: '资源池', en: 'Pool' }, kind: 'text', width: 24, value: (row) => row.pool.name },
  {
    title: { zh: '网络区域', en: 'Network zone' },
    kind: 'text',
    value: (row) => NETWORK_ZONE_WORDS[row.networkZone],
  },
  {
    title: { zh: '异常说明', en: 'What is wrong' },
    kind: 'text',
    width: 36,
    value: (row) => row.condition?.text ?? null,
  },
  { title: { zh: '最近观测', en: 'Observed' }, kind: 'instant', width: 18, value: (row) => row.observedAt },
  { title: { zh: '到期', en: 'Expires' }, kind: 'instant', width: 18, value: (row) => row.expiresAt },
  { title: { zh: '创建时间', en: 'Created' }, kind: 'instant', width: 18, value: (row) => row.createdAt },
  { title: { zh: '标识', en: 'Id' }, kind: 'text', width: 38, value: (row) => row.id },
]

/** The list of resources as a workbook, with its filters and within its sight. */
export async function exportResources(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof resourceOperations.export>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'resource')
  return exportList(ctx, {
    noun: 'resource',
    name: { zh: '资源', en: 'Resources' },
    language,
    filter,
    columns: COLUMNS,
    page: (page) => listResources(db, ctx.actor, filter, page, toItem),
  })
}
