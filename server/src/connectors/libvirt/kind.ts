/** What each kind of resource has to bring; `connector.ts` puts them together and does what all have in common. */
import type { Change, Observed, ResourceKind, SpecOf } from '../../modules/cloud/connector.ts'
import type { Call } from './call.ts'
import type { View } from './view.ts'

export type ChangeOf<T extends Change['type']> = Extract<Change, { type: T }>

/** One step each; every one looks at the view first and does nothing when it is so. */
export type Changes = {
  readonly [T in Change['type']]?: (
    call: Call,
    view: View,
    seen: Observed,
    change: ChangeOf<T>,
  ) => Promise<void>
}

export interface Kind<K extends ResourceKind> {
  readonly changes: Changes
  /** All of this kind that stand in the view. */
  observed(view: View): readonly Observed[]
  /** Makes it, or what is missing of it after an attempt that was cut off. */
  create(call: Call, view: View, id: string, spec: SpecOf<K>): Promise<void>
  /** Whether an earlier attempt left it half made. */
  isHalfMade?(seen: Observed): boolean
  remove(call: Call, view: View, id: string): Promise<void>
}
