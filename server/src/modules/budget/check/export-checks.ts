import type {
  DuplicateProject,
  FilingItemKind,
  budgetListOperations as operations,
  QueryOf,
  ReductionRow,
  StopRow,
  Text,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Download } from '../../../platform/http/index.ts'
import { exportList, type ListColumn } from '../../../platform/xlsx/index.ts'
import { type CheckPorts, listDuplicates, listReductions, listStops } from './list-checks.ts'

const KIND: Readonly<Record<FilingItemKind, Text>> = {
  'machine-room': { zh: '机房/数据中心', en: 'Machine room' },
  'own-cloud-expansion': { zh: '自有云扩容升级', en: 'Expansion of an own cloud' },
  software: { zh: '软件开发', en: 'Software' },
  'cloud-lease': { zh: '政务云资源租用', en: 'Lease of the cloud' },
  security: { zh: '安全服务', en: 'Security services' },
  other: { zh: '其他', en: 'Other' },
}
/** A service of the catalogue says more than the kind. */
const carriedBy = ({ kind, offering }: DuplicateProject['items'][number]): Text =>
  offering?.title ?? KIND[kind]
const linesOf = (lines: readonly { readonly no: string; readonly name: string }[]) =>
  lines.map(({ no, name }) => `${no} ${name}`).join('；')

const FINDING = {
  flagged: { zh: '重复建设，不安排', en: 'The cloud carries it: no budget' },
  waiting: { zh: '国家要求待批准', en: 'Requirement of the state waits' },
  exempt: { zh: '国家要求已批准', en: 'Required by the state' },
} as const

const DUPLICATES: readonly ListColumn<DuplicateProject>[] = [
  { title: { zh: '项目编号', en: 'Project no.' }, kind: 'text', width: 16, value: (row) => row.filing.no },
  { title: { zh: '项目', en: 'Project' }, kind: 'text', width: 36, value: (row) => row.filing.name },
  { title: { zh: '申报单位', en: 'Body' }, kind: 'text', width: 28, value: (row) => row.body.name },
  {
    title: { zh: '云可承载的内容', en: 'What the cloud carries' },
    kind: 'text',
    width: 60,
    value: (row) => ({
      zh: row.items
        .map((item) => `${item.number}. ${item.name}（${carriedBy(item).zh}，${FINDING[item.finding].zh}）`)
        .join('；'),
      en: row.items
        .map((item) => `${item.number}. ${item.name} (${carriedBy(item).en}, ${FINDING[item.finding].en})`)
        .join('; '),
    }),
  },
  {
    title: { zh: '重复建设金额（元）', en: 'Flagged (yuan)' },
    kind: 'money',
    value: (row) => row.flagged.amountMinor,
  },
  { title: { zh: '已编预算', en: 'Budget lines' }, kind: 'number', value: (row) => row.budgets },
  {
    title: { zh: '已编预算金额（元）', en: 'Budgeted (yuan)' },
    kind: 'money',
    value: (row) => row.budgeted.amountMinor,
  },
  {
    title: { zh: '预算条目', en: 'Lines' },
    kind: 'text',
    width: 48,
    value: (row) => linesOf(row.lines),
  },
]

export async function exportDuplicates(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof operations.exportDuplicates>,
): Promise<Download> {
  return exportList(ctx, {
    noun: 'budget',
    name: { zh: '重复建设清单', en: 'Infrastructure that the cloud carries' },
    language,
    filter,
    columns: DUPLICATES,
    page: (page) => listDuplicates(ctx, { ...filter, ...page }),
  })
}

const PARTS = [
  ['machineRoom', { zh: '机房', en: 'Machine rooms' }],
  ['network', { zh: '网络', en: 'Networks' }],
  ['hardware', { zh: '硬件', en: 'Hardware' }],
  ['total', { zh: '合计', en: 'Total' }],
] as const
const FIGURES = [
  ['before', { zh: '上年', en: 'year before' }],
  ['allowed', { zh: '应不超过', en: 'allowed' }],
  ['planned', { zh: '本年', en: 'this year' }],
  ['beyond', { zh: '超出', en: 'beyond' }],
] as const
const titled = (part: Text, figure: Text): Text => ({
  zh: `${part.zh}${figure.zh}（元）`,
  en: `${part.en}, ${figure.en} (yuan)`,
})
const REDUCTIONS: readonly ListColumn<ReductionRow>[] = [
  { title: { zh: '单位', en: 'Body' }, kind: 'text', width: 28, value: (row) => row.body.name },
  { title: { zh: '年度', en: 'Year' }, kind: 'number', value: (row) => row.fiscalYear },
  ...PARTS.flatMap(([part, words]) =>
    FIGURES.map(
      ([figure, figureWords]): ListColumn<ReductionRow> => ({
        title: titled(words, figureWords),
        kind: 'money',
        value: (row) => row[part][figure].amountMinor,
      }),
    ),
  ),
]

export async function exportReductions(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof operations.exportReductions>,
): Promise<Download> {
  return exportList(ctx, {
    noun: 'budget',
    name: { zh: '运维经费压减清单', en: 'Reduction of upkeep' },
    language,
    filter,
    columns: REDUCTIONS,
    page: (page) => listReductions(ctx, { ...filter, ...page }),
  })
}

const STANDING = {
  absent: { zh: '未上云', en: 'Not on the cloud' },
  moving: { zh: '迁移中（云上已有资源）', en: 'Moving: it has resources on a cloud' },
} as const
const STOPS: readonly ListColumn<StopRow>[] = [
  { title: { zh: '系统编码', en: 'Code' }, kind: 'text', width: 18, value: (row) => row.system.code },
  { title: { zh: '信息系统', en: 'System' }, kind: 'text', width: 32, value: (row) => row.system.name },
  { title: { zh: '单位', en: 'Body' }, kind: 'text', width: 28, value: (row) => row.body.name },
  { title: { zh: '上云情况', en: 'Standing' }, kind: 'text', value: (row) => STANDING[row.standing] },
  {
    title: { zh: '迁移批次', en: 'Migration wave' },
    kind: 'text',
    width: 24,
    value: (row) => row.wave?.name ?? null,
  },
  {
    title: { zh: '该系统运维预算（元）', en: 'Upkeep of the system (yuan)' },
    kind: 'money',
    value: (row) => row.upkeep.amountMinor,
  },
  {
    title: { zh: '全单位运维预算（元）', en: 'Upkeep of the body as a whole (yuan)' },
    kind: 'money',
    value: (row) => row.bodyUpkeep.amountMinor,
  },
  {
    title: { zh: '预算条目', en: 'Lines' },
    kind: 'text',
    width: 48,
    value: (row) => linesOf(row.lines),
  },
  {
    title: { zh: '领导小组办公室佐证', en: 'Evidence of the leading group' },
    kind: 'text',
    width: 40,
    value: (row) => row.evidence.map(({ fileName, addedBy }) => `${fileName}（${addedBy}）`).join('；'),
  },
]

export async function exportStops(
  ports: CheckPorts,
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof operations.exportStops>,
): Promise<Download> {
  return exportList(ctx, {
    noun: 'budget',
    name: { zh: '停止安排经费清单', en: 'Systems whose funds stop' },
    language,
    filter,
    columns: STOPS,
    page: (page) => listStops(ports, ctx, { ...filter, ...page }),
  })
}
