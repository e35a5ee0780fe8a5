import type { QueryOf, System, systemOperations, Text } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Download } from '../../platform/http/index.ts'
import { exportList, type ListColumn } from '../../platform/xlsx/index.ts'
import { NETWORK_ZONE_WORDS } from './network-zone.ts'
import { listSystems } from './system-store.ts'
import { toSystem } from './system-view.ts'

const LIFECYCLE: Readonly<Record<System['lifecycle'], Text>> = {
  planned: { zh: '规划', en: 'Planned' },
  building: { zh: '建设', en: 'Being built' },
  trial: { zh: '试运行', en: 'Trial run' },
  running: { zh: '运行', en: 'Running' },
  retired: { zh: '停用', en: 'Retired' },
}
const KIND = {
  new: { zh: '增量系统', en: 'New system' },
  stock: { zh: '存量系统', en: 'Existing system' },
} as const
const DEPLOYMENT = {
  cloud: { zh: '已上云', en: 'On the cloud' },
  'to-migrate': { zh: '待迁移', en: 'To migrate' },
  exempt: { zh: '豁免', en: 'Exempt' },
} as const
const COLUMNS: readonly ListColumn<System>[] = [
  { title: { zh: '系统编码', en: 'Code' }, kind: 'text', width: 18, value: (row) => row.code },
  { title: { zh: '名称', en: 'Name' }, kind: 'text', width: 32, value: (row) => row.name },
  { title: { zh: '单位', en: 'Body' }, kind: 'text', width: 28, value: (row) => row.body.name },
  {
    title: { zh: '阶段', en: 'Stage' },
    kind: 'text',
    value: (row) => LIFECYCLE[row.lifecycle],
  },
  {
    title: { zh: '类别', en: 'Kind' },
    kind: 'text',
    value: (row) => KIND[row.kind],
  },
  {
    title: { zh: '部署', en: 'Deployment' },
    kind: 'text',
    value: (row) => DEPLOYMENT[row.deployment],
  },
  { title: { zh: '等保级别', en: 'Protection level' }, kind: 'number', value: (row) => row.protectionLevel },
  {
    title: { zh: '备案号', en: 'Filing number' },
    kind: 'text',
    width: 24,
    value: (row) => row.protectionFilingNo,
  },
  {
    title: { zh: '网络区域', en: 'Network zone' },
    kind: 'text',
    value: (row) => NETWORK_ZONE_WORDS[row.networkZone],
  },
  {
    title: { zh: '责任人', en: 'Responsible person' },
    kind: 'text',
    value: (row) => row.responsiblePerson?.name ?? null,
  },
  { title: { zh: '迁移批次', en: 'Wave' }, kind: 'text', width: 20, value: (row) => row.wave?.name ?? null },
  { title: { zh: '登记时间', en: 'Entered' }, kind: 'instant', width: 18, value: (row) => row.createdAt },
  { title: { zh: '更新时间', en: 'Changed' }, kind: 'instant', width: 18, value: (row) => row.updatedAt },
]

/** The ledger of systems as a workbook, with the list's filters and within its sight. */
export async function exportSystems(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof systemOperations.export>,
  today: string,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'system')
  return exportList(ctx, {
    noun: 'system',
    name: { zh: '信息系统', en: 'Systems' },
    language,
    filter,
    columns: COLUMNS,
    page: (page) => listSystems(db, filter, page, today, (row) => toSystem(ctx, row)),
  })
}
