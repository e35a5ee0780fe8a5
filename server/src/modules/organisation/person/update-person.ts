import type { PersonUpdate } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import { refuseChange } from './person.ts'
import { findPerson, loadPersonForUpdate, type PersonRow, updatePerson as store } from './person-store.ts'

/** Corrects a person's name or contacts. @throws `person.deactivated`, `common.version_stale`. */
export async function updatePerson(ctx: Ctx, id: string, input: PersonUpdate): Promise<PersonRow> {
  return ctx.inTx(async (tx) => {
    const person = ctx.authz.authorised(ctx, 'modify', 'person', await loadPersonForUpdate(tx, id))
    const refusal = refuseChange(person)
    if (refusal) refuse(refusal)
    const change = { name: input.name.trim(), phone: input.phone, email: input.email }
    if (!(await store(tx, person, input.version, change))) refuse('common.version_stale')
    const before = { name: person.name, phone: person.phone, email: person.email }
    await ctx.audit(tx, { noun: 'person', objectId: id, bodyId: person.body_id, before, after: change })
    await ctx.emit(tx, { type: 'person.updated', noun: 'person', id, bodyId: person.body_id })
    return (await findPerson(tx, id)) as PersonRow
  })
}
