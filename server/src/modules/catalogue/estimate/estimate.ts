/**
 * What a request would cost, line by line, each step explained. Pure: prices in, figures out, in integer 分.
 * Each step is rounded once, half up; lines and totals are sums of steps, so that what is shown adds up.
 */
import type { Dimension, Estimate, PriceLine, Term, TermFactor } from '@yunheng/contract'
import type { AmountOf } from '../offering/plan.ts'
import { divideRounded, SCALE, toScaled } from './decimal.ts'
import { stepText } from './estimate-text.ts'

export interface LineToPrice {
  readonly planId: string
  readonly offeringCode: string
  readonly planCode: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly quantity: number
  readonly amounts: readonly AmountOf[]
  readonly aboveRecommended: readonly Dimension[]
}

export interface Prices {
  readonly id: string
  readonly name: string
  readonly effectiveFrom: string
  readonly source: string
  readonly isProductDefault: boolean
  readonly termFactors: readonly TermFactor[]
  readonly lines: readonly PriceLine[]
}

/** A month is counted as thirty days where a term is not whole months (product default). */
const DAYS_OF_MONTH = 30n
const FEN_OF_YUAN = 100n

type Step = Estimate['lines'][number]['steps'][number]

export function estimate(lines: readonly LineToPrice[], term: Term, prices: Prices | null): Estimate {
  const factor = factorOf(term, prices?.termFactors ?? [])
  const priceOf = indexPrices(prices?.lines ?? [])
  let monthly = 0n
  const priced = lines.map((line) => {
    const steps = line.amounts.flatMap((amount) => {
      const found = priceOf(line, amount.dimension)
      monthly += found
        .filter((price) => price.per === 'month')
        .reduce((sum, price) => sum + costOf(price, line, amount, factor, { months: 1, days: 0 }), 0n)
      return found.length === 0
        ? [unpriced(line, amount, term)]
        : found.map((price) => toStep(price, line, amount, factor, term))
    })
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
    priceVersion: prices && {
      id: prices.id,
      name: prices.name,
      effectiveFrom: prices.effectiveFrom,
      source: prices.source,
      isProductDefault: prices.isProductDefault,
    },
  }
}

/** The factor of the longest stretch that the term reaches; 1 below all of them. */
export function factorOf(term: Term, factors: readonly TermFactor[]): string {
  const reached = factors.filter((one) => one.fromMonths <= term.months)
  return (
    reached.reduce<TermFactor | null>(
      (best, one) => (best === null || one.fromMonths > best.fromMonths ? one : best),
      null,
    )?.factor ?? '1'
  )
}

/** Prices of a dimension of a plan: its own, otherwise those of the whole offering. */
function indexPrices(lines: readonly PriceLine[]) {
  const byKey = Map.groupBy(lines, (line) => `${line.offeringCode} ${line.planCode ?? '*'} ${line.dimension}`)
  return (line: LineToPrice, dimension: Dimension): readonly PriceLine[] =>
    byKey.get(`${line.offeringCode} ${line.planCode} ${dimension}`) ??
    byKey.get(`${line.offeringCode} * ${dimension}`) ??
    []
}

function costOf(price: PriceLine, line: LineToPrice, amount: AmountOf, factor: string, term: Term): bigint {
  const units = toScaled(price.unitPrice) * BigInt(amount.amount) * BigInt(line.quantity) * FEN_OF_YUAN
  if (price.per === 'once') return divideRounded(units, SCALE)
  const days = BigInt(term.months) * DAYS_OF_MONTH + BigInt(term.days)
  return divideRounded(units * days * toScaled(factor), SCALE * SCALE * DAYS_OF_MONTH)
}

function toStep(price: PriceLine, line: LineToPrice, amount: AmountOf, factor: string, term: Term): Step {
  const cost = toMoney(costOf(price, line, amount, factor, term))
  const applied = price.per === 'once' ? '1' : factor
  const { unitPrice, per } = price
  return {
    ...amount,
    unitPrice,
    per,
    factor: applied,
    cost,
    text: stepText({ ...amount, unitPrice, per, factor: applied, quantity: line.quantity, term, cost }),
  }
}

function unpriced(line: LineToPrice, amount: AmountOf, term: Term): Step {
  const words = { ...amount, unitPrice: null, per: 'month', factor: '1', cost: null } as const
  return { ...words, text: stepText({ ...words, quantity: line.quantity, term }) }
}

function toMoney(amount: bigint) {
  const amountMinor = Number(amount)
  if (!Number.isSafeInteger(amountMinor)) throw new Error('assertion: an estimate beyond 2^53 分')
  return { amountMinor, currency: 'CNY' as const }
}
