import { randomBytes } from 'node:crypto'
import type { SESSION_DUTIES } from '@yunheng/contract'
import { sm3Hex } from '../../../platform/crypto/index.ts'
import { isPasswordTooOld } from '../password/password-rules.ts'

/** GB/T 22239-2019, 8.1.4.1 b: sessions end when idle. The figures are our proposal. */
export const IDLE_MS = 30 * 60_000
export const LIFETIME_MS = 12 * 3_600_000
/** How stale `seen_at` may be: writing it with every call would cost a commit each. */
export const SEEN_EVERY_MS = 60_000

export type SessionDuty = (typeof SESSION_DUTIES)[number]

/** 256 bits that only the browser keeps; the table holds their SM3. */
export function makeToken(prefix: 'yhs' | 'yht'): { token: string; hash: string } {
  const token = `${prefix}_${randomBytes(32).toString('base64url')}`
  return { token, hash: hashToken(token) }
}

export function hashToken(token: string): string {
  return sm3Hex(token)
}

export function isOver(session: { readonly seen_at: Date; readonly ends_at: Date }, now: Date): boolean {
  return now >= session.ends_at || now.getTime() - session.seen_at.getTime() > IDLE_MS
}

/** What must be done before the session may act for a post. */
export function dutiesOf(
  account: {
    readonly must_change_password: boolean
    readonly password_changed_at: Date
    readonly totp_required: boolean
    readonly totp_bound_at: Date | null
    readonly sample: boolean
  },
  now: Date,
): readonly SessionDuty[] {
  const stale = !account.sample && isPasswordTooOld(account.password_changed_at, now)
  return [
    ...(account.must_change_password || stale ? (['change-password'] as const) : []),
    ...(account.totp_required && account.totp_bound_at === null ? (['enrol-totp'] as const) : []),
  ]
}
