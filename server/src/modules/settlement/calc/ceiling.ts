/** What of a contract is still free to be applied for: pure, in whole 分. */
import type { CeilingItem } from '@yunheng/contract'

interface MonthsHeld {
  /** By `2026-09`: what approved requests hold. */
  readonly held: ReadonlyMap<string, bigint>
  /** What was charged so far. */
  readonly charged: ReadonlyMap<string, bigint>
  /** `2026-11` */
  readonly thisMonth: string
}

/**
 * Approved and not billed yet: every month once. One that is over counts as billed, or as approved while there is no bill of it; of
 * this one and those ahead what exceeds the bill so far.
 */
export function committedOf({ held, charged, thisMonth }: MonthsHeld): bigint {
  let sum = 0n
  for (const [month, amount] of held) {
    const billed = charged.get(month) ?? 0n
    const isBilled = month < thisMonth && billed !== 0n
    if (!isBilled && amount > billed) sum += amount - billed
  }
  return sum
}

export interface Room {
  readonly ceiling: bigint
  readonly permitted: bigint
  readonly spent: bigint
  readonly committed: bigint
}

/** With so much more: what is left, and how far it reaches. */
export function withAsked(
  room: Room,
  asked: bigint,
  warnPercent: number,
): { readonly rest: bigint; readonly percent: number; readonly level: CeilingItem['level'] } {
  const whole = room.ceiling + room.permitted
  const taken = room.spent + room.committed + asked
  const rest = whole - taken
  const percent = taken <= 0n ? 0 : Number((taken * 100n) / whole)
  const isNear = taken * 100n >= whole * BigInt(warnPercent)
  return { rest, percent, level: rest < 0n ? 'over' : isNear ? 'near' : 'fine' }
}
