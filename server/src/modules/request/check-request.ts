import type {
  Estimate,
  FlowPreview,
  FlowVariables,
  RequestCheck,
  RequestCreate,
  RequestPurpose,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { contentOf } from './copy-request.ts'
import type { Doors, FlowRoute } from './doors.ts'
import { besideForm } from './form/beside-form.ts'
import { type Form, toGateFacts } from './form/form.ts'
import { withDefaults } from './form/form-columns.ts'
import { estimateForm, loadForm } from './form/load-form.ts'
import type { GateFacts } from './gate/gate-facts.ts'
import { askGates, isSubmittable } from './gate/gates.ts'
import { listLines } from './line-store.ts'
import { findRequest, type RequestRow } from './request-store.ts'
import { viewerOf } from './viewer.ts'

/**
 * What the form would meet, before anybody is asked: gates, cost, and who would get it. Computes only.
 * @throws `request.system_not_yours`, `request.line_malformed`.
 */
export async function checkRequest(
  doors: Doors,
  ctx: Ctx,
  input: RequestCreate & { readonly requestId: string | null },
): Promise<RequestCheck> {
  ctx.authz.require(ctx, 'list', 'request')
  const { kind, systemId, requestId, ...given } = input
  const content = withDefaults(given)
  const { form, estimate, beside } = await ctx.inTx(async (tx) => {
    // Only the papers of a request that the caller may see count.
    const saved = requestId === null ? undefined : await findRequest(tx, requestId, viewerOf(ctx))
    const form = await loadForm(doors, ctx, tx, { kind, systemId, content, requestId: saved?.id ?? null })
    const estimate = await estimateForm(doors, ctx, tx, form)
    return { form, estimate, beside: await besideForm(doors, ctx, tx, form, estimate) }
  })
  const gates = askGates(toGateFacts(form, dayInChina(ctx.clock.now()), beside))
  const route = routeOf(form, estimate, beside, {
    requestId: requestId ?? form.system.id,
    title: content.title,
  })
  return {
    gates,
    isSubmittable: isSubmittable(gates),
    estimate,
    budget: beside.budget?.standing ?? null,
    ceiling: beside.ceiling?.standing ?? null,
    amounts: form.amounts,
    ...(await unlessRefused(() => doors.flow.preview(ctx, route))),
  }
}

function routeOf(
  form: Form,
  estimate: Estimate | null,
  beside: Weighed,
  named: Pick<FlowRoute, 'requestId' | 'title'>,
): FlowRoute {
  const variables = flowVariables(form, estimate?.total.amountMinor ?? null, beside)
  return { ...named, bodyId: form.system.bodyId, variables }
}

/** Who would get a draft as it stands; null while its way cannot be told. */
export async function previewDraft(doors: Doors, ctx: Ctx, draft: RequestRow): Promise<FlowPreview | null> {
  const { preview } = await unlessRefused(async () => {
    const route = await ctx.inTx((tx) => routeOfDraft(doors, ctx, tx, draft))
    return doors.flow.preview(ctx, route)
  })
  return preview
}

async function routeOfDraft(doors: Doors, ctx: Ctx, tx: Tx, draft: RequestRow): Promise<FlowRoute> {
  const content = contentOf(draft, await listLines(tx, draft.id))
  const input = { kind: draft.kind, systemId: draft.system_id, content, requestId: draft.id }
  const form = await loadForm(doors, ctx, tx, input)
  const estimate = await estimateForm(doors, ctx, tx, form)
  const beside = await besideForm(doors, ctx, tx, form, estimate)
  return routeOf(form, estimate, beside, { requestId: draft.id, title: draft.title })
}

async function unlessRefused(
  preview: () => Promise<FlowPreview>,
): Promise<Pick<RequestCheck, 'preview' | 'previewReason'>> {
  try {
    return { preview: await preview(), previewReason: null }
  } catch (error) {
    // The way cannot be told yet (no row fits, a year is missing): the form still shows everything else.
    if (error instanceof AppError && error.kind !== 'internal')
      return { preview: null, previewReason: error.reason }
    throw error
  }
}

/**
 * The purpose that decides the way. Of what exists it is the purpose it was opened with, not what the form says: nobody
 * renews on the short way by calling it an emergency.
 */
function purposeOf(form: Form): RequestPurpose {
  if (form.kind === 'new') return form.content.purpose
  const purposes = new Set(form.lines.map((line) => line.term?.purpose ?? 'formal'))
  const [only] = purposes
  return purposes.size === 1 && only !== undefined ? only : 'formal'
}

/** A table compares numbers; "no price" is told apart from "costs nothing". */
const NO_COST = -1

/** What weighs in the choice of the way beside the form itself. */
type Weighed = Pick<GateFacts, 'growth' | 'savings'>

/**
 * What conditions of flows and decision tables may ask about a request. Documented in README.md; a decision table that
 * asks for anything else is refused when it is published.
 */
export function flowVariables(
  form: Form,
  costMinor: number | null,
  { growth, savings }: Weighed,
): FlowVariables {
  const { content } = form
  return {
    kind: form.kind,
    purpose: purposeOf(form),
    poolClass: content.poolClass,
    networkZone: content.networkZone,
    atEdge: content.atEdge,
    protectionLevel: form.system.protectionLevel,
    aboveRecommended: form.lines.some((line) => line.aboveRecommended.length > 0),
    vcpus: form.amounts.vcpus,
    memoryGib: Math.round(form.amounts.memoryMiB / 1024),
    storageGib: form.amounts.storageGiB,
    /** Estimated cost of the whole term in yuan; −1 while there is no price. */
    costYuan: costMinor === null ? NO_COST : Math.round(costMinor / 100),
    /** For steps that a provider takes (level `cloud-provider`). */
    providerBodyId: content.preferredProviderId,
    /** More is asked for although measures do not bear it out; although notices about saving are not done (facts §3.2). */
    growthUnborne: growth?.lines.some(({ verdict }) => verdict === 'not-borne-out') ?? false,
    savingsUndone: (savings?.undone.count ?? 0) > 0,
    hasWorkOrder: form.lines.some((line) => line.plan?.fulfilment.by === 'work-order'),
  }
}
