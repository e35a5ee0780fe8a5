import type { MajorIssue, MajorIssueSummary } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { refuseDecision, refuseFollowUp } from './major-issue.ts'
import { listEntries, listLeadingGroups, type MajorIssueRow } from './major-issue-store.ts'

export function toSummary(row: MajorIssueRow, now: Date): MajorIssueSummary {
  return {
    id: row.id,
    no: row.no,
    category: row.category,
    title: row.title,
    state: row.state,
    raisedBy: {
      body: { id: row.raised_by_body_id, name: row.raised_by_body_name },
      person: row.raised_by_name,
    },
    raisedAt: row.raised_at.toISOString(),
    responsible:
      row.responsible_body_id === null
        ? null
        : { id: row.responsible_body_id, name: row.responsible_name ?? '' },
    dueAt: row.due_at?.toISOString() ?? null,
    overdue: row.closed_at === null && row.due_at !== null && row.due_at < now,
    closedAt: row.closed_at?.toISOString() ?? null,
    decision: row.decision,
    result: row.result,
  }
}

export async function presentIssue(ctx: Ctx, db: Db, row: MajorIssueRow): Promise<MajorIssue> {
  const { authz, actor } = ctx
  const leading = await listLeadingGroups(db)
  const decide = authz.allowance(actor, 'approve', 'major-issue', refuseDecision(row, actor, leading))
  return {
    ...toSummary(row, ctx.clock.now()),
    description: row.description,
    decidedBy: row.decided_by_name,
    decidedAt: row.decided_at?.toISOString() ?? null,
    workingDays: row.working_days,
    entries: (await listEntries(db, row.id)).map((entry) => ({
      kind: entry.kind,
      actor: entry.actor,
      body: entry.body_name,
      text: entry.text,
      at: entry.at.toISOString(),
    })),
    version: row.version,
    actions: {
      decide,
      followUp: authz.allowance(actor, 'operate', 'major-issue', refuseFollowUp(row, actor, leading)),
      close: decide,
    },
  }
}
