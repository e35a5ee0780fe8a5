import { type ReasonCode, reasons } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { addDays, addMonths, dayOf } from '../days.ts'
import type { Doors } from '../doors.ts'
import { costsOf } from '../form/budget-of-form.ts'
import type { RequestRules } from '../gate/gate-rules.ts'
import { listLineParameters } from '../line-store.ts'
import { renewTerms, type TermRow, updateTerm } from './term-store.ts'

/** Of a month of a term, as the rules count it. */
const DAYS_OF_MONTH = 30

/** What a term that renews by itself comes to: a new last day, or why not, which is noted once. */
export async function renewAlone(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  term: TermRow,
  rules: RequestRules,
): Promise<{ readonly what: string; readonly whatEn: string }> {
  const problem = refuseLength(term, rules) ?? (await refuseCost(doors, ctx, tx, term))
  const { resource_id: id } = term
  if (problem !== null) {
    await updateTerm(tx, id, { renewal_problem: problem })
    const { zh, en } = reasons[problem]
    return { what: `未能自动续期：${zh}`, whatEn: `not renewed by itself: ${en}` }
  }
  const until = addDays(addMonths(addDays(term.until, 1), term.renew_months ?? 1), -1)
  await renewTerms(tx, [id], until)
  await doors.supply.setExpiry(ctx, tx, [id], until)
  return { what: `已自动续期至 ${until}`, whatEn: `renewed by itself until ${until}` }
}

function refuseLength(
  { purpose, renewals, renew_months }: Pick<TermRow, 'purpose' | 'renewals' | 'renew_months'>,
  rules: RequestRules,
): ReasonCode | null {
  const limit = rules.terms[purpose]
  if (limit === null) return null
  const isTooLong = (renew_months ?? 1) * DAYS_OF_MONTH > limit.days || renewals >= limit.renewals
  return isTooLong ? 'resource-term.too_long' : null
}

/** It has no request that could commit anything (it shows in what is spent): the budget is only asked, and it must fit in every year. */
async function refuseCost(doors: Doors, ctx: Ctx, tx: Tx, term: TermRow): Promise<ReasonCode | null> {
  const fact = (await doors.supply.findResources(tx, [term.resource_id])).get(term.resource_id)
  const planId = fact?.planId ?? null
  const plan = planId === null ? undefined : (await doors.catalogue.findPlans(tx, [planId])).get(planId)
  if (fact === undefined || plan === undefined || !plan.isPublished) return 'resource-term.no_price'
  const lineId = fact.requestLineId
  const parameters = lineId === null ? {} : ((await listLineParameters(tx, [lineId])).get(lineId) ?? {})
  const months = { months: term.renew_months ?? 1, days: 0 }
  const estimate = await doors.catalogue.estimate(ctx, tx, {
    lines: [{ planId: plan.planId, quantity: 1, parameters: { ...parameters } }],
    term: months,
    providerBodyId: null,
    onDay: dayOf(ctx.clock.now()),
  })
  const { body_id: bodyId, system_id: systemId } = term
  // What it renews was set up long ago: what is paid once is not paid again.
  const lines = costsOf(estimate).map((line) => ({ ...line, onceMinor: 0 }))
  const asked = await doors.budget.standing(ctx, tx, {
    bodyId,
    systemId,
    budgetId: null,
    term: months,
    lines,
  })
  if (asked === null) return null
  const { standing, thisYear } = asked
  const isShort = standing.years.some(
    ({ budget, fiscalYear, rest }) =>
      (budget === null && fiscalYear === thisYear) || (rest !== null && rest.amountMinor < 0),
  )
  return isShort ? 'resource-term.no_budget' : null
}
