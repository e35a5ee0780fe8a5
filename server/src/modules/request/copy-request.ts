import type { RequestContent } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { refuse } from '../../platform/errors.ts'
import { draft } from './create-request.ts'
import type { Doors } from './doors.ts'
import { type LineRow, listLines } from './line-store.ts'
import { findRequest, type RequestRow } from './request-store.ts'
import { viewerOf } from './viewer.ts'

/**
 * Drafts a request by reference to another (R97), for the same or another system of the body. Papers and provider choice
 * are of the occasion and are not taken over.
 */
export async function copyRequest(
  doors: Doors,
  ctx: Ctx,
  id: string,
  systemId: string | null,
): Promise<RequestRow> {
  ctx.authz.require(ctx, 'create', 'request')
  return ctx.inTx(async (tx) => {
    const original = ctx.authz.authorised(ctx, 'view', 'request', await findRequest(tx, id, viewerOf(ctx)))
    if (original.kind !== 'new') refuse('request.not_copyable')
    return draft(doors, ctx, tx, {
      kind: 'new',
      systemId: systemId ?? original.system_id,
      content: contentToCopy(original, await listLines(tx, id)),
      copiedFromId: id,
    })
  })
}

function contentToCopy(original: RequestRow, lines: readonly LineRow[]): RequestContent {
  return {
    ...contentOf(original, lines),
    until: null,
    termMonths: original.term_months,
    projectApprovalNo: null,
    preferredProviderId: null,
    providerReason: null,
    comparedProviderIds: [],
    budgetId: null,
  }
}

/** The form as it was filled in. */
export function contentOf(request: RequestRow, lines: readonly LineRow[]): RequestContent {
  return {
    title: request.title,
    purpose: request.purpose,
    networkZone: request.network_zone,
    poolClass: request.pool_class,
    atEdge: request.at_edge,
    atRecovery: request.at_recovery,
    termMonths: request.term_months,
    until: request.until,
    justification: request.justification,
    projectApprovalNo: request.project_approval_no,
    preferredProviderId: request.preferred_provider_id,
    providerReason: request.provider_reason,
    comparedProviderIds: request.compared_provider_ids,
    budgetId: request.budget_id,
    dataDisposal: request.data_disposal,
    lines: lines.map((line) => ({
      planId: line.planId,
      resourceId: line.resourceId,
      quantity: line.quantity,
      parameters: { ...line.parameters },
      serverLine: line.serverLine,
      reason: line.reason,
    })),
  }
}
