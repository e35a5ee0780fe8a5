import { type PostGrant, type Role, roles } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { elevated } from '../../../platform/db/index.ts'
import { AppError, assert, refuse } from '../../../platform/errors.ts'
import { loadBodyForUpdate } from '../body/body-store.ts'
import { refuseChange } from '../person/person.ts'
import { loadPersonForUpdate } from '../person/person-store.ts'
import { refuseGrant, refuseSides } from './post.ts'
import { findPost, insertPost, listUnendedPosts, type PostRow } from './post-store.ts'

/**
 * Gives a person a post. Nobody grants beyond his own scope: body and person must both be visible to the granter, the
 * role must be one that his role may give, and he may not grant himself anything. R21 is checked against all posts the
 * person holds anywhere, and again by the database.
 */
export async function grantPost(ctx: Ctx, input: PostGrant): Promise<PostRow> {
  ctx.authz.require(ctx, 'manage-access', 'post')
  const { actor } = ctx
  assert(actor.kind === 'person' && actor.post !== null, 'only a person with a post passes the policy')
  const granter = { role: actor.post.role, personId: actor.personId }
  const now = ctx.clock.now()
  const grant = {
    role: input.role,
    personId: input.personId,
    validFrom: input.validFrom === undefined ? now : new Date(input.validFrom),
    validTo: input.validTo === undefined ? null : new Date(input.validTo),
  }
  return ctx.inTx(async (tx) => {
    const person = ctx.authz.authorised(ctx, 'view', 'person', await loadPersonForUpdate(tx, input.personId))
    const body = ctx.authz.authorised(ctx, 'view', 'body', await loadBodyForUpdate(tx, input.bodyId))
    const held = await elevated(tx, () => listUnendedPosts(tx, person.id))
    const refusal = refuseChange(person) ?? refuseGrant(granter, grant, body) ?? refuseSides(grant, held)
    if (refusal) refuse(refusal)
    const id = ctx.ids.next()
    await insertGuarded(tx, {
      id,
      person_id: person.id,
      body_id: body.id,
      role: grant.role,
      side: roles[grant.role as Role].side,
      title: input.title.trim(),
      valid_from: grant.validFrom,
      valid_to: grant.validTo,
      granted_by: granter.personId,
      created_at: now,
    })
    await ctx.audit(tx, { noun: 'post', objectId: id, bodyId: body.id, after: { ...input, granted: true } })
    await ctx.emit(tx, {
      type: 'post.granted',
      noun: 'post',
      id,
      bodyId: body.id,
      payload: { personId: person.id },
    })
    return (await findPost(tx, id)) as PostRow
  })
}

/** Two grants at once may both pass the rule; the exclusion constraint lets only one in. */
async function insertGuarded(tx: Tx, row: Parameters<typeof insertPost>[1]): Promise<void> {
  try {
    await insertPost(tx, row)
  } catch (error) {
    if ((error as { code?: string }).code === '23P01')
      throw new AppError('post.sides_conflict', { cause: error })
    throw error
  }
}
