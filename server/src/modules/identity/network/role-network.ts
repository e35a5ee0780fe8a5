import type { ReasonCode, Role } from '@yunheng/contract'
import { canonicalRange } from '../../../platform/net/address-list.ts'

/** Canonical, in order, each once; or the first that is no range. */
export function parseRanges(
  given: readonly string[],
): { readonly ranges: readonly string[] } | { readonly wrong: string } {
  const ranges = new Set<string>()
  for (const text of given) {
    const range = canonicalRange(text)
    if (range === null) return { wrong: text }
    ranges.add(range)
  }
  return { ranges: [...ranges].sort() }
}

/** What a new list would do to the one who sets it and to those who could undo it. */
export interface LockOut {
  readonly locksYouOut: boolean
  readonly locksEverybodyOut: boolean
}

/**
 * Nobody locks himself out unawares, and nobody at all locks out the last one who could undo it. Where the others come from
 * is known only from where they were last seen.
 */
export function lockOutOf(tried: {
  readonly role: Role
  readonly ownRole: Role | null
  /** Roles that may set these lists. */
  readonly keepers: readonly Role[]
  readonly within: boolean
  /** Of the others who hold the role and can sign in: whether their last address is within. */
  readonly othersWithin: boolean
}): LockOut {
  const ownOutside = tried.ownRole === tried.role && !tried.within
  const kept = !tried.keepers.includes(tried.role) || (tried.ownRole === tried.role && tried.within)
  return { locksYouOut: ownOutside, locksEverybodyOut: !kept && !tried.othersWithin }
}

export function refuseLockOut(lockOut: LockOut, outsideAccepted: boolean): ReasonCode | null {
  if (lockOut.locksEverybodyOut) return 'role-network.locks_everybody_out'
  return lockOut.locksYouOut && !outsideAccepted ? 'role-network.locks_you_out' : null
}
