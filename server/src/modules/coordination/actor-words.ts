import type { ActingPost, Actor } from '../../platform/context.ts'
import { assert } from '../../platform/errors.ts'

/** Who acts here always holds a post: the policy names roles. */
export interface Holder {
  readonly personId: string
  readonly name: string
  readonly post: ActingPost
}

export function holderOf(actor: Actor): Holder {
  assert(actor.kind === 'person' && actor.post !== null, 'the policy lets only holders of a post come here')
  return { personId: actor.personId, name: actor.name, post: actor.post }
}

/** Whether the person speaks for this body: his own, or one below it that his post reaches. */
export function speaksFor(actor: Actor, bodyId: string): boolean {
  if (actor.kind !== 'person' || actor.post === null) return false
  if (actor.post.bodyId === bodyId) return true
  const isDepartment = actor.post.role.startsWith('department-')
  return isDepartment && !actor.scope.all && actor.scope.bodyIds.includes(bodyId)
}
