import type { Bill, billOperations, Charge, ChargeExplanation, QueryOf } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db, PageRequest } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { findPricedBy } from '../../adoption/index.ts'
import { listPriceVersions, packageFor, packageWords } from '../../catalogue/index.ts'
import { heldStretches, instantOf, meterNumber, monthOf, windowOfMonth } from '../../metering/index.ts'
import { toClause } from '../rate/rate-month.ts'
import { type BillRow, findBill } from './bill-store.ts'
import { lineOf, toBill, toCharge, toMoney, type Versions } from './bill-view.ts'
import {
  type ChargeRow,
  findCharge,
  listCharges,
  listUsedVersions,
  subjectOf,
  sumBySystem,
  sumGroup,
} from './charge-store.ts'
import {
  adjustmentSentence,
  explainPriced,
  onceSentence,
  packageSentence,
  spread,
  type TakenInAs,
  takenInSentence,
  UNPRICED_WORDS,
  usageSentence,
} from './explain-charge.ts'
import { billRules } from './rules-of-bill.ts'

const SYSTEMS_MAX = 200

export async function seenBill(ctx: Ctx, id: string): Promise<BillRow> {
  return ctx.authz.authorised(ctx, 'view', 'bill', await findBill(ctx.db, id))
}

export async function shownBill(ctx: Ctx, row: BillRow): Promise<Bill> {
  const versions = await versionsOf(ctx.db, row.id)
  return toBill(ctx, row, {
    systems: await sumBySystem(ctx.db, row.id, SYSTEMS_MAX),
    hasDefaultPrices: [...versions.values()].some((version) => version.isProductDefault),
    rules: await billRules(ctx, ctx.db, row.body_id),
  })
}

/** The versions that charges of this bill name: published ones never change. */
export async function versionsOf(db: Db, billId: string): Promise<Versions> {
  const used = await listPriceVersions(db, await listUsedVersions(db, billId))
  return new Map(used.map((price) => [price.versionId, price]))
}

type ChargeQuery = Omit<QueryOf<typeof billOperations.charges>, keyof PageRequest>

export const filterOf = ({ dimension, ...filter }: ChargeQuery) => ({
  ...filter,
  meter: dimension === undefined ? undefined : meterNumber(dimension),
})

export async function pageOfCharges(ctx: Ctx, id: string, query: ChargeQuery, page: PageRequest) {
  const bill = await seenBill(ctx, id)
  const versions = await versionsOf(ctx.db, id)
  return listCharges(ctx.db, id, filterOf(query), page, (row) => toCharge(ctx, bill, row, versions))
}

/** From which usage, by which clause, with which arithmetic; and what of it lies on which stretch of the resource's life. */
export async function explainCharge(ctx: Ctx, id: string, no: number): Promise<ChargeExplanation> {
  return ctx.inTx(async (tx) => {
    const bill = ctx.authz.authorised(ctx, 'view', 'bill', await findBill(tx, id))
    const row = (await findCharge(tx, id, no)) ?? refuse('common.not_found')
    const versions = await versionsOf(tx, id)
    const charge = toCharge(ctx, bill, row, versions)
    const window = { from: row.from_hour, to: row.to_hour }
    const clause = clauseOf(row, versions)
    const stretches =
      row.category === 'usage' ? await heldStretches(tx, subjectOf(row), charge.dimension, window) : null
    const proration = versions.get(row.price_version_id ?? '')?.proration ?? 'second'
    const billable = row.billable === null ? null : BigInt(row.billable)
    const amount = row.amount === null ? null : BigInt(row.amount)
    const pack = packageOf(charge, row, versions)
    const own = pack?.ownDimension === charge.dimension ? pack.own : 1
    return {
      charge,
      sentences: await sentencesOf(tx, charge, row, versions),
      stretches:
        stretches &&
        spread({ clause, proration, billable, amount, own }, stretches).map(
          ({ stretch, units, countedSeconds, cost }) => ({
            from: stretch.from.toISOString(),
            until: stretch.until.toISOString(),
            holding: stretch.holding,
            amount: units,
            seconds: stretch.seconds,
            countedSeconds,
            cost: cost === null ? null : toMoney(cost),
          }),
        ),
    }
  })
}

function clauseOf(row: ChargeRow, versions: Versions) {
  const line = lineOf(row, versions)
  if (!line) return null
  const month = windowOfMonth(monthOf(row.from_hour))
  return toClause(String(row.no), line, month, { from: row.from_hour, to: row.to_hour })
}

async function sentencesOf(db: Db, charge: Charge, row: ChargeRow, versions: Versions) {
  if (row.disputed_no !== null) return [adjustmentSentence(charge, monthOf(row.from_hour))]
  const isOnce = lineOf(row, versions)?.per === 'once'
  if (row.category === 'once' || (isOnce && row.category === 'usage'))
    return [onceSentence(charge, BigInt(row.billable ?? 0), dayInChina(instantOf(row.from_hour)))]
  const usage = usageSentence(charge)
  if (row.unpriced !== null) return [usage, UNPRICED_WORDS[row.unpriced]]
  if (row.category === 'adjustment') return [usage, adjustmentSentence(charge, monthOf(row.from_hour))]
  const clause = clauseOf(row, versions)
  if (clause === null || row.billable === null || row.factor === null) return [usage]
  const takenIn = await takenInOf(db, row)
  const pack = packageOf(charge, row, versions)
  const packaged = pack === null ? [] : [packageSentence(charge, pack, BigInt(row.billable))]
  if (pack !== null && pack.ownDimension !== charge.dimension && row.billable === '0')
    return [usage, ...packaged]
  const { billable, charges } = await sumGroup(db, row)
  const priced = explainPriced({
    charge,
    clause,
    billable: BigInt(row.billable),
    factor: BigInt(row.factor),
    position: row.price_position ?? 0,
    proration: versions.get(row.price_version_id ?? '')?.proration ?? 'second',
    group: { billable: BigInt(billable), charges },
  })
  return [...(takenIn === null ? [] : [takenInSentence(takenIn)]), usage, ...packaged, ...priced]
}

/** The plan at a flat price that the charge is of, in, or beyond; null where there is none. */
function packageOf(charge: Charge, row: ChargeRow, versions: Versions) {
  const version = versions.get(row.price_version_id ?? '')
  const { offering_code: offeringCode, plan_code: planCode, pool_id: poolId } = subjectOf(row)
  const pack = version === undefined ? null : packageFor(version, { offeringCode, planCode, poolId })
  if (pack === null || !pack.includes.has(charge.dimension)) return null
  const { own, line } = pack
  return { own, ownDimension: line.dimension, words: packageWords(line.includes ?? []) }
}

/** Of what was ordered there is none. */
async function takenInOf(db: Db, row: ChargeRow): Promise<TakenInAs | null> {
  if (row.request_line_id !== null) return null
  const by = await findPricedBy(db, subjectOf(row).resource_id)
  if (by === undefined || by.plan.code !== row.plan_code || by.plan.offeringCode !== row.offering_code)
    return null
  const since = by.pricedFrom !== null && by.pricedFrom > by.takenInAt ? by.pricedFrom : by.takenInAt
  return { no: by.no, takenIn: dayInChina(by.takenInAt), since: dayInChina(since), plan: by.plan.title }
}
