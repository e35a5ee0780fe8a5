/** What makers and changers of a kind are given and answer. */
import type { Change, ExternalId, ResourceKind, SpecOf } from '../../modules/cloud/connector.ts'
import type { Room } from './room.ts'
import type { Thing } from './thing-store.ts'

/** What a maker answers: the parts of the new thing that only it knows. */
export interface Draft {
  /** The cloud's word while it is at work; null when the kind is ready at once. */
  readonly working: string | null
  readonly ready: string
  readonly spec: Record<string, unknown>
  readonly attributes: Record<string, unknown>
  /** What it stands on. */
  readonly standsOn: readonly ExternalId[]
}

export interface Place {
  readonly ref: ExternalId
  readonly projectRef: ExternalId
}

export type Maker<K extends ResourceKind> = (room: Room, spec: SpecOf<K>, place: Place) => Promise<Draft>

/** One step on a thing that exists and is locked. */
export type Changer<T extends Change['type']> = (
  room: Room,
  thing: Thing,
  step: Extract<Change, { readonly type: T }>,
) => Promise<void>
