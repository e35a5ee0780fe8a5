import type { BillState, BillSummary, billOperations, Charge, QueryOf, Text } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Download } from '../../../platform/http/index.ts'
import { exportList, type ListColumn } from '../../../platform/xlsx/index.ts'
import { DIMENSION_WORDS } from '../../metering/index.ts'
import { listBills } from './bill-store.ts'
import { toCharge, toSummary } from './bill-view.ts'
import { listCharges } from './charge-store.ts'
import { UNPRICED_WORDS } from './explain-charge.ts'
import { filterOf, seenBill, versionsOf } from './read-bill.ts'

const STATE: Readonly<Record<BillState, Text>> = {
  draft: { zh: '草稿', en: 'Draft' },
  sent: { zh: '待确认', en: 'To be confirmed' },
  disputed: { zh: '有异议', en: 'Disputed' },
  confirmed: { zh: '已确认', en: 'Confirmed' },
  closed: { zh: '已结账', en: 'Closed' },
}
const CATEGORY: Readonly<Record<Charge['category'], Text>> = {
  usage: { zh: '用量', en: 'Usage' },
  adjustment: { zh: '更正', en: 'Adjustment' },
  once: { zh: '一次性', en: 'Paid once' },
}

const BILLS: readonly ListColumn<BillSummary>[] = [
  { title: { zh: '月份', en: 'Month' }, kind: 'text', width: 10, value: (row) => row.month },
  { title: { zh: '单位', en: 'Body' }, kind: 'text', width: 32, value: (row) => row.body.name },
  { title: { zh: '状态', en: 'State' }, kind: 'text', value: (row) => STATE[row.state] },
  { title: { zh: '金额（元）', en: 'Amount (yuan)' }, kind: 'money', value: (row) => row.amount.amountMinor },
  { title: { zh: '费用笔数', en: 'Charges' }, kind: 'number', value: (row) => row.charges },
  { title: { zh: '无价格笔数', en: 'Without a price' }, kind: 'number', value: (row) => row.unpriced },
  { title: { zh: '待答复异议', en: 'Open disputes' }, kind: 'number', value: (row) => row.openDisputes },
  { title: { zh: '答复期限', en: 'Due' }, kind: 'text', width: 12, value: (row) => row.dueOn },
  { title: { zh: '标识', en: 'Id' }, kind: 'text', width: 38, value: (row) => row.id },
]

/** The register of bills as a workbook, with the list's filters and within its sight. */
export async function exportBills(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof billOperations.export>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'bill')
  return exportList(ctx, {
    noun: 'bill',
    name: { zh: '账单', en: 'Bills' },
    language,
    filter,
    columns: BILLS,
    page: (page) => listBills(db, filter, page, (row) => toSummary(ctx, row)),
  })
}

const exact = (title: Text, value: (row: Charge) => string): ListColumn<Charge> => ({
  title,
  kind: 'text',
  width: 20,
  value,
})

const CHARGES: readonly ListColumn<Charge>[] = [
  { title: { zh: '序号', en: 'No.' }, kind: 'number', width: 8, value: (row) => row.no },
  { title: { zh: '类别', en: 'Category' }, kind: 'text', width: 10, value: (row) => CATEGORY[row.category] },
  { title: { zh: '信息系统', en: 'System' }, kind: 'text', width: 28, value: (row) => row.system.name },
  { title: { zh: '资源', en: 'Resource' }, kind: 'text', width: 28, value: (row) => row.resource.name },
  { title: { zh: '服务商', en: 'Provider' }, kind: 'text', width: 20, value: (row) => row.provider.name },
  { title: { zh: '服务', en: 'Offering' }, kind: 'text', value: (row) => row.offeringCode },
  { title: { zh: '规格', en: 'Plan' }, kind: 'text', value: (row) => row.planCode },
  { title: { zh: '计量项', en: 'Dimension' }, kind: 'text', value: (row) => DIMENSION_WORDS[row.dimension] },
  { title: { zh: '自', en: 'From' }, kind: 'instant', width: 18, value: (row) => row.from },
  { title: { zh: '至', en: 'To' }, kind: 'instant', width: 18, value: (row) => row.to },
  exact(
    { zh: '运行（单位·秒；流量为 GB）', en: 'Serving (units × seconds; traffic in GB)' },
    (row) => row.serving,
  ),
  exact(
    { zh: '关机（单位·秒；流量为 GB）', en: 'Stopped (units × seconds; traffic in GB)' },
    (row) => row.stopped,
  ),
  exact(
    { zh: '未观测（单位·秒；流量为 GB）', en: 'Unseen (units × seconds; traffic in GB)' },
    (row) => row.unseen,
  ),
  {
    title: { zh: '价格版本', en: 'Price version' },
    kind: 'text',
    width: 28,
    value: (row) => row.price?.versionName ?? null,
  },
  {
    title: { zh: '价格依据', en: 'Source' },
    kind: 'text',
    width: 28,
    value: (row) => row.price?.source ?? null,
  },
  {
    title: { zh: '折扣系数', en: 'Factor' },
    kind: 'text',
    width: 10,
    value: (row) => row.price?.factor ?? null,
  },
  {
    title: { zh: '金额（元）', en: 'Amount (yuan)' },
    kind: 'money',
    value: (row) => row.amount?.amountMinor ?? null,
  },
  {
    title: { zh: '无价格原因', en: 'Why without a price' },
    kind: 'text',
    width: 40,
    value: (row) => row.unpriced && UNPRICED_WORDS[row.unpriced],
  },
  {
    title: { zh: '异议', en: 'Dispute' },
    kind: 'text',
    width: 30,
    value: (row) => row.dispute?.reason ?? null,
  },
  {
    title: { zh: '答复', en: 'Answer' },
    kind: 'text',
    width: 30,
    value: (row) => row.dispute?.answer ?? null,
  },
]

export async function exportCharges(
  ctx: Ctx,
  id: string,
  { language = 'zh', ...query }: QueryOf<typeof billOperations.exportCharges>,
): Promise<Download> {
  const bill = await seenBill(ctx, id)
  const versions = await versionsOf(ctx.db, id)
  return exportList(ctx, {
    noun: 'bill',
    name: { zh: `账单明细-${bill.month}`, en: `Charges-${bill.month}` },
    language,
    filter: { billId: id, month: bill.month, ...query },
    concerns: [bill.body_id],
    columns: CHARGES,
    remark: {
      zh: `${bill.body_name} ${bill.month} 账单，${STATE[bill.state].zh}，全部费用的 SM3：${bill.digest}`,
      en: `${bill.body_name}, bill of ${bill.month}, ${STATE[bill.state].en}; SM3 over all charges: ${bill.digest}`,
    },
    page: (page) =>
      listCharges(ctx.db, id, filterOf(query), page, (row) => toCharge(ctx, bill, row, versions)),
  })
}
