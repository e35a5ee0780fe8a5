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

/** Without one of them: what was to hang on it hangs on nothing, and the others keep the line that they name. */
export function withoutLine(lines: readonly RequestLineInput[], index: number): readonly RequestLineInput[] {
  const gone = index + 1
  return lines.toSpliced(index, 1).map((line) => {
    const { serverLine = null } = line
    if (serverLine === null || serverLine < gone) return line
    return { ...line, serverLine: serverLine === gone ? null : serverLine - 1 }
  })
}

/** Without those that say nothing yet. */
export function filledLines(lines: readonly RequestLineInput[]): readonly RequestLineInput[] {
  return lines.reduceRight((rest, line, index) => (isFilled(line) ? rest : withoutLine(rest, index)), lines)
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
    atRecovery: false,
    termMonths: kind === 'new' || kind === 'renew' ? 12 : null,
    until: null,
    justification: '',
    projectApprovalNo: null,
    preferredProviderId: null,
    providerReason: null,
    comparedProviderIds: [],
    budgetId: null,
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
    budgetId: request.budgetId,
    dataDisposal: request.dataDisposal,
    lines: request.lines.map(({ planId, resourceId, quantity, parameters, serverLine = null, reason }) => ({
      planId,
      resourceId,
      quantity,
      parameters,
      serverLine,
      reason,
    })),
  }
}
