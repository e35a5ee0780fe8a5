/** What stands in the way, in plain words with the cloud's own beside them; it goes when its cause has gone. */
import type { ConditionType, ReasonCode } from '@yunheng/contract'
import type { ConnectorFault, FaultKind } from '../../cloud/index.ts'
import { CloudSuspended } from '../connector-of.ts'
import type { StoredCondition } from '../resource.ts'

export interface NewCondition {
  readonly type: ConditionType
  readonly reason: ReasonCode
  readonly details?: Readonly<Record<string, string | number>>
  readonly cloudWords?: string | null
  readonly cloudRequestId?: string | null
}

const BY_FAULT: { readonly [F in FaultKind]: readonly [ConditionType, ReasonCode] } = {
  unreachable: ['CloudUnavailable', 'resource.cloud_unreachable'],
  timeout: ['CloudUnavailable', 'resource.cloud_unreachable'],
  unauthenticated: ['CloudUnavailable', 'resource.cloud_login'],
  forbidden: ['CloudUnavailable', 'resource.cloud_login'],
  'rate-limited': ['CloudUnavailable', 'resource.cloud_busy'],
  nonsense: ['CloudUnavailable', 'resource.cloud_nonsense'],
  internal: ['CloudFault', 'resource.cloud_error'],
  conflict: ['CloudRefused', 'resource.cloud_conflict'],
  'not-found': ['CloudRefused', 'resource.cloud_invalid'],
  invalid: ['CloudRefused', 'resource.cloud_invalid'],
  quota: ['CloudRefused', 'resource.cloud_quota'],
  capacity: ['CloudRefused', 'resource.cloud_capacity'],
}

export function conditionOfFault(fault: ConnectorFault): NewCondition {
  if (fault instanceof CloudSuspended) return { type: 'CloudUnavailable', reason: 'resource.cloud_suspended' }
  const [type, reason] = BY_FAULT[fault.fault]
  return { type, reason, cloudWords: bounded(fault.message), cloudRequestId: fault.cloudRequestId }
}

/** Longest wait after the n-th failure in a row, by what failed: a cloud that is back should be noticed soon. */
const WAIT_MS_MAX: { readonly [F in FaultKind]: number } = {
  unreachable: 15_000,
  timeout: 15_000,
  unauthenticated: 60_000,
  forbidden: 60_000,
  'rate-limited': 30_000,
  nonsense: 30_000,
  internal: 60_000,
  conflict: 5_000,
  'not-found': 60_000,
  invalid: 300_000,
  quota: 60_000,
  capacity: 60_000,
}

export function waitMsAfter(fault: ConnectorFault, attempts: number): number {
  const longest = WAIT_MS_MAX[fault.fault]
  const first = fault.fault === 'conflict' ? 500 : 1_000
  const doubled = first * 2 ** Math.min(attempts - 1, 10)
  return Math.max(Math.min(longest, doubled), fault.retryAfterMs ?? 0)
}

/**
 * The conditions after a pass. One that stays keeps its beginning; `attempts` goes on while the same reason repeats.
 */
export function mergeConditions(
  before: readonly StoredCondition[],
  found: readonly NewCondition[],
  now: Date,
  nextTryAt: Date | null,
): readonly StoredCondition[] {
  return found.map((condition) => {
    const same = before.find((one) => one.type === condition.type && one.reason === condition.reason)
    return {
      type: condition.type,
      reason: condition.reason,
      details: condition.details ?? {},
      cloudWords: condition.cloudWords ?? null,
      cloudRequestId: condition.cloudRequestId ?? null,
      since: same?.since ?? now.toISOString(),
      attempts: (same?.attempts ?? 0) + 1,
      nextTryAt: nextTryAt?.toISOString() ?? null,
    }
  })
}

/** Most pressing first: what a list has room for. */
const PRESSING: readonly ConditionType[] = [
  'Missing',
  'PersonNeeded',
  'CloudFault',
  'CloudRefused',
  'CloudUnavailable',
  'Drift',
  'WorkOrder',
  'Waiting',
]

export function mostPressing(conditions: readonly StoredCondition[]): StoredCondition | null {
  const ordered = [...conditions].sort((a, b) => PRESSING.indexOf(a.type) - PRESSING.indexOf(b.type))
  return ordered[0] ?? null
}

/** Those that came and those that went, for the history. */
export function turnOfConditions(before: readonly StoredCondition[], after: readonly StoredCondition[]) {
  const has = (list: readonly StoredCondition[], one: StoredCondition) =>
    list.some((other) => other.type === one.type && other.reason === one.reason)
  return { came: after.filter((one) => !has(before, one)), went: before.filter((one) => !has(after, one)) }
}

export function bounded(words: string): string {
  return words.length > 500 ? `${words.slice(0, 497)}…` : words
}
