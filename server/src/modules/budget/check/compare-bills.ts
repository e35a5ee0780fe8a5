/** R274: the budget beside what is committed and billed, by body, system or project, and where the year ends. */
import type {
  BudgetComparison,
  budgetListOperations as operations,
  QueryOf,
  ResponseOf,
  Text,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import type { Download } from '../../../platform/http/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { exportList, type ListColumn } from '../../../platform/xlsx/index.ts'
import { money } from '../budget-view.ts'
import { type EndPorts, type KeyForecast, readForecasts, toForecast } from '../forecast/read-forecast.ts'
import { yearOf } from '../spread.ts'
import { listSubjects, type SubjectRow } from './subject-store.ts'

/** Bills as they are, drafts among them; the module of the bills answers. */
export interface SpentPorts extends EndPorts {
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

type By = NonNullable<QueryOf<typeof operations.comparisons>['by']>

export async function listComparisons(
  ports: SpentPorts,
  ctx: Ctx,
  query: QueryOf<typeof operations.comparisons>,
): Promise<ResponseOf<typeof operations.comparisons>> {
  const db = ctx.authz.require(ctx, 'list', 'budget')
  const now = ctx.clock.now()
  const fiscalYear = query.fiscalYear ?? yearOf(dayInChina(now))
  const by = query.by ?? 'body'
  const { items, nextPageToken } = await listSubjects(db, by, { ...query, fiscalYear }, query)
  const keys = items.map(({ key }) => key)
  const ofLines = await readForecasts(ports, db, { by, scope: 'lines', keys, fiscalYear })
  const own = await readForecasts(ports, db, { by, scope: 'own', keys, fiscalYear })
  const drafts = await draftsOf(ports, db, by, keys, fiscalYear)
  return {
    items: items.map((row) =>
      toComparison(row, { by, fiscalYear }, ofLines.get(row.key), own.get(row.key), drafts.get(row.key) ?? 0),
    ),
    nextPageToken,
    asOf: now.toISOString(),
  }
}

/** Drafts are of bodies: which system they end up with is known when they are sent. */
async function draftsOf(
  ports: SpentPorts,
  db: Db,
  by: By,
  keys: readonly string[],
  fiscalYear: number,
): Promise<ReadonlyMap<string, number>> {
  const sums = new Map<string, number>()
  if (by !== 'body') return sums
  for (const { bodyId, amountMinor, isDraft } of await ports.listBilled(db, keys, fiscalYear))
    if (isDraft) sums.set(bodyId, (sums.get(bodyId) ?? 0) + amountMinor)
  return sums
}

function toComparison(
  row: SubjectRow,
  { by, fiscalYear }: { readonly by: By; readonly fiscalYear: number },
  ofLines: KeyForecast | undefined,
  own: KeyForecast | undefined,
  draftMinor: number,
): BudgetComparison {
  const forecast = toForecast(ofLines)
  return {
    by,
    subject: { id: row.key, name: row.name },
    fiscalYear,
    hasLines: row.budget !== null,
    budget: money(row.budget ?? 0),
    committed: minor(ofLines?.committedMinor),
    billed: minor(ofLines?.actualMinor),
    draft: money(draftMinor),
    forecast,
    rest: money(Number(row.budget ?? 0) - forecast.amount.amountMinor),
    own: {
      committed: minor(own?.committedMinor),
      billed: minor(own?.actualMinor),
      notBudgeted: minor(own?.unbudgetedMinor),
      forecast: toForecast(own),
    },
    months: (ofLines?.months ?? []).map(({ month, actualMinor, committedMinor, forecastMinor, basis }) => ({
      month,
      billed: minor(actualMinor),
      committed: minor(committedMinor),
      forecast: minor(forecastMinor),
      basis,
    })),
  }
}

const minor = (amount: bigint | undefined) => money(Number(amount ?? 0n))

const figure = (title: Text, of: (row: BudgetComparison) => number): ListColumn<BudgetComparison> => ({
  title,
  kind: 'money',
  value: of,
})
const COLUMNS: readonly ListColumn<BudgetComparison>[] = [
  {
    title: { zh: '单位/系统/项目', en: 'Body, system or project' },
    kind: 'text',
    width: 28,
    value: (row) => row.subject.name,
  },
  { title: { zh: '年度', en: 'Year' }, kind: 'number', value: (row) => row.fiscalYear },
  figure({ zh: '预算（元）', en: 'Budget (yuan)' }, (row) => row.budget.amountMinor),
  figure({ zh: '实际支出（元）', en: 'Spent (yuan)' }, (row) => row.billed.amountMinor),
  figure(
    { zh: '已承诺未出账（元）', en: 'Committed, not billed (yuan)' },
    (row) => row.committed.amountMinor,
  ),
  figure({ zh: '账单草稿（元）', en: 'Draft bills (yuan)' }, (row) => row.draft.amountMinor),
  figure({ zh: '全年预计（元）', en: 'Forecast (yuan)' }, (row) => row.forecast.amount.amountMinor),
  figure({ zh: '预计下限（元）', en: 'Forecast, low (yuan)' }, (row) => row.forecast.low.amountMinor),
  figure({ zh: '预计上限（元）', en: 'Forecast, high (yuan)' }, (row) => row.forecast.high.amountMinor),
  figure({ zh: '预计结余（元）', en: 'Left at the end (yuan)' }, (row) => row.rest.amountMinor),
  figure({ zh: '自身支出（元）', en: 'Spent itself (yuan)' }, (row) => row.own.billed.amountMinor),
  figure(
    { zh: '其中未列预算（元）', en: 'Of it not budgeted (yuan)' },
    (row) => row.own.notBudgeted.amountMinor,
  ),
  figure(
    { zh: '自身全年预计（元）', en: 'Forecast itself (yuan)' },
    (row) => row.own.forecast.amount.amountMinor,
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
