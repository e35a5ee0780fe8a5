import type {
  AdoptionCounty,
  AdoptionNode,
  adoptionOperations as operations,
  QueryOf,
  RATE_GAPS,
  Text,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { exportList, type ListColumn, YES } from '../../../platform/xlsx/index.ts'
import { listCounties, listNodes } from './rate-store.ts'
import { oldBefore, toCounty, toNode } from './rates.ts'

const GAP_WORDS: Readonly<Record<(typeof RATE_GAPS)[number], Text>> = {
  'not-admitted': { zh: '节点未批准纳入', en: 'The node is not admitted yet' },
  'no-zone': { zh: '未登记可用区', en: 'No zone is registered' },
  'not-connected': { zh: '云平台未连通', en: 'Its cloud does not answer' },
  'never-scanned': { zh: '尚未完成全量盘点', en: 'Never scanned in full' },
  'scan-old': { zh: '全量盘点已过期', en: 'The last full scan is old' },
}

const NODE_COLUMNS: readonly ListColumn<AdoptionNode>[] = [
  { title: { zh: '节点', en: 'Node' }, kind: 'text', width: 24, value: (row) => row.name },
  { title: { zh: '云平台', en: 'Cloud' }, kind: 'text', width: 24, value: (row) => row.cloud.name },
  { title: { zh: '行政区划', en: 'Region' }, kind: 'text', value: (row) => row.region },
  {
    title: { zh: '已纳管', en: 'Managed' },
    kind: 'text',
    value: (row) => (row.isManaged ? YES : null),
  },
  {
    title: { zh: '原因', en: 'Why not' },
    kind: 'text',
    width: 28,
    value: (row) => (row.gap === null ? null : GAP_WORDS[row.gap]),
  },
  { title: { zh: '最近全量盘点', en: 'Last full scan' }, kind: 'instant', value: (row) => row.scannedAt },
]

const COUNTY_COLUMNS: readonly ListColumn<AdoptionCounty>[] = [
  { title: { zh: '区划代码', en: 'Code' }, kind: 'text', value: (row) => row.code },
  { title: { zh: '县（市、区）', en: 'County' }, kind: 'text', width: 24, value: (row) => row.name },
  { title: { zh: '云上系统数', en: 'Systems on the cloud' }, kind: 'number', value: (row) => row.systems },
  {
    title: { zh: '已上云', en: 'On the cloud' },
    kind: 'text',
    value: (row) => (row.isOnCloud ? YES : null),
  },
]

/** What the rates are counted from, row by row. */
export async function exportRates(ctx: Ctx, query: QueryOf<typeof operations.exportRates>) {
  const db = ctx.authz.require(ctx, 'list', 'inventory')
  const { of, language = 'zh' } = query
  const common = { noun: 'adoption', language, filter: { of } } as const
  const whole =
    <Row>(items: readonly Row[]) =>
    async () => ({ items, nextPageToken: null })
  if (of === 'nodes')
    return exportList(ctx, {
      ...common,
      name: { zh: '纳管率明细', en: 'Management rate' },
      columns: NODE_COLUMNS,
      page: whole((await listNodes(db, oldBefore(ctx.clock.now()))).map(toNode)),
    })
  return exportList(ctx, {
    ...common,
    name: { zh: '上云率明细', en: 'County on-cloud rate' },
    columns: COUNTY_COLUMNS,
    page: whole((await listCounties(db)).map(toCounty)),
  })
}
