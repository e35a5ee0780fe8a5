import type { QueryOf, Text, WorkOrder, WorkOrderState, workOrderOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Download } from '../../../platform/http/index.ts'
import { exportList, type ListColumn, YES } from '../../../platform/xlsx/index.ts'
import { listWorkOrders } from './work-order-store.ts'
import { toWorkOrders } from './work-order-view.ts'

const STATE: Readonly<Record<WorkOrderState, Text>> = {
  open: { zh: '待接单', en: 'To be accepted' },
  accepted: { zh: '办理中', en: 'In hand' },
  delivered: { zh: '待确认', en: 'To be confirmed' },
  confirmed: { zh: '已完成', en: 'Completed' },
  declined: { zh: '已退单', en: 'Declined' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
}
const TASK: Readonly<Record<WorkOrder['task'], Text>> = {
  deliver: { zh: '交付', en: 'Delivery' },
  change: { zh: '变更', en: 'Change' },
  withdraw: { zh: '回收', en: 'Withdrawal' },
  incident: { zh: '故障处置', en: 'Incident' },
  maintenance: { zh: '运行维护', en: 'Maintenance' },
  migration: { zh: '迁移支持', en: 'Help with a migration' },
  inspection: { zh: '巡检', en: 'Inspection' },
  drill: { zh: '演练', en: 'Drill' },
  destruction: { zh: '数据销毁', en: 'Destruction of data' },
  other: { zh: '其他', en: 'Other' },
}

const COLUMNS: readonly ListColumn<WorkOrder>[] = [
  { title: { zh: '编号', en: 'No.' }, kind: 'text', value: (row) => row.no },
  {
    title: { zh: '状态', en: 'State' },
    kind: 'text',
    value: (row) => STATE[row.state],
  },
  {
    title: { zh: '事项', en: 'Task' },
    kind: 'text',
    value: (row) => TASK[row.task],
  },
  {
    title: { zh: '规格', en: 'Plan' },
    kind: 'text',
    width: 28,
    value: (row) => row.plan?.title ?? null,
  },
  { title: { zh: '名称', en: 'Title' }, kind: 'text', width: 28, value: (row) => row.title },
  { title: { zh: '单位', en: 'Body' }, kind: 'text', width: 24, value: (row) => row.body?.name ?? null },
  {
    title: { zh: '信息系统', en: 'System' },
    kind: 'text',
    width: 28,
    value: (row) => row.system?.name ?? null,
  },
  { title: { zh: '云平台', en: 'Cloud' }, kind: 'text', width: 24, value: (row) => row.cloud?.name ?? null },
  { title: { zh: '派单人', en: 'Opened by' }, kind: 'text', value: (row) => row.openedBy },
  { title: { zh: '服务商', en: 'Provider' }, kind: 'text', width: 24, value: (row) => row.provider.name },
  { title: { zh: '派单时间', en: 'Opened' }, kind: 'instant', width: 18, value: (row) => row.openedAt },
  { title: { zh: '应办结', en: 'Due' }, kind: 'instant', width: 18, value: (row) => row.dueAt },
  {
    title: { zh: '逾期', en: 'Overdue' },
    kind: 'text',
    width: 8,
    value: (row) => (row.overdue ? YES : null),
  },
  { title: { zh: '办理人', en: 'Accepted by' }, kind: 'text', value: (row) => row.acceptedBy },
  { title: { zh: '凭据数', en: 'Evidence' }, kind: 'number', width: 8, value: (row) => row.evidence.length },
  {
    title: { zh: '见证人', en: 'Witnesses' },
    kind: 'text',
    width: 24,
    value: (row) => row.witnesses.map(({ person, body }) => `${person} (${body})`).join('; ') || null,
  },
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
      const { items: rows, nextPageToken } = await listWorkOrders(db, filter, page, ctx.clock.now())
      return { items: await toWorkOrders(ctx, rows), nextPageToken }
    },
  })
}
