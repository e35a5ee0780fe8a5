import type { BodyOf, majorIssueOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { findBody } from '../../organisation/index.ts'
import { holderOf } from '../actor-words.ts'
import { dueAfter } from '../due.ts'
import { ENTRIES_MAX, refuseDecision, refuseFollowUp } from './major-issue.ts'
import {
  insertEntry,
  listEntries,
  listLeadingGroups,
  loadMajorIssueForUpdate,
  type MajorIssueRow,
  updateMajorIssue,
} from './major-issue-store.ts'

interface Outcome {
  readonly change: Parameters<typeof updateMajorIssue>[3]
  readonly text: string
  readonly after: object
}

/** Locks the issue, asks the rule, applies, and writes entry, audit and event: one transaction for every act. */
async function change(
  ctx: Ctx,
  id: string,
  given: { readonly kind: 'decided' | 'follow-up' | 'closed'; readonly version: number },
  apply: (tx: Tx, issue: MajorIssueRow) => Promise<Outcome>,
): Promise<void> {
  await ctx.inTx(async (tx) => {
    const { kind, version } = given
    const right = kind === 'follow-up' ? 'operate' : 'approve'
    const issue = ctx.authz.authorised(ctx, right, 'major-issue', await loadMajorIssueForUpdate(tx, id))
    const rule = kind === 'follow-up' ? refuseFollowUp : refuseDecision
    const refusal = rule(issue, ctx.actor, await listLeadingGroups(tx))
    if (refusal) refuse(refusal)
    if (kind !== 'closed' && (await listEntries(tx, id)).length >= ENTRIES_MAX)
      refuse('major-issue.too_long', { details: { limit: ENTRIES_MAX } })
    const { change: columns, text, after } = await apply(tx, issue)
    if (!(await updateMajorIssue(tx, issue, version, columns))) refuse('common.version_stale')
    const { name, post } = holderOf(ctx.actor)
    const at = ctx.clock.now()
    await insertEntry(tx, {
      id: ctx.ids.next(),
      issue_id: id,
      kind,
      actor: name,
      body_id: post.bodyId,
      text,
      at,
    })
    await ctx.audit(tx, {
      noun: 'major-issue',
      objectId: id,
      bodyId: issue.raised_by_body_id,
      before: { state: issue.state },
      after,
    })
    await ctx.emit(tx, {
      type: `major-issue.${kind}`,
      noun: 'major-issue',
      id,
      bodyId: issue.responsible_body_id ?? issue.raised_by_body_id,
    })
  })
}

/** Who does what by when; may be taken anew until it is closed. @throws `major-issue.body_unknown`, `…calendar_missing`. */
export const decideIssue = (ctx: Ctx, id: string, input: BodyOf<typeof operations.decide>) =>
  change(ctx, id, { kind: 'decided', version: input.version }, async (tx) => {
    const body = (await findBody(tx, input.responsibleBodyId)) ?? refuse('major-issue.body_unknown')
    const now = ctx.clock.now()
    const dueAt = (await dueAfter(tx, now, input.workingDays)) ?? refuse('major-issue.calendar_missing')
    const decision = input.decision.trim()
    return {
      change: {
        state: 'decided',
        decision,
        responsible_body_id: body.id,
        decided_by_name: holderOf(ctx.actor).name,
        decided_at: now,
        due_at: dueAt,
        working_days: input.workingDays,
      },
      text: decision,
      after: { state: 'decided', decision, responsible: body.name, dueAt: dueAt.toISOString() },
    }
  })

/** What was done since. @throws `major-issue.not_concerned`, `major-issue.too_long`. */
export const followUpIssue = (ctx: Ctx, id: string, input: BodyOf<typeof operations.followUp>) =>
  change(ctx, id, { kind: 'follow-up', version: input.version }, async () => ({
    change: {},
    text: input.text.trim(),
    after: { followUp: input.text.trim() },
  }))

/** With its result; what proves no major issue is closed without a decision. */
export const closeIssue = (ctx: Ctx, id: string, input: BodyOf<typeof operations.close>) =>
  change(ctx, id, { kind: 'closed', version: input.version }, async () => ({
    change: { state: 'closed', result: input.result.trim(), closed_at: ctx.clock.now() },
    text: input.result.trim(),
    after: { state: 'closed', result: input.result.trim() },
  }))
