import type { Noun } from '@yunheng/contract'

export type AuditOutcome = 'done' | 'refused' | 'failed'

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
  /** Reason code of a refusal. */
  readonly reason?: string
  /** What the object was and is. Fields named like secrets are replaced, long values are cut; digests cover all. */
  readonly before?: unknown
  readonly after?: unknown
}
