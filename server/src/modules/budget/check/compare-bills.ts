/** R274: the budget beside the bills, and where the year ends. */
import type {
  BudgetComparison,
  budgetListOperations as operations,
  QueryOf,
  ResponseOf,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import type { Download } from '../../../platform/http/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { exportList, type ListColumn } from '../../../platform/xlsx/index.ts'
import { money } from '../budget-view.ts'
import { yearOf } from '../spread.ts'
import { listBudgetedBodies, sumCommittedOfBodies } from './check-store.ts'

/** What was really spent; the module of the bills answers. */
export interface SpentPorts {
  listBilled(
    db: Db,
    bodyIds: readonly string[],
    year: number,
  ): Promise<
    readonly {
      readonly bodyId: string
      readonly month: string
      readonly amountMinor: number
      readonly isDraft: boolean
    }[]
  >
}

export interface MonthFact {
  readonly month: string
  readonly committedMinor: number
  /** Null where the month has no bill. */
  readonly billedMinor: number | null
  readonly isDraft: boolean
}

/** A month whose bill was sent counts as billed; a draft may still grow, so it counts as the larger of it and what is committed. */
export function sumsOf(months: readonly MonthFact[]) {
  const sum = (of: (month: MonthFact) => number) => months.reduce((all, month) => all + of(month), 0)
  return {
    committedMinor: sum(({ committedMinor }) => committedMinor),
    billedMinor: sum(({ billedMinor, isDraft }) => (isDraft ? 0 : (billedMinor ?? 0))),
    draftMinor: sum(({ billedMinor, isDraft }) => (isDraft ? (billedMinor ?? 0) : 0)),
    forecastMinor: sum(({ billedMinor, committedMinor, isDraft }) =>
      billedMinor === null || isDraft ? Math.max(billedMinor ?? 0, committedMinor) : billedMinor,
    ),
  }
}

export async function listComparisons(
  ports: SpentPorts,
  ctx: Ctx,
  query: QueryOf<typeof operations.comparisons>,
): Promise<ResponseOf<typeof operations.comparisons>> {
  const db = ctx.authz.require(ctx, 'list', 'budget')
  const now = ctx.clock.now()
  const fiscalYear = query.fiscalYear ?? yearOf(dayInChina(now))
  const { items, nextPageToken } = await listBudgetedBodies(db, { ...query, fiscalYear }, query)
  const ids = items.map((row) => row.body_id)
  const committed = await sumCommittedOfBodies(db, ids, fiscalYear)
  const billed = await ports.listBilled(db, ids, fiscalYear)
  const bills = new Map(billed.map((bill) => [`${bill.bodyId} ${bill.month}`, bill]))
  return {
    items: items.map((row): BudgetComparison => {
      const months = Array.from({ length: 12 }, (_, index): MonthFact => {
        const month = `${fiscalYear}-${String(index + 1).padStart(2, '0')}-01`
        const bill = bills.get(`${row.body_id} ${month}`)
        return {
          month,
          committedMinor: committed.get(`${row.body_id} ${month}`) ?? 0,
          billedMinor: bill?.amountMinor ?? null,
          isDraft: bill?.isDraft ?? false,
        }
      })
      return toComparison({ id: row.body_id, name: row.body_name }, fiscalYear, Number(row.budget), months)
    }),
    nextPageToken,
    asOf: now.toISOString(),
  }
}

function toComparison(
  body: BudgetComparison['body'],
  fiscalYear: number,
  budgetMinor: number,
  months: readonly MonthFact[],
): BudgetComparison {
  const sums = sumsOf(months)
  return {
    body,
    fiscalYear,
    budget: money(budgetMinor),
    committed: money(sums.committedMinor),
    billed: money(sums.billedMinor),
    draft: money(sums.draftMinor),
    forecast: money(sums.forecastMinor),
    rest: money(budgetMinor - sums.forecastMinor),
    months: months.map(({ month, committedMinor, billedMinor, isDraft }) => ({
      month,
      committed: money(committedMinor),
      billed: billedMinor === null ? null : money(billedMinor),
      isDraft,
    })),
  }
}

const FIGURES = [
  ['budget', { zh: '预算（元）', en: 'Budget (yuan)' }],
  ['committed', { zh: '已承诺（元）', en: 'Committed (yuan)' }],
  ['billed', { zh: '已出账（元）', en: 'Billed (yuan)' }],
  ['draft', { zh: '账单草稿（元）', en: 'Draft bills (yuan)' }],
  ['forecast', { zh: '全年预计（元）', en: 'Forecast (yuan)' }],
  ['rest', { zh: '预计结余（元）', en: 'Left at the end (yuan)' }],
] as const
const COLUMNS: readonly ListColumn<BudgetComparison>[] = [
  { title: { zh: '单位', en: 'Body' }, kind: 'text', width: 28, value: (row) => row.body.name },
  { title: { zh: '年度', en: 'Year' }, kind: 'number', value: (row) => row.fiscalYear },
  ...FIGURES.map(
    ([key, title]): ListColumn<BudgetComparison> => ({
      title,
      kind: 'money',
      value: (row) => row[key].amountMinor,
    }),
  ),
]

export async function exportComparisons(
  ports: SpentPorts,
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof operations.exportComparisons>,
): Promise<Download> {
  return exportList(ctx, {
    noun: 'budget',
    name: { zh: '预算与账单对照', en: 'Budget and bills' },
    language,
    filter,
    columns: COLUMNS,
    page: (page) => listComparisons(ports, ctx, { ...filter, ...page }),
  })
}
