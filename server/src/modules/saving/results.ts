import {
  type savingOperations as operations,
  type QueryOf,
  SAVING_RESULT_MONTHS_MAX,
  type SavingResultRow,
  type SavingResults,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { PageRequest } from '../../platform/db/index.ts'
import { refuse } from '../../platform/errors.ts'
import { dayInChina, monthsBetween, monthsLater } from '../../platform/worktime/index.ts'
import {
  type Figures,
  findBilledUntil,
  listResults,
  type ResultFilter,
  type ResultRow,
  sumByBody,
  sumByMonth,
} from './result-store.ts'

const MONTHS = 12
const MONTHS_ON = 2
const BODIES = 20

const moneyOf = (fen: string) => ({ amountMinor: Number(fen), currency: 'CNY' as const })

const NOTHING: Figures = {
  planned_count: 0,
  planned: '0',
  planned_unpriced: 0,
  done_count: 0,
  done: '0',
  done_unpriced: 0,
  billed_count: 0,
  billed: '0',
}

const toFigures = (row: Figures) => ({
  planned: { count: row.planned_count, saving: moneyOf(row.planned), unpriced: row.planned_unpriced },
  done: { count: row.done_count, saving: moneyOf(row.done), unpriced: row.done_unpriced },
  billed: { count: row.billed_count, saving: moneyOf(row.billed) },
})

const toRow = (row: ResultRow): SavingResultRow => ({
  id: `${row.month}.${row.body_id}`,
  month: row.month,
  body: { id: row.body_id, name: row.body_name },
  ...toFigures(row),
})

export const addFigures = (rows: readonly Figures[]): Figures =>
  rows.reduce((sum, row) => {
    const money = (key: 'planned' | 'done' | 'billed') => String(BigInt(sum[key]) + BigInt(row[key]))
    return {
      planned_count: sum.planned_count + row.planned_count,
      planned: money('planned'),
      planned_unpriced: sum.planned_unpriced + row.planned_unpriced,
      done_count: sum.done_count + row.done_count,
      done: money('done'),
      done_unpriced: sum.done_unpriced + row.done_unpriced,
      billed_count: sum.billed_count + row.billed_count,
      billed: money('billed'),
    }
  }, NOTHING)

const laterOf = (a: string, b: string) => (a > b ? a : b)

type Asked = Pick<QueryOf<typeof operations.results>, 'from' | 'until' | 'bodyId'>

/** Nine months back and, since what is planned lies ahead, two months on, unless told. @throws `saving-result.period`. */
function periodOf(
  ctx: Ctx,
  { from, until, bodyId }: Asked,
): ResultFilter & { readonly months: readonly string[] } {
  const now = dayInChina(ctx.clock.now()).slice(0, 7)
  const last = until ?? laterOf(monthsLater(now, MONTHS_ON), from ?? '')
  const first = from ?? monthsLater(last, 1 - MONTHS)
  const months = monthsBetween(first, last, SAVING_RESULT_MONTHS_MAX) ?? refuse('saving-result.period')
  return { from: first, until: last, months, ...(bodyId === undefined ? {} : { bodyId }) }
}

export async function resultsOf(ctx: Ctx, asked: Asked): Promise<SavingResults> {
  const db = ctx.authz.require(ctx, 'list', 'saving-notice')
  const period = periodOf(ctx, asked)
  const known = new Map((await sumByMonth(db, period)).map((row) => [row.month, row]))
  return {
    from: period.from,
    until: period.until,
    total: toFigures(addFigures([...known.values()])),
    months: period.months.map((month) => ({ month, ...toFigures(known.get(month) ?? NOTHING) })),
    bodies: (await sumByBody(db, period, BODIES)).map((row) => ({
      body: { id: row.id, name: row.name },
      ...toFigures(row),
    })),
    billedUntil: await findBilledUntil(db),
    asOf: ctx.clock.now().toISOString(),
  }
}

export async function pageOfResults(ctx: Ctx, asked: Asked, page: PageRequest) {
  const db = ctx.authz.require(ctx, 'list', 'saving-notice')
  return listResults(db, periodOf(ctx, asked), page, toRow)
}
