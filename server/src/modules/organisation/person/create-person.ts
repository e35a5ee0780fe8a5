import type { PersonCreate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { refuseChange } from '../body/body.ts'
import { loadBodyForUpdate } from '../body/body-store.ts'
import { findPerson, insertPerson, type PersonRow } from './person-store.ts'

/** Adds a person to a body within the actor's scope. Accounts and posts come after. @throws `body.closed`. */
export async function createPerson(ctx: Ctx, input: PersonCreate): Promise<PersonRow> {
  ctx.authz.require(ctx, 'create', 'person')
  return ctx.inTx(async (tx) => {
    const body = ctx.authz.authorised(ctx, 'view', 'body', await loadBodyForUpdate(tx, input.bodyId))
    const refusal = refuseChange(body)
    if (refusal) refuse(refusal)
    const id = ctx.ids.next()
    await insertPerson(tx, {
      id,
      body_id: body.id,
      name: input.name.trim(),
      phone: input.phone ?? null,
      email: input.email ?? null,
      created_at: ctx.clock.now(),
    })
    await ctx.audit(tx, {
      noun: 'person',
      objectId: id,
      bodyId: body.id,
      after: { name: input.name, bodyId: body.id },
    })
    await ctx.emit(tx, { type: 'person.created', noun: 'person', id, bodyId: body.id })
    return (await findPerson(tx, id)) as PersonRow
  })
}
