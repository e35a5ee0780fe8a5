/** The arithmetic of a settlement sheet: pure, in whole 分. Every line is rounded once, and the lines add up to what is payable. */
import type { SettlementLineKind } from '@yunheng/contract'
import { roundHalfAway } from '../../billing/index.ts'

export interface Entry<K extends SettlementLineKind = SettlementLineKind> {
  readonly kind: K
  readonly amount: bigint
}

export interface SheetInput<B, C, E, A> {
  /** Of each month. */
  readonly base: readonly (B & { readonly amount: bigint })[]
  /** Null: not known yet, then nothing is taken off. */
  readonly factorPercent: number | null
  /** To be given back, above nothing. */
  readonly credits: readonly (C & { readonly credit: bigint })[]
  /** Payable of earlier sheets that came out below nothing. */
  readonly carried: readonly (E & { readonly payable: bigint })[]
  /** Paid in advance and not taken off yet, the oldest first. */
  readonly advances: readonly (A & { readonly open: bigint })[]
}

/** Earlier payments are taken off as far as something is left to pay; the rest waits for the next sheet. */
export function settle<B, C, E, A>(input: SheetInput<B, C, E, A>) {
  const charged = sumOf(input.base.map(({ amount }) => amount))
  const factor =
    input.factorPercent === null ? null : roundHalfAway(charged * BigInt(input.factorPercent), 100n) - charged
  const credited = sumOf(input.credits.map(({ credit }) => credit))
  const due = charged + (factor ?? 0n) - credited
  let left = due + sumOf(input.carried.map(({ payable }) => payable))
  const earlier = input.advances.flatMap((advance) => {
    const taken = left <= 0n ? 0n : advance.open < left ? advance.open : left
    left -= taken
    return taken > 0n ? [{ ...advance, taken }] : []
  })
  return { charged, factor, credited, due, earlier, payable: left }
}

const sumOf = (amounts: readonly bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n)
