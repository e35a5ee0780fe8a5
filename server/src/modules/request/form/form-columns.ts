import type { RequestContent } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import type { PlanFact } from '../doors.ts'
import type { LineRow, PlanWords } from '../line-store.ts'
import { columnsOfAmounts, listBodyNames } from '../request-store.ts'
import { type Form, type FormLine, summarise } from './form.ts'

/** The columns that the form fills, whether the request is new or written anew. */
export function columnsOfForm(form: Form) {
  const { content, system } = form
  const summary = summarise(form.kind, form.lines)
  return {
    title: content.title.trim(),
    purpose: content.purpose,
    network_zone: content.networkZone,
    pool_class: content.poolClass,
    at_edge: content.atEdge,
    at_recovery: content.atRecovery ?? false,
    system_code: system.code,
    system_name: system.name,
    protection_level: system.protectionLevel,
    term_months: content.termMonths,
    until: content.until,
    justification: content.justification.trim(),
    project_approval_no: content.projectApprovalNo,
    preferred_provider_id: content.preferredProviderId,
    provider_reason: content.providerReason,
    compared_provider_ids: [...content.comparedProviderIds],
    budget_id: content.budgetId ?? null,
    data_disposal: content.dataDisposal,
    summary_zh: summary.zh,
    summary_en: summary.en,
    ...columnsOfAmounts(form.amounts),
  }
}

export function toLineRow(ctx: Ctx, requestId: string, line: FormLine): LineRow {
  return {
    id: ctx.ids.next(),
    requestId,
    number: line.number,
    planId: line.input.planId,
    plan: line.plan && toPlanWords(line.plan),
    resourceId: line.input.resourceId,
    resourceName: line.resource?.name ?? null,
    quantity: line.input.quantity,
    parameters: line.input.parameters,
    serverLine: line.input.serverLine ?? null,
    reason: line.input.reason,
    amounts: line.amounts,
    aboveRecommended: line.aboveRecommended,
    state: 'pending',
    deliveredAt: null,
  }
}

function toPlanWords(plan: PlanFact): PlanWords {
  return {
    offeringId: plan.offeringId,
    offeringCode: plan.offeringCode,
    offeringTitle: plan.offeringTitle,
    itemVersion: plan.itemVersion,
    planCode: plan.planCode,
    planTitle: plan.planTitle,
    by: plan.fulfilment.by,
  }
}

/** Providers that are named must be providers; the form offers no others. */
export async function refuseProviders(tx: Tx, content: RequestContent): Promise<void> {
  const ids = [...content.comparedProviderIds, content.preferredProviderId ?? []].flat()
  if (ids.length === 0) return
  const known = await listBodyNames(tx, ids)
  const isProvider = (id: string) => /^(platform-)?provider$/.test(known.get(id)?.kind ?? '')
  if (!ids.every(isProvider)) refuse('request.provider_unknown')
}

/** The general pool is shared by all and the one that is meant where none is named (R69). */
export function withDefaults(
  given: Omit<RequestContent, 'poolClass'> & Partial<Pick<RequestContent, 'poolClass'>>,
): RequestContent {
  return { ...given, poolClass: given.poolClass ?? 'general' }
}
