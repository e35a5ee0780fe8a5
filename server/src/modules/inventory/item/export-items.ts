import type { InventoryItem, inventoryOperations, QueryOf } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Download } from '../../../platform/http/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { exportList, type ListColumn } from '../../../platform/xlsx/index.ts'
import { RESOURCE_KIND_WORDS } from '../../resource/index.ts'
import { toItem } from './item-view.ts'
import { countItems, listShownItems } from './list-items.ts'

type Words = { readonly zh: string; readonly en: string }

const STANDING: Readonly<Record<InventoryItem['standing'], Words>> = {
  managed: { zh: '已纳管', en: 'Managed' },
  unmanaged: { zh: '未纳管', en: 'Unmanaged' },
  ignored: { zh: '不纳管', en: 'Left unmanaged' },
  duplicate: { zh: '标签重复', en: 'Duplicate tag' },
  leftover: { zh: '已释放仍在', en: 'Given back, still there' },
  foreign: { zh: '其他平台', en: 'Of another platform' },
  vanished: { zh: '已消失', en: 'Vanished' },
}

const text = (
  zh: string,
  en: string,
  value: ListColumn<InventoryItem>['value'],
  width = 20,
): ListColumn<InventoryItem> => ({ title: { zh, en }, kind: 'text', width, value })
const at = (
  zh: string,
  en: string,
  value: ListColumn<InventoryItem>['value'],
): ListColumn<InventoryItem> => ({
  title: { zh, en },
  kind: 'instant',
  width: 18,
  value,
})

const COLUMNS: readonly ListColumn<InventoryItem>[] = [
  text('名称', 'Name', (row) => row.name, 28),
  text('种类', 'Kind', (row) => RESOURCE_KIND_WORDS[row.kind]),
  text('纳管情况', 'Standing', (row) => STANDING[row.standing]),
  text('云平台', 'Cloud', (row) => row.cloud.name, 24),
  text('租户空间', 'Project', (row) => row.projectName ?? row.projectRef, 24),
  text('状态', 'State', (row) => row.nativeState),
  text('平台资源', 'Resource', (row) => row.resource?.name ?? null, 28),
  text('计价', 'Pricing', (row) => (row.withoutPlan ? { zh: '没有规格', en: 'No plan' } : null)),
  text('不纳管理由', 'Why it is left unmanaged', (row) => row.ignored?.reason ?? null, 28),
  text('故障', 'Fault', (row) => row.fault, 28),
  at('首次发现', 'First seen', (row) => row.firstSeenAt),
  at('最近变化', 'Last changed', (row) => row.knownSince),
  at('消失时间', 'Vanished', (row) => row.vanishedAt),
  text('云平台编号', 'Id of the cloud', (row) => row.externalId, 38),
]

/** The explorer's list as a workbook, with its filters and within its sight. */
export async function exportItems(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof inventoryOperations.export>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'inventory')
  const today = dayInChina(ctx.clock.now())
  return exportList(ctx, {
    noun: 'inventory',
    name: { zh: '资源总览', en: 'Explorer' },
    language,
    filter,
    columns: COLUMNS,
    count: () => countItems(db, filter, today),
    page: (page) => listShownItems(db, filter, page, today, (row) => toItem(ctx, row)),
  })
}
