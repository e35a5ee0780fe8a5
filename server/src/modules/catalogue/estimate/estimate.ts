/**
 * What a request would cost, line by line, each step explained. Pure: prices in, figures out, in integer 分.
 * Each step is rounded once, half up; lines and totals are sums of steps, so that what is shown adds up.
 */
import type { Dimension, Estimate, Term, TermFactor } from '@yunheng/contract'
import type { AmountOf } from '../offering/plan.ts'
import { beyond, packageFor, packagesIn } from '../price/packages.ts'
import { isPricedInSomePool, type PriceLine, priceLineFor } from '../price/price-in-force.ts'
import { divideRounded, SCALE, toScaled } from './decimal.ts'
import { includedText, stepText } from './estimate-text.ts'
import { type Part, partsOf } from './tiers.ts'

export interface LineToPrice {
  readonly planId: string
  readonly offeringCode: string
  readonly planCode: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly quantity: number
  readonly amounts: readonly AmountOf[]
  readonly aboveRecommended: readonly Dimension[]
  /** What is held already: the term that it was agreed for, null without one, and the prices that count for it. */
  readonly agreed?: { readonly termMonths: number | null; readonly prices: Prices | null }
}

export interface Prices {
  readonly id: string
  readonly name: string
  readonly effectiveFrom: string
  readonly source: string
  readonly isProductDefault: boolean
  readonly pinsOrders: boolean
  readonly termFactors: readonly TermFactor[]
  readonly lines: readonly PriceLine[]
}

/** A month is counted as thirty days where a term is not whole months (product default). */
const DAYS_OF_MONTH = 30n
const FEN_OF_YUAN = 100n

type Step = Estimate['lines'][number]['steps'][number]

/** @param poolId where it would stand; null while that is not known: then no pool's own price applies. */
export function estimate(
  lines: readonly LineToPrice[],
  term: Term,
  prices: Prices | null,
  poolId: string | null = null,
): Estimate {
  const task: Task = {
    term,
    poolId,
    lines: prices?.lines ?? [],
    factor: factorOf(term, prices?.termFactors ?? []),
    used: new Map(),
  }
  let monthly = 0n
  const priced = lines.map((line) => {
    const own = taskOf(task, line)
    const rated = line.amounts.flatMap((amount) => rateAmount(own, line, amount))
    monthly += rated.reduce((sum, { perMonth }) => sum + perMonth, 0n)
    const steps = rated.map(({ step }) => step)
    const cost = steps.reduce((sum, step) => sum + BigInt(step.cost?.amountMinor ?? 0), 0n)
    return {
      planId: line.planId,
      title: line.title,
      quantity: line.quantity,
      steps,
      cost: toMoney(cost),
      isComplete: steps.every((step) => step.cost !== null),
      aboveRecommended: [...line.aboveRecommended],
    }
  })
  return {
    total: toMoney(priced.reduce((sum, line) => sum + BigInt(line.cost.amountMinor), 0n)),
    perMonth: toMoney(monthly),
    isComplete: priced.every((line) => line.isComplete),
    lines: priced,
    priceVersion: namedBy(sharedBy(lines, prices)),
  }
}

/** By its own term and prices where it is held already; tiers are shared with all lines of the same version. */
function taskOf(task: Task, { agreed }: LineToPrice): Task {
  if (agreed === undefined) return task
  const { termMonths, prices } = agreed
  const factor = termMonths === null ? '1' : factorOf({ months: termMonths }, prices?.termFactors ?? [])
  return { ...task, lines: prices?.lines ?? [], factor }
}

/** The version that all lines are priced by; those asked for where they differ. */
function sharedBy(lines: readonly LineToPrice[], prices: Prices | null): Prices | null {
  const each = lines.map(({ agreed }) => (agreed === undefined ? prices : agreed.prices))
  const [first = null] = each
  return each.every((one) => one?.id === first?.id) ? first : prices
}

const namedBy = (prices: Prices | null): Estimate['priceVersion'] =>
  prices && {
    id: prices.id,
    name: prices.name,
    effectiveFrom: prices.effectiveFrom,
    source: prices.source,
    isProductDefault: prices.isProductDefault,
    pinsOrders: prices.pinsOrders,
  }

interface Task {
  readonly term: Term
  readonly poolId: string | null
  readonly lines: readonly PriceLine[]
  readonly factor: string
  /** Units that earlier lines of the request have taken of a price line's tiers. */
  readonly used: Map<PriceLine, bigint>
}

interface Rated {
  readonly step: Step
  readonly perMonth: bigint
}

/** The factor of the longest stretch that the term reaches; 1 below all of them. */
export function factorOf(term: Pick<Term, 'months'>, factors: readonly TermFactor[]): string {
  const reached = factors.filter((one) => one.fromMonths <= term.months)
  return (
    reached.reduce<TermFactor | null>(
      (best, one) => (best === null || one.fromMonths > best.fromMonths ? one : best),
      null,
    )?.factor ?? '1'
  )
}

/** What is paid by the month and what is paid once; one step that says so where neither has a price. */
function rateAmount(task: Task, line: LineToPrice, amount: AmountOf): readonly Rated[] {
  const packaged = rateInPackage(task, line, amount)
  if (packaged !== null) return packaged
  return rateByAmount(task, line, amount)
}

/** What a package includes costs nothing besides it, what goes beyond is priced by amount; null outside of packages. */
function rateInPackage(task: Task, line: LineToPrice, amount: AmountOf): readonly Rated[] | null {
  const { offeringCode, planCode } = line
  const pack = packageFor(task, { offeringCode, planCode, poolId: task.poolId })
  if (pack === null || !pack.includes.has(amount.dimension)) return null
  const ofOwn = line.amounts.find(({ dimension }) => dimension === pack.line.dimension)?.amount ?? 0
  // What is paid once is paid for all that is ordered, in a package or not.
  const of = { offeringCode, planCode, poolId: task.poolId, dimension: amount.dimension }
  const oncePrice = priceLineFor(task, of, 'once')
  const once = oncePrice === null ? [] : [rateBy(task, oncePrice, line, amount)]
  if (amount.dimension === pack.line.dimension) {
    const packages = Number(packagesIn(BigInt(amount.amount), pack))
    return [rateBy(task, pack.line, line, { ...amount, amount: packages }), ...once]
  }
  const rest = Number(beyond(pack, amount.dimension, BigInt(amount.amount), BigInt(ofOwn)))
  const included = { ...amount, amount: amount.amount - rest }
  const cost = toMoney(0n)
  const words = { ...included, unitPrice: '0', per: 'month', factor: '1', cost } as const
  const step = { ...words, text: includedText(included, line.quantity) }
  const isByMonth = rest > 0 && (once.length === 0 || priceLineFor(task, of) !== null)
  const beyondIt = isByMonth ? rateByAmount(task, line, { ...amount, amount: rest }, ['month']) : []
  return [{ step, perMonth: 0n }, ...beyondIt, ...once]
}

function rateByAmount(
  task: Task,
  line: LineToPrice,
  amount: AmountOf,
  ways: readonly PriceLine['per'][] = ['month', 'once'],
): readonly Rated[] {
  const { offeringCode, planCode } = line
  const of = { offeringCode, planCode, poolId: task.poolId, dimension: amount.dimension }
  const found = ways.flatMap((per) => priceLineFor(task, of, per) ?? [])
  if (found.length > 0) return found.map((price) => rateBy(task, price, line, amount))
  const inPools = isPricedInSomePool(task.lines, of)
  const words = { ...amount, unitPrice: null, per: 'month', factor: '1', cost: null } as const
  const text = stepText({ ...words, quantity: line.quantity, term: task.term, parts: [], inPools })
  return [{ step: { ...words, text }, perMonth: 0n }]
}

function rateBy(task: Task, price: PriceLine, line: LineToPrice, amount: AmountOf): Rated {
  const { term, used } = task
  const { per, tiers } = price
  const units = BigInt(amount.amount) * BigInt(line.quantity)
  const before = used.get(price) ?? 0n
  used.set(price, before + units)
  const parts = partsOf(tiers, before, units)
  const factor = per === 'once' ? '1' : task.factor
  const cost = toMoney(costOf(parts, per, factor, term))
  const [first] = parts
  const isSplit = parts.length > 1
  const unitPrice = isSplit ? null : (first?.unitPrice ?? null)
  const tier = tiers.length > 1 && !isSplit ? (first?.tier ?? null) : null
  const words = { ...amount, unitPrice, per, factor, cost }
  return {
    step: {
      ...words,
      ...(isSplit && {
        parts: parts.map((part) => ({ units: Number(part.units), unitPrice: part.unitPrice })),
      }),
      text: stepText({
        ...words,
        quantity: line.quantity,
        term,
        parts: isSplit ? parts : [],
        tier,
        ofPool: price.poolId !== null,
        includes: price.includes ?? null,
      }),
    },
    perMonth: per === 'month' ? costOf(parts, per, factor, { months: 1, days: 0 }) : 0n,
  }
}

function costOf(parts: readonly Part[], per: PriceLine['per'], factor: string, term: Term): bigint {
  const yuan = parts.reduce((sum, part) => sum + toScaled(part.unitPrice) * part.units, 0n) * FEN_OF_YUAN
  if (per === 'once') return divideRounded(yuan, SCALE)
  const days = BigInt(term.months) * DAYS_OF_MONTH + BigInt(term.days)
  return divideRounded(yuan * days * toScaled(factor), SCALE * SCALE * DAYS_OF_MONTH)
}

function toMoney(amount: bigint) {
  const amountMinor = Number(amount)
  if (!Number.isSafeInteger(amountMinor)) throw new Error('assertion: an estimate beyond 2^53 分')
  return { amountMinor, currency: 'CNY' as const }
}
