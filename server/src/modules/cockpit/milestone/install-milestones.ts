import type { Ctx } from '../../../platform/context.ts'
import { SHIPPED_MILESTONES } from './milestone.ts'
import { insertShipped } from './milestone-store.ts'

/** The dates of the documents, each put in once (R3). */
export async function installMilestones(ctx: Ctx): Promise<void> {
  await ctx.inTx(async (tx) => {
    for (const shipped of SHIPPED_MILESTONES) {
      const id = ctx.ids.next()
      if (!(await insertShipped(tx, shipped, { id, createdAt: ctx.clock.now() }))) continue
      const after = { title: shipped.title.zh, dueOn: shipped.dueOn, source: shipped.source }
      await ctx.audit(tx, { act: 'milestone.create', noun: 'milestone', objectId: id, bodyId: null, after })
    }
  })
}
