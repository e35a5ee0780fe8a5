/** What each kind of resource has to bring; `connector.ts` puts them together and does what all have in common. */
import type { Change, ExternalId, Observed, ResourceKind, SpecOf } from '../../modules/cloud/connector.ts'
import type { Call } from './call.ts'

export type ChangeOf<T extends Change['type']> = Extract<Change, { type: T }>

/** One step each; every one reads first and does nothing when it is so. */
export type Changes = {
  readonly [T in Change['type']]?: (call: Call, ref: ExternalId, change: ChangeOf<T>) => Promise<void>
}

export interface Kind<K extends ResourceKind> {
  readonly changes: Changes
  /** Candidates for the tag; more than one, or others, where the cloud filters loosely. */
  find(call: Call, resourceId: string): Promise<readonly Observed[]>
  observe(call: Call, ref: ExternalId): Promise<Observed | null>
  create(call: Call, resourceId: string, spec: SpecOf<K>): Promise<Observed>
  /** Does what is missing after a creation that was cut off; nothing where creation is one call. */
  complete?(call: Call, observed: Observed, spec: SpecOf<K>): Promise<Observed>
  /** Puts the tag on what carries none; kinds without it cannot be claimed. */
  claim?(call: Call, ref: ExternalId, resourceId: string): Promise<void>
  remove(call: Call, ref: ExternalId): Promise<void>
  /** Everything in the cloud; `call` is the administrator's. */
  pages(call: Call): AsyncIterable<readonly Observed[]>
}
