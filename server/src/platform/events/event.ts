import type { Noun } from '@yunheng/contract'

/** A fact in past tense (`request.approved`) about one aggregate. */
export interface EventDraft {
  readonly type: string
  readonly noun: Noun
  readonly id: string
  /** Body whose people may be told of it live; null for facts without an owner. */
  readonly bodyId: string | null
  /** Ids and what cannot be looked up later; never the state itself. */
  readonly payload?: Readonly<Record<string, unknown>>
}

export interface DomainEvent {
  readonly id: string
  readonly type: string
  readonly noun: Noun
  readonly aggregateId: string
  readonly bodyId: string | null
  readonly payload: Readonly<Record<string, unknown>>
  readonly occurredAt: Date
}
