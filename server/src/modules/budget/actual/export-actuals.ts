import type { ActualKind, BudgetActual, budgetOperations, QueryOf, Text } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Download } from '../../../platform/http/index.ts'
import { exportList, type ListColumn } from '../../../platform/xlsx/index.ts'
import { toActual } from '../budget-view.ts'
import { listActuals } from './actual-store.ts'

const KIND: Readonly<Record<ActualKind, Text>> = {
  bill: { zh: '出账', en: 'Billed' },
  correct: { zh: '更正', en: 'Corrected' },
  carry: { zh: '转入预算', en: 'Carried to a line' },
}
const UNBUDGETED: Text = { zh: '未列预算', en: 'Not budgeted' }

const COLUMNS: readonly ListColumn<BudgetActual>[] = [
  { title: { zh: '类别', en: 'Kind' }, kind: 'text', value: (row) => KIND[row.kind] },
  { title: { zh: '账单月份', en: 'Month' }, kind: 'text', width: 12, value: (row) => row.month.slice(0, 7) },
  { title: { zh: '单位', en: 'Body' }, kind: 'text', width: 28, value: (row) => row.body.name },
  { title: { zh: '信息系统', en: 'System' }, kind: 'text', width: 28, value: (row) => row.system.name },
  { title: { zh: '申请', en: 'Request' }, kind: 'text', width: 18, value: (row) => row.request?.no ?? null },
  { title: { zh: '金额（元）', en: 'Amount (yuan)' }, kind: 'money', value: (row) => row.amount.amountMinor },
  {
    title: { zh: '列支预算', en: 'Charged to' },
    kind: 'text',
    width: 36,
    value: (row) => (row.budget === null ? UNBUDGETED : `${row.budget.no} ${row.budget.name}`),
  },
  { title: { zh: '说明', en: 'Note' }, kind: 'text', width: 18, value: (row) => row.note },
]

/** The ledger of what was spent as a workbook, with the list's filters and within its sight. */
export async function exportActuals(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof budgetOperations.exportActuals>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'budget')
  return exportList(ctx, {
    noun: 'budget',
    name: { zh: '预算实际支出', en: 'Spent of the budget' },
    language,
    filter,
    columns: COLUMNS,
    page: (page) => listActuals(db, filter, page, toActual),
  })
}
