/** Checks by guiding authorities: what may be done in which state, and by whom. Pure. */
import type { GuideCheckState, Verdict } from '@yunheng/contract'
import type { Actor } from '../../../platform/context.ts'
import { speaksFor } from '../actor-words.ts'

export type GuideCheckAct = 'record' | 'send' | 'answer' | 'return' | 'close' | 'cancel' | 'addFile'

/** Each act with the states that it is possible in and the side that may do it. */
const ACTS: Readonly<
  Record<
    GuideCheckAct,
    { readonly states: readonly GuideCheckState[]; readonly side: 'guide' | 'body' | 'both' }
  >
> = {
  record: { states: ['open'], side: 'guide' },
  send: { states: ['open'], side: 'guide' },
  answer: { states: ['rectifying'], side: 'body' },
  return: { states: ['answered'], side: 'guide' },
  close: { states: ['open', 'answered'], side: 'guide' },
  cancel: { states: ['open', 'rectifying', 'answered'], side: 'guide' },
  addFile: { states: ['open', 'rectifying'], side: 'both' },
}

export interface CheckFacts {
  readonly state: GuideCheckState
  readonly guide_body_id: string
  readonly body_id: string
}

/** The side that this person stands on; null for one who only reads. */
export function sideOf(check: CheckFacts, actor: Actor): 'guide' | 'body' | null {
  if (actor.kind !== 'person' || actor.post === null) return null
  if (actor.post.role === 'guide') return actor.post.bodyId === check.guide_body_id ? 'guide' : null
  return speaksFor(actor, check.body_id) ? 'body' : null
}

/** Verdicts of all items, null where one is missing. */
export type Verdicts = readonly (Verdict | null)[]

export function refuseCheckAct(act: GuideCheckAct, check: CheckFacts, verdicts: Verdicts, actor: Actor) {
  const { states, side } = ACTS[act]
  const mine = sideOf(check, actor)
  if (side === 'both' && mine === null) return 'guide-check.not_answerable' as const
  if (side === 'guide' && mine !== 'guide') return 'guide-check.not_yours' as const
  if (side === 'body' && mine !== 'body') return 'guide-check.not_answerable' as const
  if (!states.includes(check.state)) return 'guide-check.wrong_state' as const
  // While the guide looks, the guide hands in; while it is put right, the body.
  if (act === 'addFile' && (check.state === 'open') !== (mine === 'guide'))
    return 'guide-check.wrong_state' as const
  if (act === 'send' || (act === 'close' && check.state === 'open')) {
    if (verdicts.includes(null)) return 'guide-check.findings_missing' as const
    const fails = verdicts.includes('fails')
    if (act === 'send' && !fails) return 'guide-check.nothing_to_rectify' as const
    if (act === 'close' && fails) return 'guide-check.rectification_needed' as const
  }
  return null
}

/** Every item that fails is answered once, and nothing else is. */
export function isWholeAnswer(failing: readonly string[], answered: readonly string[]): boolean {
  return answered.length === failing.length && failing.every((code) => answered.includes(code))
}
