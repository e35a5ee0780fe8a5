import type { Request, RequestContent, RequestKind, RequestLineInput, System } from '@yunheng/contract'

export const emptyLine: RequestLineInput = {
  planId: null,
  resourceId: null,
  quantity: 1,
  parameters: {},
  reason: null,
}

/** Whether a line says what it is about yet; until then it stays in the form and is not sent. */
export const isFilled = (line: RequestLineInput) => line.planId !== null || line.resourceId !== null

/** What a draft starts with: the usual answers, so that most of it need not be touched. */
export function firstContent(
  kind: RequestKind,
  system: Pick<System, 'networkZone'>,
  title: string,
  lines: readonly RequestLineInput[],
): RequestContent {
  return {
    title,
    purpose: 'formal',
    networkZone: system.networkZone,
    poolClass: 'general',
    atEdge: false,
    atRecovery: false,
    termMonths: kind === 'new' || kind === 'renew' ? 12 : null,
    until: null,
    justification: '',
    projectApprovalNo: null,
    preferredProviderId: null,
    providerReason: null,
    comparedProviderIds: [],
    dataDisposal: null,
    lines: [...lines],
  }
}

/** What a request asks for, as it is written in a form. */
export function contentOf(request: Request): RequestContent {
  return {
    title: request.title,
    purpose: request.purpose,
    networkZone: request.networkZone,
    poolClass: request.poolClass,
    atEdge: request.atEdge,
    atRecovery: request.atRecovery,
    termMonths: request.termMonths,
    until: request.until,
    justification: request.justification,
    projectApprovalNo: request.projectApprovalNo,
    preferredProviderId: request.preferredProvider?.id ?? null,
    providerReason: request.providerReason,
    comparedProviderIds: request.comparedProviders.map((one) => one.id),
    dataDisposal: request.dataDisposal,
    lines: request.lines.map(({ planId, resourceId, quantity, parameters, reason }) => ({
      planId,
      resourceId,
      quantity,
      parameters,
      reason,
    })),
  }
}
