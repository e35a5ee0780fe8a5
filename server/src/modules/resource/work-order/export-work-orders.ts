import type { QueryOf, WorkOrder, WorkOrderState, workOrderOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Download } from '../../../platform/http/index.ts'
import { exportList, type ListColumn } from '../../../platform/xlsx/index.ts'
import { listWorkOrders } from './work-order-store.ts'
import { toWorkOrders } from './work-order-view.ts'

const STATE: Readonly<Record<WorkOrderState, string>> = {
  open: '待接单',
  accepted: '办理中',
  delivered: '待确认',
  confirmed: '已完成',
  declined: '已退单',
  cancelled: '已取消',
}
const TASK: Readonly<Record<WorkOrder['task'], string>> = {
  deliver: '交付',
  change: '变更',
  withdraw: '回收',
}

const COLUMNS: readonly ListColumn<WorkOrder>[] = [
  {
    title: { zh: '状态', en: 'State' },
    kind: 'text',
    value: (row, language) => (language === 'zh' ? STATE[row.state] : row.state),
  },
  {
    title: { zh: '事项', en: 'Task' },
    kind: 'text',
    value: (row, language) => (language === 'zh' ? TASK[row.task] : row.task),
  },
  {
    title: { zh: '规格', en: 'Plan' },
    kind: 'text',
    width: 28,
    value: (row, language) => row.plan?.title[language] ?? null,
  },
  { title: { zh: '资源', en: 'Resource' }, kind: 'text', width: 28, value: (row) => row.resource.name },
  { title: { zh: '单位', en: 'Body' }, kind: 'text', width: 24, value: (row) => row.body.name },
  { title: { zh: '信息系统', en: 'System' }, kind: 'text', width: 28, value: (row) => row.system.name },
  { title: { zh: '服务商', en: 'Provider' }, kind: 'text', width: 24, value: (row) => row.provider.name },
  { title: { zh: '派单时间', en: 'Opened' }, kind: 'instant', width: 18, value: (row) => row.openedAt },
  { title: { zh: '应办结', en: 'Due' }, kind: 'instant', width: 18, value: (row) => row.dueAt },
  {
    title: { zh: '逾期', en: 'Overdue' },
    kind: 'text',
    width: 8,
    value: (row, language) => (row.overdue ? (language === 'zh' ? '是' : 'yes') : null),
  },
  { title: { zh: '办理人', en: 'Accepted by' }, kind: 'text', value: (row) => row.acceptedBy },
  { title: { zh: '凭据数', en: 'Evidence' }, kind: 'number', width: 8, value: (row) => row.evidence.length },
  {
    title: { zh: '交付说明', en: 'Delivery note' },
    kind: 'text',
    width: 36,
    value: (row) => row.deliveryNote,
  },
]

/** The list of work orders as a workbook, with its filters and within its sight. */
export async function exportWorkOrders(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof workOrderOperations.export>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'work-order')
  return exportList(ctx, {
    noun: 'work-order',
    name: { zh: '工单', en: 'Work orders' },
    language,
    filter,
    columns: COLUMNS,
    async page(page) {
      const { rows, nextPageToken } = await listWorkOrders(db, filter, page, ctx.clock.now())
      return { items: await toWorkOrders(ctx, rows), nextPageToken }
    },
  })
}
