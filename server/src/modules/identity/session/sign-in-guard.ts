/**
 * Lock-out (GB/T 22239-2019, 8.1.4.1 b) and a brake on guessing: by name, so that one account cannot be tried for long,
 * and by address, so that many cannot. The figures are our proposal.
 */

export interface GuardLimit {
  readonly failuresMax: number
  readonly withinMs: number
  readonly lockMs: number
}

const MINUTE_MS = 60_000
export const NAME_LIMIT: GuardLimit = { failuresMax: 5, withinMs: 15 * MINUTE_MS, lockMs: 15 * MINUTE_MS }
export const ADDRESS_LIMIT: GuardLimit = { failuresMax: 50, withinMs: 10 * MINUTE_MS, lockMs: 10 * MINUTE_MS }

export interface GuardState {
  readonly failures: number
  readonly since: Date
  readonly lockedUntil: Date | null
}

export function isLocked(state: GuardState | null, now: Date): boolean {
  return state?.lockedUntil !== null && state !== null && state.lockedUntil > now
}

/**
 * The state after one more failure. Failures long ago do not count, and a lock that has ended starts afresh; guesses that
 * were under way when the lock fell keep it.
 */
export function afterFailure(state: GuardState | null, now: Date, limit: GuardLimit): GuardState {
  const fresh = state === null || isStale(state, now, limit)
  const failures = fresh ? 1 : state.failures + 1
  const since = fresh ? now : state.since
  const lockedUntil = failures >= limit.failuresMax ? new Date(now.getTime() + limit.lockMs) : null
  return { failures, since, lockedUntil }
}

function isStale(state: GuardState, now: Date, limit: GuardLimit): boolean {
  if (state.lockedUntil !== null) return state.lockedUntil <= now
  return now.getTime() - state.since.getTime() > limit.withinMs
}

export function nameKey(username: string): string {
  return `user:${username.toLowerCase()}`
}

export function addressKey(address: string | null): string {
  return `address:${address ?? ''}`
}
