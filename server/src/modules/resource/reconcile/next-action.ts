/**
 * What to do next about one resource: a pure function of what should be, what was just seen, and what it stands on.
 * One step or none; the next pass looks again and decides anew, so that nothing has to be remembered between steps.
 */

import type { Change, Observed, Spec } from '../../cloud/index.ts'
import type { ResourceRow } from '../resource.ts'
import { isCooling } from '../resource.ts'
import { type Gap, gapsOf } from './differences.ts'
import { type Refs, resolveSpec } from './resolve.ts'

/** Something else of ours that this one stands on, or that stands on it. */
export interface Neighbour {
  readonly id: string
  readonly name: string
  readonly kind: ResourceRow['kind']
  readonly externalId: string | null
  /** Exists in the cloud and is fit to be stood upon. */
  readonly isReady: boolean
  readonly isReleased: boolean
}

export interface Situation {
  readonly row: Pick<
    ResourceRow,
    | 'id'
    | 'kind'
    | 'name'
    | 'presence'
    | 'spec'
    | 'generation'
    | 'settled_generation'
    | 'cooling_until'
    | 'external_id'
    | 'asked_at'
    | 'built_at'
  >
  /** What the cloud just said; null when it said that there is no such thing. */
  readonly observed: Observed | null
  /** Its project, and what its spec refers to. */
  readonly foundation: readonly Neighbour[]
  /** What still stands on it. */
  readonly burden: readonly Neighbour[]
  /** After a failed build: not before this instant is it made again. */
  readonly notBefore: Date | null
}

export type Action =
  /** Make it, or find what an earlier call made. */
  | { readonly do: 'create'; readonly spec: Spec }
  | { readonly do: 'change'; readonly change: Change; readonly gaps: readonly Gap[] }
  | { readonly do: 'remove'; readonly why: 'intended' | 'broken' }
  /** The cloud is at work: look again soon. */
  | { readonly do: 'poll'; readonly gaps: readonly Gap[] }
  /** Others come first; they call when they are done. */
  | {
      readonly do: 'wait'
      readonly for: 'foundation' | 'burden'
      readonly names: readonly string[]
      readonly gaps: readonly Gap[]
    }
  /** Both sides agree. */
  | { readonly do: 'settle' }
  /** Given back and gone. */
  | { readonly do: 'finish' }
  /** They differ, and nothing is done about it until a person decides or the cloud changes. */
  | {
      readonly do: 'rest'
      readonly because: 'drift' | 'missing' | 'error' | 'unknown' | 'cooling' | 'not-empty'
      readonly gaps: readonly Gap[]
    }

/**
 * How long after the last attempt to make something its absence is not yet believed: a request whose answer never came
 * may still be on its way into the cloud. Within this time it is looked for by its tag, again and again; only then is it
 * made once more (or, when nobody wants it any more, written off).
 *
 * The successor of a worker that died has waited for its lease meanwhile (10 s), so that work goes on well within 30 s of
 * a crash (F1). Measured on a real OpenStack under load, a request that was cut off shows within 2 s. What comes later still
 * is found by `late-arrival.ts`.
 */
export const LATE_ANSWER_MS = 15_000

export function nextAction(situation: Situation, now: Date, lateAnswerMs = LATE_ANSWER_MS): Action {
  return situation.row.presence === 'present'
    ? towardPresence(situation, now, lateAnswerMs)
    : towardAbsence(situation, now, lateAnswerMs)
}

function towardPresence(situation: Situation, now: Date, lateAnswerMs: number): Action {
  const { row, observed } = situation
  if (observed === null) {
    // What was in use and vanished is not made again by itself: its data would be gone, and nobody would know.
    if (row.built_at !== null) return { do: 'rest', because: 'missing', gaps: [] }
    return mayStillCome(row, now, lateAnswerMs) ? { do: 'poll', gaps: [] } : create(situation, now)
  }
  // Found by its tag alone: the answer to its making never came, and it may be half made (a project without its role).
  // Making it once more finds it and does the rest.
  if (row.external_id === null && observed.state !== 'removing') return create(situation, now)
  switch (observed.state) {
    case 'building':
    case 'changing':
      return { do: 'poll', gaps: gapsNow(situation, observed) }
    case 'removing':
      return { do: 'poll', gaps: [] }
    case 'needs-confirm':
      return confirmOrRevert(situation, gapsNow(situation, observed))
    case 'unknown':
      return { do: 'rest', because: 'unknown', gaps: [] }
    case 'error':
      // Never been of use, so nothing is lost by taking it away and trying again.
      if (row.built_at === null) return { do: 'remove', why: 'broken' }
      return { do: 'rest', because: 'error', gaps: gapsNow(situation, observed) }
    case 'ready':
      return closeGaps(situation, gapsNow(situation, observed))
  }
}

function create(situation: Situation, now: Date): Action {
  const { row, foundation, notBefore } = situation
  if (notBefore !== null && notBefore > now) return { do: 'poll', gaps: [] }
  const needed = foundation.filter((one) => !isAttachment(row, one.id))
  const unready = needed.filter((one) => !one.isReady)
  if (unready.length > 0) return waitFor('foundation', unready)
  const resolved = resolveSpec(row, refsOf(situation))
  if ('missing' in resolved) return { do: 'wait', for: 'foundation', names: resolved.missing, gaps: [] }
  return { do: 'create', spec: resolved.spec }
}

const SIZES: ReadonlySet<string> = new Set(['vcpus', 'memoryMiB', 'rootDiskGiB'])

/**
 * A resize that waits to be confirmed is confirmed when its size is what should be, and taken back when meanwhile another
 * one was wished for. What somebody began outside the platform is not ours to decide.
 */
function confirmOrRevert({ row }: Situation, gaps: readonly Gap[]): Action {
  if (!gaps.some((gap) => SIZES.has(gap.field)))
    return { do: 'change', change: { type: 'confirm-resize' }, gaps }
  if (row.generation === row.settled_generation) return { do: 'rest', because: 'drift', gaps }
  return { do: 'change', change: { type: 'revert-resize' }, gaps }
}

function closeGaps({ row, foundation }: Situation, gaps: readonly Gap[]): Action {
  if (gaps.length === 0) return { do: 'settle' }
  // Both sides agreed before, and nobody here wished for anything since: it was changed behind our back.
  if (row.generation === row.settled_generation) return { do: 'rest', because: 'drift', gaps }
  const first = gaps.find((gap) => gap.change !== null || gap.waitsFor.length > 0)
  if (first === undefined) return { do: 'rest', because: 'drift', gaps }
  const unready = foundation.filter(
    (one) => !one.isReady && (first.waitsFor.includes(one.id) || first.field === 'server'),
  )
  if (unready.length > 0 && first.change?.type !== 'detach') return waitFor('foundation', unready, gaps)
  if (first.change === null) return { do: 'wait', for: 'foundation', names: [], gaps }
  return { do: 'change', change: first.change, gaps }
}

function towardAbsence(situation: Situation, now: Date, lateAnswerMs: number): Action {
  const { row, observed, burden } = situation
  if (isCooling(row, now)) return cool(situation)
  const standing = burden.filter((one) => !one.isReleased && !isHeldOnly(row, one))
  if (observed === null)
    return mayStillCome(row, now, lateAnswerMs) ? { do: 'poll', gaps: [] } : { do: 'finish' }
  if (standing.length > 0) return waitFor('burden', standing)
  if (isOthersNow(observed)) return { do: 'finish' }
  if (observed.state === 'removing') return { do: 'poll', gaps: [] }
  // What it holds is nobody's to throw away but its owner's.
  if (row.kind === 'bucket' && objectsIn(observed) > 0) return { do: 'rest', because: 'not-empty', gaps: [] }
  return { do: 'remove', why: 'intended' }
}

/** A project that carries our tag no more, and stands because another region uses it: ours it has ceased to be. */
function isOthersNow({ kind, resourceId, attributes }: Observed): boolean {
  const { usedElsewhere } = attributes
  return kind === 'project' && resourceId === null && Array.isArray(usedElsewhere) && usedElsewhere.length > 0
}

export function objectsIn({ attributes }: Pick<Observed, 'attributes'>): number {
  return typeof attributes.objects === 'number' ? attributes.objects : 0
}

function mayStillCome(row: Situation['row'], now: Date, lateAnswerMs: number): boolean {
  const { external_id, asked_at } = row
  return external_id === null && asked_at !== null && now.getTime() - asked_at.getTime() < lateAnswerMs
}

/** Released, still to be restored: a server is stopped, everything else stays as it is. */
function cool({ row, observed }: Situation): Action {
  if (observed === null) return row.external_id === null && row.built_at === null ? rest() : { do: 'finish' }
  if (row.kind !== 'server') return rest()
  const { power } = observed.spec as { power?: unknown }
  if (power !== 'on') return rest()
  if (observed.state === 'building' || observed.state === 'changing') return { do: 'poll', gaps: [] }
  if (observed.state === 'needs-confirm')
    return { do: 'change', change: { type: 'confirm-resize' }, gaps: [] }
  if (observed.state !== 'ready') return rest()
  return { do: 'change', change: { type: 'power', power: 'off' }, gaps: [] }
}

const rest = (): Action => ({ do: 'rest', because: 'cooling', gaps: [] })

function waitFor(
  what: 'foundation' | 'burden',
  which: readonly Neighbour[],
  gaps: readonly Gap[] = [],
): Action {
  return { do: 'wait', for: what, names: which.map((one) => one.name), gaps }
}

type Kind = ResourceRow['kind']

/** What the cloud lets go of, or what does without it, when it goes: so it is no burden. */
const OUTLIVED_BY: Readonly<Partial<Record<Kind, readonly Kind[]>>> = {
  server: ['volume', 'floating-ip', 'load-balancer'],
  volume: ['backup'],
  backup: ['volume'],
}

export function isOutlivedBy(kind: Kind, other: Kind): boolean {
  return OUTLIVED_BY[kind]?.includes(other) ?? false
}

function isHeldOnly(row: Situation['row'], one: Neighbour): boolean {
  return isOutlivedBy(row.kind, one.kind)
}

/** The server that a volume or an address belongs on: needed to attach it, not to make it. */
function isAttachment(row: Situation['row'], id: string): boolean {
  return (row.spec.kind === 'volume' || row.spec.kind === 'floating-ip') && row.spec.serverId === id
}

function gapsNow(situation: Situation, observed: Observed): readonly Gap[] {
  return gapsOf(situation.row, observed, refsOf(situation))
}

function refsOf({ foundation }: Situation): Refs {
  return new Map(foundation.map((one) => [one.id, one.externalId]))
}
