import type { Request, RequestAttachment, RequestLine, RequestSummary } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { AttachmentRow } from '../attachment/attachment-store.ts'
import { type StoredCondition, wordsOfCondition } from '../delivery/allocate.ts'
import type { LineProgress } from '../doors.ts'
import type { LineRow } from '../line-store.ts'
import {
  isClosed,
  refuseAllocate,
  refuseCancel,
  refuseConfirm,
  refuseEdit,
  refuseMessage,
  refuseRemove,
  refuseSubmit,
  refuseWithdraw,
} from '../request.ts'
import { amountsOfRow, type RequestRow } from '../request-store.ts'
import { ownedOf } from '../viewer.ts'

export function toSummary(row: RequestRow): RequestSummary {
  return {
    id: row.id,
    no: row.no,
    kind: row.kind,
    state: row.state,
    title: row.title,
    purpose: row.purpose,
    networkZone: row.network_zone,
    poolClass: row.pool_class,
    atEdge: row.at_edge,
    atRecovery: row.at_recovery,
    body: { id: row.body_id, name: row.body_name },
    system: { id: row.system_id, code: row.system_code, name: row.system_name },
    applicant: { personId: row.applicant_id, name: row.applicant_name },
    summary: { zh: row.summary_zh, en: row.summary_en },
    condition: toCondition(row),
    cost: row.cost_minor === null ? null : { amountMinor: Number(row.cost_minor), currency: 'CNY' },
    amounts: amountsOfRow(row),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    submittedAt: row.submitted_at?.toISOString() ?? null,
    decidedAt: row.decided_at?.toISOString() ?? null,
    deliveredAt: row.delivered_at?.toISOString() ?? null,
    completedAt: row.completed_at?.toISOString() ?? null,
    version: row.version,
  }
}

function toCondition(row: RequestRow): RequestSummary['condition'] {
  const stored = row.condition as StoredCondition | null
  if (stored === null) return null
  return { type: stored.type, reason: stored.reason, text: wordsOfCondition(stored), since: stored.since }
}

export interface RequestParts {
  readonly row: RequestRow
  readonly lines: readonly LineRow[]
  readonly progress: ReadonlyMap<string, LineProgress>
  readonly attachments: readonly AttachmentRow[]
  readonly stages: Request['stages']
  readonly comparedProviders: readonly { readonly id: string; readonly name: string }[]
  readonly copiedFromNo: string | null
  readonly ruleSets: Request['ruleSets']
}

export function toRequest(ctx: Ctx, parts: RequestParts): Request {
  const { row, lines } = parts
  return {
    ...toSummary(row),
    protectionLevel: row.protection_level,
    termMonths: row.term_months,
    until: row.until,
    justification: row.justification,
    projectApprovalNo: row.project_approval_no,
    budgetId: row.budget_id,
    preferredProvider:
      row.preferred_provider_id === null
        ? null
        : { id: row.preferred_provider_id, name: row.preferred_provider_name ?? '' },
    providerReason: row.provider_reason,
    comparedProviders: [...parts.comparedProviders],
    dataDisposal: row.data_disposal,
    lines: lines.map((line) => toLine(line, parts.progress.get(line.id))),
    attachments: parts.attachments.map(toAttachment),
    stages: parts.stages,
    flowInstanceId: row.flow_instance_id,
    ruleSets: parts.ruleSets,
    papersDueAt: row.papers_due_at?.toISOString() ?? null,
    outcomeComment: row.outcome_comment,
    copiedFrom: row.copied_from_id === null ? null : { id: row.copied_from_id, no: parts.copiedFromNo ?? '' },
    allottedBy: row.allotted_by,
    actions: toActions(ctx, row, lines),
  }
}

/** The same rules that the use cases run, so that a button says beforehand what the act would say after. */
function toActions(ctx: Ctx, row: RequestRow, lines: readonly LineRow[]): Request['actions'] {
  const { authz, actor } = ctx
  const owned = ownedOf(row)
  const allThere = lines.every((line) => line.state === 'delivered' || line.state === 'redelivering')
  const copyRefusal = row.kind === 'new' ? null : 'request.not_copyable'
  return {
    modify: authz.allowance(actor, 'modify', 'request', refuseEdit(owned, actor)),
    remove: authz.allowance(actor, 'delete', 'request', refuseRemove(owned, actor)),
    submit: authz.allowance(actor, 'operate', 'request', refuseSubmit(owned, actor)),
    withdraw: authz.allowance(actor, 'operate', 'request', refuseWithdraw(owned, actor)),
    cancel: authz.allowance(actor, 'operate', 'request', refuseCancel(owned, actor)),
    confirm: authz.allowance(actor, 'operate', 'request', refuseConfirm(owned, allThere)),
    returnDelivery: authz.allowance(actor, 'operate', 'request', refuseConfirm(owned, false)),
    allocate: authz.allowance(actor, 'approve', 'request', refuseAllocate(owned)),
    copy: authz.allowance(actor, 'create', 'request', copyRefusal),
    message: authz.allowance(actor, 'view', 'request', refuseMessage(owned)),
    attach: authz.allowance(actor, 'view', 'request', isClosed(row.state) ? 'request.closed' : null),
  }
}

function toLine(line: LineRow, progress: LineProgress | undefined): RequestLine {
  const resources = progress?.resources ?? []
  return {
    id: line.id,
    number: line.number,
    planId: line.planId,
    resourceId: line.resourceId,
    quantity: line.quantity,
    parameters: { ...line.parameters },
    serverLine: line.serverLine,
    reason: line.reason,
    plan: line.plan,
    resourceName: line.resourceName,
    amounts: line.amounts,
    aboveRecommended: [...line.aboveRecommended],
    state: line.state,
    placements: (progress?.placements ?? []).map((each) => ({ ...each })),
    resources: resources.map((each) => ({ ...each })),
    // After delivery the ground is the system's own affair, shown with the resources.
    waitsFor: isUnderWay(line.state) ? (progress?.waitsFor ?? []).map((each) => ({ ...each })) : [],
    progress: {
      wanted: resources.length,
      ready: resources.filter((each) => each.ready).length,
      failing: resources.filter((each) => !each.ready && each.problem !== null).length,
    },
  }
}

const isUnderWay = (state: LineRow['state']) => state === 'provisioning' || state === 'failing'

export function toAttachment(row: AttachmentRow): RequestAttachment {
  return {
    id: row.id,
    kind: row.kind,
    fileName: row.file_name,
    contentType: row.media_type,
    sizeBytes: row.size_bytes,
    digest: row.digest,
    byName: row.by_name,
    at: row.at.toISOString(),
  }
}
