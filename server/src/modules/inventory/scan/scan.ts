/** Scans of a cloud: types, when the next one is due, and what a failure is called. Pure. */
import type { ReasonCode } from '@yunheng/contract'
import type { ConnectorFault, FaultKind } from '../../cloud/index.ts'

export type ScanSort = 'full' | 'incremental'

export interface ScanOptions {
  /** How often everything is looked at; spread by a tenth each way, so that clouds registered together drift apart. */
  readonly fullEveryMs: number
  /** How often clouds that can say what has changed are asked for it. */
  readonly incrementalEveryMs: number
  /** Rows compared at a time: what bounds memory. */
  readonly batchRows: number
}

export const DEFAULT_SCAN_OPTIONS: ScanOptions = {
  fullEveryMs: 6 * 3_600_000,
  incrementalEveryMs: 10 * 60_000,
  batchRows: 5_000,
}

/** The latest scans of a cloud, as far as the next one depends on them. */
export interface ScansSoFar {
  readonly lastFullBeganAt: Date | null
  /** Of the last complete one of either sort. */
  readonly lastBeganAt: Date | null
  /** Failed in a row since then, and when the last of them ended. */
  readonly failures: number
  readonly lastFailedAt: Date | null
  /** A person wants one now. */
  readonly wantedAt: Date | null
}

/** Things changed while the last scan ran, and clouds whose clock is a little off, are asked for twice rather than never. */
const OVERLAP_MS = 15 * 60_000

const RETRY_FIRST_MS = 60_000
const RETRY_LAST_MS = 30 * 60_000

export interface NextScan {
  readonly sort: ScanSort
  readonly dueAt: Date
  /** What an incremental one asks from. */
  readonly since: Date | null
}

/** @param spread 0 to 1, the same for the same cloud. */
export function nextScan(
  so: ScansSoFar,
  options: ScanOptions,
  canSince: boolean,
  spread: number,
  now: Date,
): NextScan {
  const full = so.lastFullBeganAt
    ? new Date(so.lastFullBeganAt.getTime() + options.fullEveryMs * (0.9 + spread / 5))
    : now
  const part =
    canSince && so.lastFullBeganAt && so.lastBeganAt
      ? new Date(so.lastBeganAt.getTime() + options.incrementalEveryMs)
      : null
  const isWanted = so.wantedAt !== null && (so.lastFullBeganAt === null || so.wantedAt > so.lastFullBeganAt)
  const isFull = isWanted || part === null || full <= part || full <= now
  const due = isWanted ? now : isFull ? full : (part as Date)
  return {
    sort: isFull ? 'full' : 'incremental',
    dueAt: notBefore(due, so, now, isWanted),
    since: isFull || so.lastBeganAt === null ? null : new Date(so.lastBeganAt.getTime() - OVERLAP_MS),
  }
}

function notBefore(due: Date, so: ScansSoFar, now: Date, isWanted: boolean): Date {
  if (so.failures === 0 || so.lastFailedAt === null) return due
  if (isWanted && so.wantedAt !== null && so.wantedAt > so.lastFailedAt) return now
  const waitMs = Math.min(RETRY_LAST_MS, RETRY_FIRST_MS * 2 ** Math.min(so.failures - 1, 10))
  return new Date(Math.max(due.getTime(), so.lastFailedAt.getTime() + waitMs))
}

export interface ScanFailure {
  readonly reason: ReasonCode
  readonly details: Readonly<Record<string, string | number>>
  readonly cloudRequestId: string | null
}

const BY_FAULT: { readonly [F in FaultKind]: ReasonCode } = {
  unreachable: 'inventory.scan_unreachable',
  timeout: 'inventory.scan_unreachable',
  unauthenticated: 'inventory.scan_login',
  forbidden: 'inventory.scan_login',
  'rate-limited': 'inventory.scan_busy',
  conflict: 'inventory.scan_busy',
  nonsense: 'inventory.scan_nonsense',
  internal: 'inventory.scan_error',
  'not-found': 'inventory.scan_error',
  invalid: 'inventory.scan_error',
  quota: 'inventory.scan_error',
  capacity: 'inventory.scan_error',
}

export const INTERRUPTED: ScanFailure = {
  reason: 'inventory.scan_interrupted',
  details: {},
  cloudRequestId: null,
}

export function failureOf(fault: ConnectorFault): ScanFailure {
  const words = fault.message.toWellFormed().replaceAll('\0', '\ufffd').slice(0, 500)
  return { reason: BY_FAULT[fault.fault], details: { words }, cloudRequestId: fault.cloudRequestId }
}

/** A cloud that suddenly shows less than half of what it had more likely shows us less than has less (a role withdrawn). */
export function isShrunk(standing: number, gone: number): boolean {
  return gone >= SHRUNK_MIN && gone * 2 > standing
}

const SHRUNK_MIN = 100
