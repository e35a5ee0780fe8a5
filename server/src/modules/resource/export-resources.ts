import type {
  Agreement,
  QueryOf,
  ResourceItem,
  ResourceKind,
  ResourceState,
  resourceOperations,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Download } from '../../platform/http/index.ts'
import { exportList, type ListColumn } from '../../platform/xlsx/index.ts'
import { listResources } from './list-store.ts'
import { toItem } from './resource-view.ts'

const STATE: Readonly<Record<ResourceState, string>> = {
  waiting: '等待创建',
  building: '创建中',
  ready: '运行中',
  stopped: '已关机',
  changing: '变更中',
  'cooling-off': '冷静期',
  removing: '释放中',
  released: '已释放',
  faulty: '异常',
  missing: '已消失',
  unknown: '未知',
}
const AGREEMENT: Readonly<Record<Agreement, string>> = {
  level: '一致',
  changing: '变更中',
  tilted: '不一致',
  unknown: '未知',
}
const KIND: Readonly<Record<ResourceKind, string>> = {
  server: '云主机',
  volume: '云硬盘',
  snapshot: '快照',
  network: '网络',
  subnet: '子网',
  router: '路由器',
  'security-group': '安全组',
  'floating-ip': '公网地址',
  'key-pair': '密钥对',
  project: '租户空间',
  service: '云服务',
}
const ZONE = {
  internet: '互联网区',
  'government-extranet': '政务外网区',
  'dedicated-line': '专线区',
} as const

const COLUMNS: readonly ListColumn<ResourceItem>[] = [
  { title: { zh: '名称', en: 'Name' }, kind: 'text', width: 28, value: (row) => row.name },
  {
    title: { zh: '种类', en: 'Kind' },
    kind: 'text',
    value: (row, language) => (language === 'zh' ? KIND[row.kind] : row.kind),
  },
  {
    title: { zh: '状态', en: 'State' },
    kind: 'text',
    value: (row, language) => (language === 'zh' ? STATE[row.state] : row.state),
  },
  {
    title: { zh: '应有与实有', en: 'Intended and observed' },
    kind: 'text',
    value: (row, language) => (language === 'zh' ? AGREEMENT[row.agreement] : row.agreement),
  },
  { title: { zh: '规格', en: 'Size' }, kind: 'text', width: 28, value: (row) => row.sizes },
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
    value: (row, language) => (language === 'zh' ? ZONE[row.networkZone] : row.networkZone),
  },
  {
    title: { zh: '异常说明', en: 'What is wrong' },
    kind: 'text',
    width: 36,
    value: (row, language) => row.condition?.text[language] ?? null,
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
