import type { Noun } from '@yunheng/contract'

export type AuditOutcome = 'done' | 'refused' | 'failed'

export type AuditedActor =
  | { readonly kind: 'nobody' }
  | {
      readonly kind: 'person'
      readonly name: string
      readonly personId: string
      readonly accountId: string
      readonly postId: string | null
      readonly bodyId: string | null
      readonly role: string | null
    }

/** What changed. Act, actor, instant and request id come from the context. */
export interface AuditEntry {
  /** Overrides the operation's act: for jobs and reconcilers, and for a second act within one operation. */
  readonly act?: string
  readonly noun: Noun
  readonly objectId: string | null
  /** What the object was called at that moment, so that the trail can be read without looking it up. */
  readonly label?: string
  /** Owner body of the object: decides who may read the entry. */
  readonly bodyId: string | null
  readonly outcome?: AuditOutcome
  /** Who acted, where the context does not know it: a sign-in begins as nobody and ends as a person. */
  readonly actor?: AuditedActor
  /** Reason code of a refusal. */
  readonly reason?: string
  /** What the object was and is. Fields named like secrets are replaced, long values are cut; digests cover all. */
  readonly before?: unknown
  readonly after?: unknown
}
