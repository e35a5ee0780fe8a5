import type { Noun } from '@yunheng/contract'

export type AuditOutcome = 'done' | 'refused' | 'failed'

/** What changed. Act, actor, instant and request id come from the context. */
export interface AuditEntry {
  /** Overrides the operation's act: for jobs and reconcilers, and for a second act within one operation. */
  readonly act?: string
  readonly noun: Noun
  readonly objectId: string | null
  /** Owner body of the object: decides who may read the entry. */
  readonly bodyId: string | null
  readonly outcome?: AuditOutcome
  /** Reason code of a refusal. */
  readonly reason?: string
  /** Bounded JSON of what the object was and is; never a secret. */
  readonly before?: unknown
  readonly after?: unknown
}
