import {
  type spendingOperations as operations,
  type QueryOf,
  SPENDING_NONE,
  type SpendingBy,
  type SpendingItem,
  type SpendingSummary,
  type Text,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Db, elevated, type PageRequest } from '../../../platform/db/index.ts'
import { monthsLater } from '../../../platform/worktime/index.ts'
import { DIMENSION_WORDS, dimensionOfMeter, hourOf, meterNumber, monthOf } from '../../metering/index.ts'
import { toMoney } from '../bill/bill-view.ts'
import { type LabelledBill, labelled, monthsOf, standingOf, TREND_MONTHS } from './spending.ts'
import {
  findLatestMonth,
  listBillsInSight,
  listNames,
  type SumFilter,
  type SumRow,
  sumBy,
  sumByLabel,
} from './spending-store.ts'

export type SpendingQuery = QueryOf<typeof operations.summary>
export type BreakdownQuery = SpendingQuery & { readonly by?: SpendingBy }

/** The latest month that is over, unless one is told. */
export function periodOf(ctx: Ctx, { period = 'twelve-months', until }: SpendingQuery) {
  return monthsOf(period, until ?? monthsLater(monthOf(hourOf(ctx.clock.now())), -1))
}

export function filterOf({ dimension, ...query }: SpendingQuery): SumFilter {
  const { systemId, offeringCode, poolId, providerBodyId, project } = query
  const meter = dimension === undefined ? undefined : meterNumber(dimension)
  return { systemId, offeringCode, poolId, providerBodyId, project, meter }
}

/** The period by one dimension: a row for each system, service, month …, beside the period before. */
export async function listSpending(
  ctx: Ctx,
  { by = 'system', ...query }: BreakdownQuery,
  page: PageRequest,
): Promise<{ items: SpendingItem[]; nextPageToken: string | null }> {
  ctx.authz.require(ctx, 'list', 'spending')
  const months = periodOf(ctx, query)
  return ctx.inTx(async (tx) => {
    const { bodyId, regionId } = query
    const inSight = { from: months.previousFrom, until: months.until, bodyId, regionId }
    const bills = labelled(by, months, await listBillsInSight(tx, inSight))
    const found = await elevated(tx, () => sumBy(tx, by, bills, filterOf(query), page, (row) => row))
    const names = await namesOf(
      tx,
      by,
      found.items.map(({ key }) => key),
    )
    const toItem = (row: SumRow) => ({
      key: keyOf(by, row.key),
      name: names.get(row.key) ?? { zh: row.key, en: row.key },
      ...figuresOf(row),
      previous: toMoney(row.previous),
      billId: onlyBill(row, bills),
    })
    return { items: found.items.map(toItem), nextPageToken: found.nextPageToken }
  })
}

/** The whole of the period, and thirteen months up to its end. */
export async function sumSpending(ctx: Ctx, query: SpendingQuery): Promise<SpendingSummary> {
  ctx.authz.require(ctx, 'list', 'spending')
  const months = periodOf(ctx, query)
  const { kind, from, until, previousFrom, previousUntil } = months
  const trendFrom = monthsLater(until, 1 - TREND_MONTHS)
  return ctx.inTx(async (tx) => {
    const { bodyId, regionId } = query
    const [earliest = previousFrom] = [previousFrom, trendFrom].toSorted()
    const inSight = await listBillsInSight(tx, { from: earliest, until, bodyId, regionId })
    const bills = inSight.map(({ id, month, is_draft }) => ({
      id,
      label: month,
      isDraft: is_draft,
      isBefore: false,
    }))
    const rows = await elevated(tx, () => sumByLabel(tx, bills, filterOf(query)))
    const byMonth = new Map(rows.map((row) => [row.key, row]))
    const of = (standing: 'now' | 'before') => rows.filter((row) => standingOf(months, row.key) === standing)
    const trend = Array.from({ length: TREND_MONTHS }, (_, index) => monthsLater(trendFrom, index))
    return {
      period: { kind, from, until, previousFrom, previousUntil },
      total: figuresOf(total(of('now'))),
      previous: toMoney(total(of('before')).amount),
      bills: inSight.filter(({ month }) => standingOf(months, month) === 'now').length,
      months: trend.map((month) => {
        const row = byMonth.get(month)
        return {
          month,
          ...figuresOf(row ?? NOTHING),
          bills: inSight.filter((bill) => bill.month === month).length,
          billId: row ? onlyBill(row, bills) : null,
        }
      }),
      // What nothing in sight stands on is not called by its name.
      chosen: rows.length === 0 ? [] : await chosenOf(tx, query),
      latestMonth: await findLatestMonth(tx),
      asOf: ctx.clock.now().toISOString(),
    }
  })
}

type Sums = Pick<SumRow, 'amount' | 'preliminary' | 'correction' | 'credit' | 'charges' | 'unpriced'>
const SUMS = ['amount', 'preliminary', 'correction', 'credit', 'charges', 'unpriced'] as const
const NOTHING: Sums = {
  amount: '0',
  preliminary: '0',
  correction: '0',
  credit: '0',
  charges: '0',
  unpriced: '0',
}

function total(rows: readonly Sums[]): Sums {
  const sum = (of: keyof Sums) => rows.reduce((all, row) => all + BigInt(row[of]), 0n).toString()
  return Object.fromEntries(SUMS.map((of) => [of, sum(of)])) as unknown as Sums
}

function figuresOf(row: Sums) {
  return {
    amount: toMoney(row.amount),
    preliminary: toMoney(row.preliminary),
    corrections: toMoney(row.correction),
    credits: toMoney(row.credit),
    charges: Number(row.charges),
    unpriced: Number(row.unpriced),
  }
}

function onlyBill({ first_bill, last_bill }: SumRow, bills: readonly LabelledBill[]): string | null {
  if (first_bill === null || first_bill !== last_bill) return null
  return bills[Number(first_bill) - 1]?.id ?? null
}

/** As the filter takes it: what is metered is kept by its number, and asked for by its name. */
const keyOf = (by: SpendingBy, key: string) => (by === 'dimension' ? dimensionOfMeter(Number(key)) : key)

const UNKNOWN = {
  project: { zh: '未登记立项批复', en: 'No project approval' },
  offering: { zh: '没有订购记录', en: 'Never ordered' },
}

async function namesOf(db: Db, by: SpendingBy, keys: readonly string[]): Promise<Map<string, Text>> {
  if (by === 'month') return new Map()
  if (by === 'dimension')
    return new Map(keys.map((key) => [key, DIMENSION_WORDS[dimensionOfMeter(Number(key))]]))
  if (by === 'project') return new Map([[SPENDING_NONE, UNKNOWN.project]])
  const rows = await listNames(db, by, keys)
  const names = new Map<string, Text>(rows.map(({ key, zh, en }) => [key, { zh, en }]))
  if (by === 'offering') names.set(SPENDING_NONE, UNKNOWN.offering)
  return names
}

const CHOSEN = [
  ['bodyId', 'body'],
  ['regionId', 'region'],
  ['systemId', 'system'],
  ['offeringCode', 'offering'],
  ['poolId', 'pool'],
  ['providerBodyId', 'provider'],
  ['project', 'project'],
] as const

/** What the filters are called. */
async function chosenOf(db: Db, query: SpendingQuery) {
  const chosen = []
  for (const [filter, by] of CHOSEN) {
    const value = query[filter]
    if (value === undefined) continue
    const name = (await namesOf(db, by, [value])).get(value) ?? { zh: value, en: value }
    chosen.push({ filter, name })
  }
  if (query.dimension !== undefined)
    chosen.push({ filter: 'dimension', name: DIMENSION_WORDS[query.dimension] })
  return chosen
}
