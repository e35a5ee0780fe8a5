/**
 * A run: one act on many things, chosen ones or all of a filter. Which things, stands from the beginning; they are treated behind the
 * call, each in a transaction of its own with its mark, so that a run that was killed goes on and does nothing twice. Rules, pure.
 */
import { type Noun, type ReasonCode, RUN_MAX, type RunState } from '@yunheng/contract'

/** Beginnings of one thing, the first one included: what breaks whoever treats it does not hold up the others for ever. */
export const ATTEMPTS_MAX = 5

type Why = 'empty' | 'too_many' | 'under_way' | 'ended' | 'post_ended' | 'broken'
/** Nouns that have a text for each refusal of a run. */
export type RunNoun = { [N in Noun]: `${N}.${Why}` extends ReasonCode ? N : never }[Noun]

/**
 * One kind of run.
 * @typeParam Own what a run of this kind has besides: its act
 * @typeParam Thing which one an item is about
 * @typeParam Filters of the list that a run may be about all of
 */
export interface RunKind<Own extends object, Thing extends object, Filters> {
  /** Also the name of its reconciler. */
  readonly noun: RunNoun
  /** The table of the runs; their things are in one of the same name with `_item` behind it. */
  readonly table: string
  readonly own: readonly (keyof Own & string)[]
  readonly thing: readonly (keyof Thing & string)[]
  /** Never there: holds what a list is filtered by as a type. */
  readonly filters?: Filters
}

export function refuseCount(noun: RunNoun, things: number): ReasonCode | null {
  if (things === 0) return `${noun}.empty` as const
  return things > RUN_MAX ? (`${noun}.too_many` as const) : null
}

export const refuseStop = (noun: RunNoun, state: RunState): ReasonCode | null =>
  state === 'running' ? null : (`${noun}.ended` as const)
