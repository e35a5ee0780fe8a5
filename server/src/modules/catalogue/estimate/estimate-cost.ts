import type { Estimate, EstimateInput, EstimateLineInput, Term } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { findPlans, type PlanInOffering } from '../offering/offering-store.ts'
import { fillParameters } from '../offering/parameters.ts'
import { amountsOf, judgeSpec } from '../offering/plan.ts'
import { type AgreedTerm, listAgreedTerms, listRenewedTerms } from '../price/agreed-term-store.ts'
import { midnightOf } from '../price/price-dates.ts'
import { findPricesInForce, findPricesOf } from '../price/price-in-force-store.ts'
import { estimate, type LineToPrice, type Prices } from './estimate.ts'
import { agreedOn, type HeldBy, type HeldTerms, piecesOf } from './held-terms.ts'

/**
 * What the lines would cost at the prices of a day. Stores nothing.
 * @param held by line, where it stands for something that is held already: the term and the prices of its order count, as in bills.
 * @throws `offering.plan_not_found`, `offering.parameters_invalid`.
 */
export async function estimateCost(
  ctx: Ctx,
  input: EstimateInput,
  held: readonly (HeldBy | null)[] = [],
): Promise<Estimate> {
  const db = ctx.authz.require(ctx, 'list', 'offering')
  const lines = await resolveLines(db, input.lines)
  const onDay = input.onDay ?? dayInChina(ctx.clock.now())
  const prices = await findPricesInForce(db, input.providerBodyId, onDay)
  const agreed = await loadAgreed(db, held, onDay)
  const priced = lines.map((line, index) => ({ ...toPrice(line), ...agreed[index] }))
  return estimate(priced, input.term, prices, input.poolId ?? null)
}

type Agreed = Required<Pick<LineToPrice, 'agreed'>>

/** What counts on a day for what is held. One version is one object, so that its tiers are shared. */
async function loadAgreed(
  db: Db,
  held: readonly (HeldBy | null)[],
  onDay: string,
): Promise<readonly (Agreed | undefined)[]> {
  const terms = await loadHeldTerms(db, held)
  const find = pricesFinder(db, onDay)
  const found: (Agreed | undefined)[] = []
  for (const [index, one] of held.entries()) {
    if (one === null) {
      found.push(undefined)
      continue
    }
    const term = agreedOn(terms[index] ?? NO_TERMS, midnightOf(onDay))
    found.push({
      agreed: { termMonths: term?.termMonths ?? null, prices: await find(term, one.providerBodyId) },
    })
  }
  return found
}

const NO_TERMS: HeldTerms = { order: undefined, renewals: [] }

async function loadHeldTerms(db: Db, held: readonly (HeldBy | null)[]): Promise<readonly HeldTerms[]> {
  const orders = await listAgreedTerms(
    db,
    held.flatMap((one) => one?.requestLineId ?? []),
  )
  const renewals = await listRenewedTerms(
    db,
    held.flatMap((one) => one?.resourceId ?? []),
  )
  return held.map((one) => ({
    order: orders.get(one?.requestLineId ?? ''),
    renewals: renewals.get(one?.resourceId ?? '') ?? [],
  }))
}

/** The prices that a term keeps, otherwise those in force with the provider; each looked up once. */
function pricesFinder(db: Db, onDay: string) {
  const known = new Map<string, Promise<Prices | null>>()
  return async (term: AgreedTerm | undefined, providerBodyId: string | null): Promise<Prices | null> => {
    const versionId = term?.versionId ?? null
    const key = versionId ?? `of ${providerBodyId}`
    const looked = known.get(key)
    if (looked) return looked
    const found =
      versionId === null ? findPricesInForce(db, providerBodyId, onDay) : findPricesOf(db, versionId)
    known.set(key, found)
    return found
  }
}

/** A request line checked against its plan: parameters filled in, amounts worked out. */
export interface ResolvedLine {
  readonly plan: PlanInOffering
  readonly quantity: number
  readonly parameters: Readonly<Record<string, unknown>>
  readonly amounts: ReturnType<typeof amountsOf>
  readonly aboveRecommended: ReturnType<typeof judgeSpec>['aboveRecommended']
  readonly belowMinimum: ReturnType<typeof judgeSpec>['belowMinimum']
}

export async function resolveLines(
  db: Db,
  lines: readonly EstimateLineInput[],
): Promise<readonly ResolvedLine[]> {
  const plans = new Map(
    (
      await findPlans(
        db,
        lines.map((line) => line.planId),
      )
    ).map((plan) => [plan.id, plan]),
  )
  return lines.map((line) => {
    const plan = plans.get(line.planId)
    if (!plan?.isPublished) return refuse('offering.plan_not_found')
    const filled = fillParameters(plan.parameters, line.parameters)
    if (!filled.ok)
      return refuse('offering.parameters_invalid', {
        details: { plan: plan.title.zh, why: filled.why.zh },
        detailsEn: { plan: plan.title.en, why: filled.why.en },
      })
    const { parameters } = filled
    return {
      plan,
      quantity: line.quantity,
      parameters,
      amounts: amountsOf(plan, parameters),
      ...judgeSpec(plan, parameters),
    }
  })
}

/**
 * What one unit that is held, or would be, costs over a term at the prices of a day, without what is paid once. Of any version of its
 * plan: what was taken off the catalogue goes on being held. Null where nothing of it has a price.
 */
export async function heldCost(
  db: Db,
  of: {
    readonly planId: string
    readonly parameters: Readonly<Record<string, unknown>>
    readonly term: Term
    readonly providerBodyId: string | null
    readonly onDay: string
    /** Days of a term that runs already: its factor and its prices count, whatever is left of it. */
    readonly running?: { readonly held: HeldBy; readonly from: string; readonly until: string }
  },
): Promise<number | null> {
  const [plan] = await findPlans(db, [of.planId])
  const filled = plan && fillParameters(plan.parameters, of.parameters)
  if (!plan || !filled?.ok) return null
  const amounts = amountsOf(plan, filled.parameters)
  const line = toPrice({ plan, quantity: 1, parameters: filled.parameters, amounts, aboveRecommended: [] })
  const find = pricesFinder(db, of.onDay)
  if (of.running === undefined)
    return monthlyOf(estimate([line], of.term, await find(undefined, of.providerBodyId)))
  const { held, from, until } = of.running
  const [terms = NO_TERMS] = await loadHeldTerms(db, [held])
  let sum: number | null = null
  for (const { days, agreed: term } of piecesOf(terms, from, until)) {
    const agreed = { termMonths: term?.termMonths ?? null, prices: await find(term, of.providerBodyId) }
    const cost = monthlyOf(estimate([{ ...line, agreed }], { months: 0, days }, null))
    sum = cost === null ? sum : (sum ?? 0) + cost
  }
  return sum
}

/** Without what is paid once; null where nothing of it has a price. */
function monthlyOf({ lines }: Estimate): number | null {
  const costs = lines.flatMap(({ steps }) =>
    steps.flatMap(({ per, cost }) => (per === 'month' && cost !== null ? [cost.amountMinor] : [])),
  )
  return costs.length === 0 ? null : costs.reduce((sum, one) => sum + one, 0)
}

function toPrice(line: Omit<ResolvedLine, 'belowMinimum'>): LineToPrice {
  const { plan } = line
  return {
    planId: plan.id,
    offeringCode: plan.offeringCode,
    planCode: plan.code,
    title: {
      zh: `${plan.offeringTitle.zh} · ${plan.title.zh}`,
      en: `${plan.offeringTitle.en} · ${plan.title.en}`,
    },
    quantity: line.quantity,
    amounts: line.amounts,
    aboveRecommended: line.aboveRecommended,
  }
}
