import type { BodyOf, majorIssueOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { holderOf } from '../actor-words.ts'
import {
  findMajorIssue,
  insertEntry,
  insertMajorIssue,
  type MajorIssueRow,
  nextIssueNo,
} from './major-issue-store.ts'

/** Enters an issue in the register, in the name of the raiser's body. */
export async function raiseIssue(
  ctx: Ctx,
  input: BodyOf<typeof majorIssueOperations.create>,
): Promise<MajorIssueRow> {
  ctx.authz.require(ctx, 'create', 'major-issue')
  const { personId, name, post } = holderOf(ctx.actor)
  return ctx.inTx(async (tx) => {
    const id = ctx.ids.next()
    const now = ctx.clock.now()
    const no = await nextIssueNo(tx, dayInChina(now).slice(0, 4))
    await insertMajorIssue(tx, {
      id,
      no,
      category: input.category,
      title: input.title.trim(),
      description: input.description.trim(),
      state: 'raised',
      raised_by_body_id: post.bodyId,
      raised_by: personId,
      raised_by_name: name,
      raised_at: now,
    })
    const text = input.description.trim()
    await insertEntry(tx, {
      id: ctx.ids.next(),
      issue_id: id,
      kind: 'raised',
      actor: name,
      body_id: post.bodyId,
      text,
      at: now,
    })
    await ctx.audit(tx, { noun: 'major-issue', objectId: id, bodyId: post.bodyId, after: { no, ...input } })
    await ctx.emit(tx, { type: 'major-issue.raised', noun: 'major-issue', id, bodyId: post.bodyId })
    return (await findMajorIssue(tx, id)) as MajorIssueRow
  })
}
