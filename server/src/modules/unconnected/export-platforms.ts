import type {
  NetworkType,
  QueryOf,
  TellingWay,
  Text,
  UnconnectedKind,
  UnconnectedPlatform,
  unconnectedPlatformOperations,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Download } from '../../platform/http/index.ts'
import { exportList, type ListColumn, YES } from '../../platform/xlsx/index.ts'
import { listPlatforms } from './unconnected-store.ts'
import { calendarOf, toPlatform } from './unconnected-view.ts'

const KIND: Readonly<Record<UnconnectedKind, Text>> = {
  government: { zh: '政务云', en: 'Government cloud' },
  industry: { zh: '产业云', en: 'Industry cloud' },
  livelihood: { zh: '民生云', en: 'Livelihood cloud' },
}
const NETWORK: Readonly<Record<NetworkType, Text>> = {
  'government-intranet': { zh: '政务内网', en: 'Government intranet' },
  'government-extranet': { zh: '政务外网', en: 'Government extranet' },
  internet: { zh: '互联网', en: 'Internet' },
}
const WAY: Readonly<Record<TellingWay, Text>> = {
  reported: { zh: '平台上报', en: 'Reported' },
  counted: { zh: '人工统计', en: 'Counted' },
}

type Column = ListColumn<UnconnectedPlatform>
const figure = (
  zh: string,
  en: string,
  of: keyof NonNullable<UnconnectedPlatform['latest']>['figures'],
): Column => ({ title: { zh, en }, kind: 'number', value: (row) => row.latest?.figures[of] ?? null })

const COLUMNS: readonly Column[] = [
  { title: { zh: '名称', en: 'Name' }, kind: 'text', width: 28, value: (row) => row.name },
  { title: { zh: '类别', en: 'Kind' }, kind: 'text', value: (row) => KIND[row.kind] },
  { title: { zh: '网络类型', en: 'Network' }, kind: 'text', value: (row) => NETWORK[row.networkType] },
  { title: { zh: '数据方式', en: 'Figures are' }, kind: 'text', value: (row) => WAY[row.way] },
  { title: { zh: '行政区划', en: 'Region' }, kind: 'text', value: (row) => row.region.name },
  { title: { zh: '责任单位', en: 'Body' }, kind: 'text', width: 24, value: (row) => row.body.name },
  { title: { zh: '联系人', en: 'Contact' }, kind: 'text', value: (row) => row.contactName },
  { title: { zh: '电话', en: 'Phone' }, kind: 'text', width: 18, value: (row) => row.contactPhone },
  { title: { zh: '数据日期', en: 'Of the day' }, kind: 'text', value: (row) => row.latest?.day ?? null },
  { title: { zh: '数据已旧', en: 'Old figures' }, kind: 'text', value: (row) => (row.isOld ? YES : null) },
  figure('云平台', 'Clouds', 'clouds'),
  figure('vCPU', 'vCPU', 'vcpus'),
  figure('内存 GiB', 'Memory GiB', 'memoryGiB'),
  figure('存储 GiB', 'Storage GiB', 'storageGiB'),
  figure('信息系统', 'Systems', 'systems'),
  figure('资源', 'Resources', 'resources'),
  {
    title: { zh: '来源', en: 'Source' },
    kind: 'text',
    width: 28,
    value: (row) => row.latest?.source ?? null,
  },
  {
    title: { zh: '近 14 日缺报', en: 'Missing of the last 14 days' },
    kind: 'text',
    width: 28,
    value: (row) => row.missingDays.join(' ') || null,
  },
  { title: { zh: '撤销时间', en: 'Revoked' }, kind: 'instant', width: 18, value: (row) => row.revokedAt },
]

/** The list as a workbook, with its filters and within its sight. */
export async function exportPlatforms(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof unconnectedPlatformOperations.export>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'unconnected-platform')
  const calendar = await calendarOf(ctx, db)
  return exportList(ctx, {
    noun: 'unconnected-platform',
    name: { zh: '未直连平台', en: 'Unconnected platforms' },
    language,
    filter,
    columns: COLUMNS,
    page: (page) => listPlatforms(db, filter, page, calendar, (row) => toPlatform(ctx, row, calendar)),
  })
}
