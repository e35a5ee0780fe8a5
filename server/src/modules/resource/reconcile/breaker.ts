/**
 * Keeps one cloud that does not answer from taking up every place of the worker: after a few calls without an answer the
 * next ones fail at once with the same words, and one at a time is let through to see whether it is back.
 */
import { ConnectorFault, type FaultKind } from '../../cloud/index.ts'
import { CloudSuspended } from '../connector-of.ts'

export interface Breakers {
  /** @throws the cloud's last fault while it is taken to be away. */
  check(cloudId: string, nowMs: number): void
  succeeded(cloudId: string): void
  failed(cloudId: string, fault: ConnectorFault, nowMs: number): void
}

const AWAY: ReadonlySet<FaultKind> = new Set(['unreachable', 'timeout', 'unauthenticated'])
const FAILURES_BEFORE = 3
const PAUSE_MS = { first: 1_000, longest: 15_000 }

interface State {
  readonly failures: number
  readonly untilMs: number
  readonly fault: ConnectorFault
}

export function createBreakers(): Breakers {
  const states = new Map<string, State>()
  return {
    check(cloudId, nowMs) {
      const state = states.get(cloudId)
      if (state === undefined || state.failures < FAILURES_BEFORE) return
      if (nowMs < state.untilMs) throw again(state.fault, state.untilMs - nowMs)
      // This one goes through; the others wait for what it finds.
      states.set(cloudId, { ...state, untilMs: nowMs + pauseMs(state.failures) })
    },
    succeeded(cloudId) {
      states.delete(cloudId)
    },
    failed(cloudId, fault, nowMs) {
      if (!AWAY.has(fault.fault) || fault.cause === BREAKER || fault instanceof CloudSuspended) return
      const failures = (states.get(cloudId)?.failures ?? 0) + 1
      states.set(cloudId, { failures, untilMs: nowMs + pauseMs(failures), fault })
    },
  }
}

/** Marks a fault that no cloud gave now: it does not count again. */
const BREAKER = Symbol('breaker')

function again(fault: ConnectorFault, retryAfterMs: number): ConnectorFault {
  const { cloudRequestId, message } = fault
  return new ConnectorFault(fault.fault, message, { cloudRequestId, retryAfterMs, cause: BREAKER })
}

function pauseMs(failures: number): number {
  return Math.min(PAUSE_MS.longest, PAUSE_MS.first * 2 ** Math.max(0, failures - FAILURES_BEFORE))
}
