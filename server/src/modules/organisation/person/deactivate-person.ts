import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { endPostsOfPerson } from '../post/post-store.ts'
import { refuseDeactivate } from './person.ts'
import { findPerson, loadPersonForUpdate, type PersonRow, updatePerson } from './person-store.ts'

/** Ends a person's posts and closes the way in; the ledger keeps him. Sessions end with the event. */
export async function deactivatePerson(ctx: Ctx, id: string, version: number): Promise<PersonRow> {
  return ctx.inTx(async (tx) => {
    const person = ctx.authz.authorised(ctx, 'delete', 'person', await loadPersonForUpdate(tx, id))
    const refusal = refuseDeactivate(person, ctx.actor)
    if (refusal) refuse(refusal)
    const now = ctx.clock.now()
    if (!(await updatePerson(tx, person, version, { deactivated_at: now }))) refuse('common.version_stale')
    const posts = await endPostsOfPerson(tx, person, now)
    await ctx.audit(tx, {
      noun: 'person',
      objectId: id,
      bodyId: person.body_id,
      after: { endedPosts: posts },
    })
    await ctx.emit(tx, { type: 'person.deactivated', noun: 'person', id, bodyId: person.body_id })
    return (await findPerson(tx, id)) as PersonRow
  })
}
