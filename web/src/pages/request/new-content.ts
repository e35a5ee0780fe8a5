import type { RequestContent, RequestKind, RequestLineInput, System } from '@yunheng/contract'

export const emptyLine: RequestLineInput = {
  planId: null,
  resourceId: null,
  quantity: 1,
  parameters: {},
  reason: null,
}

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
