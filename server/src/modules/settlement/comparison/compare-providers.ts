import {
  COMPARED_PROVIDERS_MAX,
  type ComparedProvider,
  NEED_ROWS_MAX,
  type NeedRow,
  type providerComparisonOperations as operations,
  type ProviderNeedComparison,
  type QueryOf,
  type Text,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Db, elevated } from '../../../platform/db/index.ts'
import { monthsLater } from '../../../platform/worktime/index.ts'
import { listPricesInForce, type PriceInForce } from '../../catalogue/index.ts'
import {
  dimensionOfMeter,
  hourOf,
  instantOf,
  monthOf,
  toDecimal,
  windowOfMonth,
} from '../../metering/index.ts'
import { findBody } from '../../organisation/index.ts'
import { listServed, listTitles, listUsed, type ProviderRow, type UsedRow } from './comparison-store.ts'
import { availabilityOf, costOfNeed, listOf, type Need, needOfBasket, unitsOf } from './need.ts'

type ComparisonQuery = Omit<QueryOf<typeof operations.export>, 'language'>

const SECONDS_OF_HOUR = 3600
const MONTHS = 12
const yuan = (fen: bigint) => ({ amountMinor: Number(fen), currency: 'CNY' as const })

/** The need is read within the sight of whoever asks; how providers served is the regulators’ to compare as a whole. */
export async function compareProviders(ctx: Ctx, query: ComparisonQuery): Promise<ProviderNeedComparison> {
  ctx.authz.require(ctx, 'list', 'spending-rate')
  const now = ctx.clock.now()
  const month = query.month ?? monthsLater(monthOf(hourOf(now)), -1)
  const window = windowOfMonth(month)
  const seconds = (window.to - window.from) * SECONDS_OF_HOUR
  const { needBodyId } = query
  return ctx.inTx(async (tx) => {
    const used = needBodyId === undefined ? null : await listUsed(tx, needBodyId, month)
    const body = needBodyId === undefined ? undefined : await findBody(tx, needBodyId)
    const needs = (used === null ? needOfBasket(query, seconds) : toNeeds(used)).slice(0, NEED_ROWS_MAX)
    const prices = await listPricesInForce(tx, { from: now, to: new Date(now.getTime() + 1) })
    const from = monthsLater(month, 1 - MONTHS)
    const served = await elevated(tx, () => servedIn(tx, from, month, now))
    const titles = await listTitles(
      tx,
      needs.map(({ offeringCode }) => offeringCode),
    )
    const lists = served.rows.map(({ id }) => listOf(prices, id))
    const costs = needs.map((need) => lists.map((list) => costOfNeed(list, need, seconds)))
    return {
      of: needBodyId === undefined ? 'basket' : 'body',
      body: body ? { id: body.id, name: body.name } : null,
      month,
      period: { from, until: month },
      providers: served.rows.map((row, index) =>
        toProvider(
          row,
          lists[index] ?? null,
          costs.map((all) => all[index] ?? null),
          served.seconds,
        ),
      ),
      rows: needs.map((need, index) => toRow(need, { titles, seconds, costs: costs[index] ?? [] })),
    }
  })
}

async function servedIn(db: Db, fromMonth: string, untilMonth: string, now: Date) {
  const from = windowOfMonth(fromMonth).from
  // A month that is not over counts as far as it has gone.
  const to = Math.max(Math.min(windowOfMonth(untilMonth).to, hourOf(now) + 1), from + 1)
  const period = { from: instantOf(from), to: instantOf(to), fromMonth, untilMonth }
  const rows = await listServed(db, period, now, COMPARED_PROVIDERS_MAX)
  return { rows, seconds: (to - from) * SECONDS_OF_HOUR }
}

/** 1 serving, 2 stopped, 3 unseen, as the ledger of usage keeps it. */
const HOLDINGS = { 1: 'serving', 2: 'stopped', 3: 'unseen' } as const

function toNeeds(rows: readonly UsedRow[]): readonly Need[] {
  const needs = new Map<string, Need>()
  for (const row of rows) {
    const key = `${row.offering_code} ${row.plan_code ?? ''} ${row.meter}`
    const before = needs.get(key) ?? {
      offeringCode: row.offering_code,
      planCode: row.plan_code,
      dimension: dimensionOfMeter(row.meter),
      serving: 0n,
      stopped: 0n,
      unseen: 0n,
    }
    const held = HOLDINGS[row.holding as keyof typeof HOLDINGS] ?? 'serving'
    needs.set(key, { ...before, [held]: before[held] + BigInt(row.quantity) })
  }
  return [...needs.values()]
}

function toProvider(
  row: ProviderRow,
  price: PriceInForce | null,
  costs: readonly (bigint | null)[],
  periodSeconds: number,
): ComparedProvider {
  const outSeconds = Number(row.out_seconds)
  return {
    provider: { id: row.id, name: row.name },
    price: price && {
      versionId: price.versionId,
      versionName: price.versionName,
      isOwn: price.providerBodyId !== null,
      isProductDefault: price.isProductDefault,
      hasPackages: price.lines.some(({ includes }) => Boolean(includes)),
    },
    total: yuan(costs.reduce<bigint>((sum, cost) => sum + (cost ?? 0n), 0n)),
    unpriced: costs.filter((cost) => cost === null).length,
    outages: row.outages,
    outageMinutes: Math.ceil(outSeconds / 60),
    availabilityPercent: availabilityOf(outSeconds, periodSeconds),
    deliveries: row.deliveries,
    lateDeliveries: row.late,
    statements: row.statements,
    differences: row.differences,
    openDifferences: row.open,
    takenOff: yuan(BigInt(row.taken_off)),
  }
}

function toRow(
  need: Need,
  of: {
    readonly titles: ReadonlyMap<string, Text>
    readonly seconds: number
    readonly costs: readonly (bigint | null)[]
  },
): NeedRow {
  const { offeringCode: code, planCode, dimension } = need
  return {
    offering: { code, title: of.titles.get(code) ?? { zh: code, en: code } },
    planCode,
    dimension,
    units: toDecimal(unitsOf(need, of.seconds)),
    costs: of.costs.map((cost) => (cost === null ? null : yuan(cost))),
  }
}
