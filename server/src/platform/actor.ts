import type { Role } from '@yunheng/contract'
import type { Scope } from './db/index.ts'

/** The post that a session acts from (身份). One at a time; switching is an act of its own. */
export interface ActingPost {
  readonly postId: string
  readonly title: string
  readonly role: Role
  readonly bodyId: string
  readonly bodyName: string
  readonly regionId: string
}

/** Who acts. The system itself (reconcilers, jobs, clocks) is named, so that the audit trail can tell it apart. */
export type Actor =
  | {
      readonly kind: 'person'
      readonly personId: string
      readonly accountId: string
      readonly name: string
      /** Null for a person without a valid post: he can reach only what every signed-in person may. */
      readonly post: ActingPost | null
      readonly scope: Scope
      /** The session or API token that authenticated this call. */
      readonly via: {
        readonly kind: 'session' | 'api-token'
        readonly id: string
        /** A token that may only read: the binder refuses it every change. */
        readonly readOnly?: boolean
      }
    }
  | { readonly kind: 'system'; readonly name: string; readonly scope: { readonly all: true } }
  | { readonly kind: 'nobody'; readonly scope: Scope }

export type PersonActor = Extract<Actor, { readonly kind: 'person' }>

/** The person who acts; null where none does. */
export const actingPerson = (actor: Actor): PersonActor | null => (actor.kind === 'person' ? actor : null)

/** The post that a person acts from; null where he has none, and where no person acts. */
export const actingPost = (actor: Actor): ActingPost | null => actingPerson(actor)?.post ?? null

export const personIdOf = (actor: Actor): string | null => actingPerson(actor)?.personId ?? null

/** What is written down beside an act; empty where no person acts. */
export const personNameOf = (actor: Actor): string => actingPerson(actor)?.name ?? ''
