import type { LeaseExemption, ProjectFiling, ProjectFilingSummary } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Db } from '../../platform/db/index.ts'
import { type FilingItemRow, type FilingRow, listItems } from './filing-store.ts'
import { judgeFiling, requirementOf } from './judge-filing.ts'
import { refuseBy, refuseDecision, refuseEdit } from './project-filing.ts'

export function toSummary(row: FilingRow): ProjectFilingSummary {
  return {
    id: row.id,
    no: row.no,
    body: { id: row.body_id, name: row.body_name },
    name: row.name,
    nature: row.nature,
    connection: row.connection,
    exemption: row.exemption as LeaseExemption | null,
    state: row.state,
    submittedAt: row.submitted_at?.toISOString() ?? null,
    decidedAt: row.decided_at?.toISOString() ?? null,
  }
}

export async function presentFiling(ctx: Ctx, db: Db, row: FilingRow): Promise<ProjectFiling> {
  const { authz, actor } = ctx
  const items = await listItems(db, row.id)
  const findings = await judgeFiling(ctx, db, row, items)
  const edit = refuseEdit(row)
  const decide = refuseDecision(row)
  const waits = items.some(
    (item) => (item.requirement_document ?? item.own_reason) !== null && item.approved_at === null,
  )
  const may = (action: 'modify' | 'approve', refusal: string | null) =>
    authz.allowance(actor, action, 'project-filing', refusal)
  return {
    ...toSummary(row),
    summary: row.summary,
    items: items.map(toItem),
    findings: [...findings],
    enteredBy: row.entered_by_name,
    submittedBy: row.submitted_by_name,
    decidedBy: row.decided_by_name,
    comment: row.comment,
    version: row.version,
    actions: {
      modify: may('modify', edit),
      submit: may('modify', edit ?? refuseBy(findings, 'submission')?.reason ?? null),
      withdraw: may('modify', decide),
      approve: may('approve', decide ?? (waits ? null : 'project-filing.no_exception')),
      accept: may('approve', decide ?? refuseBy(findings, 'acceptance')?.reason ?? null),
      decline: may('approve', decide),
    },
  }
}

function toItem(item: FilingItemRow): ProjectFiling['items'][number] {
  return {
    number: item.number,
    kind: item.kind,
    name: item.name,
    cost:
      item.cost_minor === null ? null : { amountMinor: Number(item.cost_minor), currency: 'CNY' as const },
    stateRequirement: requirementOf(item),
    offering:
      item.offering_code === null
        ? null
        : {
            code: item.offering_code,
            title: item.offering_title ?? { zh: item.offering_code, en: item.offering_code },
          },
    ownReason: item.own_reason,
    approvedBy: item.approved_by_name,
    approvedAt: item.approved_at?.toISOString() ?? null,
  }
}
