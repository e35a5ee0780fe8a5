/** What one pass found out, and the row that follows from it: pure, so that it can be tested without a database. */
import type { Observed } from '../../cloud/index.ts'
import type { HistoryDraft } from '../history-store.ts'
import { agreementOf, type ResourceRow, type StoredCondition, searchTextOf, stateOf } from '../resource.ts'
import { mergeConditions, type NewCondition, turnOfConditions } from './conditions.ts'
import type { Action } from './next-action.ts'

/** What was seen of a thing: of a connector's answer, what is kept. */
export type Seen = Pick<Observed, 'externalId' | 'state' | 'nativeState' | 'attributes'> & {
  readonly spec: Readonly<Record<string, unknown>>
}

export interface Outcome {
  /** What the cloud said last in this pass: null that there is no such thing, undefined that it said nothing. */
  readonly observed: Seen | null | undefined
  readonly action: Action | null
  readonly conditions: readonly NewCondition[]
  /** When it is tried again after a failure. */
  readonly nextTryAt: Date | null
  /** The cloud said no to what was to be made: nothing of it is on its way. */
  readonly isRefused?: boolean
}

export type NextRow = Pick<
  ResourceRow,
  | 'external_id'
  | 'observed_state'
  | 'native_state'
  | 'observed_spec'
  | 'attributes'
  | 'observed_at'
  | 'built_at'
  | 'provisioned_at'
  | 'released_at'
  | 'settled_generation'
  | 'differences'
  | 'conditions'
  | 'state'
  | 'agreement'
  | 'search'
  | 'look_at'
>

/** After this long without an answer, what was seen last is no longer taken for what is. */
const STALE_MS = 600_000

export function nextRow(row: ResourceRow, outcome: Outcome, now: Date): NextRow {
  const facts = factsOf(row, outcome.observed, now)
  const { action } = outcome
  const isSettled = action?.do === 'settle'
  const isFinished = action?.do === 'finish'
  const gaps = action !== null && 'gaps' in action ? action.gaps : []
  const next = {
    ...row,
    ...facts,
    settled_generation: isSettled ? row.generation : row.settled_generation,
    provisioned_at: isSettled ? (row.provisioned_at ?? now) : row.provisioned_at,
    released_at: isFinished ? now : row.released_at,
    differences:
      outcome.observed === undefined || action === null
        ? row.differences
        : gaps.map(({ field, desired, observed }) => ({ field, desired, observed })),
    conditions: conditionsOf(row, facts, outcome, now),
    look_at: isFinished ? null : row.look_at,
  }
  const isStale =
    outcome.observed === undefined &&
    (row.observed_at === null || now.getTime() - row.observed_at.getTime() > STALE_MS)
  return {
    external_id: next.external_id,
    observed_state: next.observed_state,
    native_state: next.native_state,
    observed_spec: next.observed_spec,
    attributes: next.attributes,
    observed_at: next.observed_at,
    built_at: next.built_at,
    provisioned_at: next.provisioned_at,
    released_at: next.released_at,
    settled_generation: next.settled_generation,
    differences: next.differences,
    conditions: next.conditions,
    look_at: next.look_at,
    state: stateOf(next, now),
    agreement: isStale && row.external_id !== null ? 'unknown' : agreementOf(next),
    search: searchTextOf(next, next.attributes),
  }
}

function factsOf(row: ResourceRow, observed: Seen | null | undefined, now: Date) {
  const { external_id, observed_state, native_state, observed_spec, attributes, observed_at, built_at } = row
  if (observed === undefined)
    return { external_id, observed_state, native_state, observed_spec, attributes, observed_at, built_at }
  if (observed === null) {
    // Never of use and gone again: nothing of it is left to speak of. Otherwise the last known facts stay, as history.
    const known = row.built_at !== null || row.presence === 'absent'
    return {
      external_id: known ? external_id : null,
      observed_state: row.asked_at === null ? null : ('gone' as const),
      native_state: null,
      observed_spec: known ? observed_spec : null,
      attributes: known ? attributes : null,
      observed_at: now,
      built_at,
    }
  }
  return {
    external_id: observed.externalId,
    observed_state: observed.state,
    native_state: observed.nativeState,
    observed_spec: observed.spec,
    attributes: observed.attributes,
    observed_at: now,
    built_at: built_at ?? (observed.state === 'ready' ? now : null),
  }
}

/** Besides what this pass found: the reason of a failed build stays beside the next attempt until one succeeds. */
function conditionsOf(
  row: ResourceRow,
  facts: { readonly built_at: Date | null },
  outcome: Outcome,
  now: Date,
): readonly StoredCondition[] {
  const found = mergeConditions(row.conditions, outcome.conditions, now, outcome.nextTryAt)
  if (facts.built_at !== null || row.presence === 'absent') return found
  const kept = row.conditions.filter(
    (one) => one.reason === 'resource.cloud_error' && !found.some((other) => other.reason === one.reason),
  )
  return [...found, ...kept]
}

/** What of it is worth remembering. */
export function historyOf(row: ResourceRow, next: NextRow): readonly HistoryDraft[] {
  const drafts: HistoryDraft[] = []
  if (row.observed_state !== next.observed_state && next.observed_state !== null)
    drafts.push({ sort: 'fact', code: `observed.${next.observed_state}` })
  if (row.provisioned_at === null && next.provisioned_at !== null)
    drafts.push({ sort: 'fact', code: 'resource.provisioned' })
  if (row.released_at === null && next.released_at !== null)
    drafts.push({ sort: 'fact', code: 'resource.released' })
  if (next.agreement === 'tilted' && JSON.stringify(row.differences) !== JSON.stringify(next.differences))
    drafts.push({ sort: 'fact', code: 'resource.drifted', differences: next.differences })
  const { came, went } = turnOfConditions(row.conditions, next.conditions)
  // Waiting for one's turn is no event.
  for (const one of came.filter(({ type }) => type !== 'Waiting'))
    drafts.push({ sort: 'condition', code: one.reason, details: one.details, cloudWords: one.cloudWords })
  for (const one of went.filter(({ type }) => type !== 'Waiting'))
    drafts.push({ sort: 'condition', code: 'resource.condition_over', details: { reason: one.reason } })
  return drafts
}
