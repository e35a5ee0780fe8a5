import { ACTIONS, type Action, type Allowance, type Noun, ROLES, type Role } from '@yunheng/contract'
import type { Actor } from '../actor.ts'
import type { Db } from '../db/index.ts'
import { refuse } from '../errors.ts'

/** Who may do what with one noun: data, one per noun, in the module's `<noun>-policy.ts`. */
export interface Policy {
  readonly noun: Noun
  readonly allow: Readonly<Partial<Record<Action, readonly Role[]>>>
}

declare const proof: unique symbol
/** A row that was loaded *with* the action. Store functions that change a row take only such. */
export type Authorised<T, A extends Action = Action> = T & { readonly [proof]: A }

export type PolicyMatrix = ReadonlyMap<Role, ReadonlyMap<Noun, ReadonlySet<Action>>>

/** The part of a context that a decision needs. */
export interface Caller {
  readonly actor: Actor
  readonly db: Db
}

export interface Authz {
  readonly matrix: PolicyMatrix
  /** Whether the actor's role carries the action on the noun. The system may do everything it has code for. */
  may(actor: Actor, action: Action, noun: Noun): boolean
  /** For creates and lists: throws `common.forbidden` unless {@link may}. Returns the reads under the actor's scope. */
  require(ctx: Caller, action: Action, noun: Noun): Db
  /**
   * For everything that exists: takes what the store found under the actor's scope. Absent and invisible are the same
   * 404; visible but not allowed is 403. The result's type is the proof that mutating stores ask for.
   */
  authorised<T, A extends Action>(
    ctx: Caller,
    action: A,
    noun: Noun,
    found: T | null | undefined,
  ): Authorised<T, A>
  /** The answer's `actions` entry: the policy first, then the module's own rule (a reason code or null). */
  allowance(actor: Actor, action: Action, noun: Noun, refusal?: string | null): Allowance
}

export function createAuthz(policies: readonly Policy[]): Authz {
  const matrix = toMatrix(policies)
  const may = (actor: Actor, action: Action, noun: Noun): boolean => {
    if (actor.kind === 'system') return true
    if (actor.kind === 'nobody' || actor.post === null) return false
    return matrix.get(actor.post.role)?.get(noun)?.has(action) ?? false
  }
  return {
    matrix,
    may,
    require(ctx, action, noun) {
      if (!may(ctx.actor, action, noun)) refuse('common.forbidden', { internal: `${action} on ${noun}` })
      return ctx.db
    },
    authorised<T, A extends Action>(ctx: Caller, action: A, noun: Noun, found: T | null | undefined) {
      if (found === null || found === undefined || !may(ctx.actor, 'view', noun)) {
        return refuse('common.not_found', { internal: noun })
      }
      if (!may(ctx.actor, action, noun))
        return refuse('common.forbidden', { internal: `${action} on ${noun}` })
      return found as Authorised<T, A>
    },
    allowance(actor, action, noun, refusal = null) {
      if (!may(actor, action, noun)) return { allowed: false, reason: 'common.forbidden' }
      return refusal === null ? { allowed: true } : { allowed: false, reason: refusal }
    },
  }
}

function toMatrix(policies: readonly Policy[]): PolicyMatrix {
  const matrix = new Map<Role, Map<Noun, Set<Action>>>(ROLES.map((role) => [role, new Map()]))
  for (const policy of policies) {
    for (const action of ACTIONS) {
      for (const role of policy.allow[action] ?? []) {
        const nouns = matrix.get(role) as Map<Noun, Set<Action>>
        const actions = nouns.get(policy.noun) ?? new Set()
        if (actions.has(action))
          throw new Error(`assertion: ${role} is given ${action} on ${policy.noun} twice`)
        nouns.set(policy.noun, actions.add(action))
      }
    }
  }
  return matrix
}
