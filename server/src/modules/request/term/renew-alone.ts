import { type ReasonCode, reasons } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { inSavepoint, type Tx } from '../../../platform/db/index.ts'
import { AppError, assert, wordsOf } from '../../../platform/errors.ts'
import { yuanOf } from '../../../platform/money.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import type { RenewalOutcome } from '../budget-port.ts'
import type { Doors } from '../doors.ts'
import { type AddedCost, addedCosts } from '../form/added-costs.ts'
import { addedAt } from '../form/ceiling-of-form.ts'
import type { RequestRules } from '../gate/gate-rules.ts'
import { findRequest } from '../request-store.ts'
import { stretchOfRenewal } from './last-day.ts'
import { NO_BUDGET, NO_CEILING } from './term.ts'
import { renewTerms, type TermRow, updateTerm } from './term-store.ts'

/** Of a month of a term, as the rules count it. */
const DAYS_OF_MONTH = 30
const EVERYBODY = { personId: null, seesDrafts: true }

interface RenewalNews {
  readonly event: 'renewed' | 'not-renewed'
  readonly details: Readonly<Record<string, string>>
}

/**
 * What a term that renews by itself comes to: a new last day, committed and at the prices of today like one that was applied for (R274,
 * R277); or why not. Where only the budget or the ceiling of a contract stands in its way it is tried again the next day: either may be
 * raised, or more permitted.
 * @returns null when it was told of before.
 */
export async function renewAlone(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  term: TermRow,
  rules: RequestRules,
): Promise<RenewalNews | null> {
  if (refuseLength(term, rules)) return notRenewed(tx, term, { problem: 'resource-term.too_long' })
  const renewal = { months: term.renew_months ?? 1, today: dayInChina(ctx.clock.now()) }
  const cost = await costOf(doors, ctx, tx, term, renewal.months)
  if (cost === undefined) return notRenewed(tx, term, { problem: 'resource-term.no_price' })
  const { isCommitted, short, passed } = await commit(doors, ctx, tx, term, cost)
  const { today } = renewal
  if (passed) return notRenewed(tx, term, { problem: NO_CEILING, words: passed, today })
  if (!isCommitted)
    return notRenewed(tx, term, { problem: NO_BUDGET, ...(short && { words: wordsOfShort(short) }), today })
  const until = await extend(doors, ctx, tx, term, renewal)
  return { event: 'renewed', details: { until, cost: yuanOf(cost.recurringMinor), ...warningOf(short) } }
}

interface Commitment extends RenewalOutcome {
  /** The contract with its provider has no room for it: in words. */
  readonly passed: { readonly zh: string; readonly en: string } | null
}

/** On the budget, and within the contract with its provider (R299); neither where one of them stops it. */
async function commit(doors: Doors, ctx: Ctx, tx: Tx, term: TermRow, cost: AddedCost): Promise<Commitment> {
  const order = await findRequest(tx, term.request_id, EVERYBODY)
  const { body_id: bodyId, system_id: systemId } = term
  try {
    return await inSavepoint(tx, async () => {
      const outcome = await doors.budget.commitRenewal(ctx, tx, {
        bodyId,
        systemId,
        resource: { id: term.resource_id, name: term.resource_name },
        number: term.renewals + 1,
        cost,
        budgetId: order?.budget_id ?? null,
      })
      const asked = addedAt(bodyId, [cost])
      if (outcome.isCommitted && asked.parts.length > 0)
        await doors.ceiling.hold(ctx, tx, { ...asked, isCommitted: true, isEmergency: false })
      return { ...outcome, passed: null }
    })
  } catch (error) {
    if (!(error instanceof AppError) || error.reason !== 'service-contract.ceiling_passed') throw error
    return { isCommitted: false, short: null, passed: wordsOf(error.reason, error.details) }
  }
}

/** The new last day, and the prices of today where they are kept. */
async function extend(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  { resource_id: resourceId, until: running }: TermRow,
  { months, today }: { readonly months: number; readonly today: string },
): Promise<string> {
  const stretch = stretchOfRenewal({ until: null, term_months: months }, running, today)
  assert(stretch !== null, 'a renewal has months')
  const { from, until } = stretch
  await renewTerms(tx, [resourceId], until)
  await doors.supply.setExpiry(ctx, tx, [resourceId], until)
  const fact = (await doors.supply.findResources(tx, [resourceId])).get(resourceId)
  const prices = await doors.catalogue.findVersion(tx, fact?.providerBodyId ?? null, today)
  await doors.catalogue.renewTermAlone(tx, {
    resourceId,
    priceVersionId: prices?.pinsOrders ? prices.id : null,
    termMonths: months,
    from,
    until,
  })
  return until
}

function refuseLength(
  { purpose, renewals, renew_months }: Pick<TermRow, 'purpose' | 'renewals' | 'renew_months'>,
  rules: RequestRules,
): boolean {
  const limit = rules.terms[purpose]
  if (limit === null) return false
  return (renew_months ?? 1) * DAYS_OF_MONTH > limit.days || renewals >= limit.renewals
}

/** As of a renewal that is applied for today; undefined without a price. */
async function costOf(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  { resource_id: resourceId }: TermRow,
  months: number,
): Promise<AddedCost | undefined> {
  const lines = [{ number: 1, planId: null, resourceId, parameters: {} }]
  const [cost] = await addedCosts(doors, ctx, tx, { kind: 'renew', term_months: months, until: null, lines })
  return cost
}

async function notRenewed(
  tx: Tx,
  term: TermRow,
  why: {
    readonly problem: ReasonCode
    readonly words?: { readonly zh: string; readonly en: string }
    /** It is tried again after this day. */
    readonly today?: string
  },
): Promise<RenewalNews | null> {
  const { problem } = why
  await updateTerm(tx, term.resource_id, { renewal_problem: problem, renewal_tried_on: why.today ?? null })
  if (term.renewal_problem === problem) return null
  const words = why.words ?? reasons[problem]
  return { event: 'not-renewed', details: { what: words.zh, whatEn: words.en } }
}

function wordsOfShort({ year, askedMinor, restMinor }: NonNullable<RenewalOutcome['short']>) {
  if (restMinor === null)
    return {
      zh: `${year} 年没有可用的预算，需 ${yuanOf(askedMinor)} 元。`,
      en: `there is no budget line for ${year}; ¥${yuanOf(askedMinor)} are needed.`,
    }
  return {
    zh: `${year} 年预算余 ${yuanOf(restMinor)} 元，需 ${yuanOf(askedMinor)} 元。`,
    en: `of the budget of ${year} ¥${yuanOf(restMinor)} are left, and ¥${yuanOf(askedMinor)} are needed.`,
  }
}

function warningOf(short: RenewalOutcome['short']): { readonly what: string; readonly whatEn: string } {
  if (short === null) return { what: '', whatEn: '' }
  const { zh, en } = wordsOfShort(short)
  return { what: `预算不足：${zh}`, whatEn: ` The budget does not suffice: ${en}` }
}
