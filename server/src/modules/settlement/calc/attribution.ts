/** From what the amount of a month is taken: pure. */
import { roundHalfAway } from '../../billing/index.ts'

export interface AgreedStatement {
  /** `2026-09` */
  readonly month: string
  readonly providerId: string
  /** Null: of the provider’s month as a whole. */
  readonly contractId: string | null
  /** 分 */
  readonly amount: bigint
  readonly statementId: string
  readonly agreedAt: Date
}

export type Base =
  | {
      readonly from: 'statement'
      readonly month: string
      readonly statement: AgreedStatement
      readonly amount: bigint
      /** Of a statement of the provider as a whole: what of the bills is this contract’s. */
      readonly share: { readonly own: bigint; readonly all: bigint } | null
    }
  | { readonly from: 'bills'; readonly month: string; readonly amount: bigint; readonly bills: number }

/** What a bill charges for the provider in the month, and under which contract. */
export interface BilledPart {
  readonly contractId: string | null
  readonly amount: bigint
  readonly isClosed: boolean
}

/**
 * What a month comes to. Agreed statements of the contract count; one of the provider as a whole is divided between its contracts as their
 * closed bills are, to the 分. Where the platform keeps no statements, the closed bills count.
 *
 * @param statements null: the platform keeps none.
 */
export function baseOf(of: {
  readonly month: string
  readonly contractId: string
  readonly statements: readonly AgreedStatement[] | null
  readonly bills: readonly BilledPart[]
  /** There are bills of the month at all. */
  readonly isBilled: boolean
}): { readonly base: readonly Base[]; readonly isOpen: boolean } {
  const { month, contractId } = of
  const ofMonth = (of.statements ?? []).filter((statement) => statement.month === month)
  const own = ofMonth.filter((statement) => statement.contractId === contractId)
  const given = (statement: AgreedStatement, amount: bigint, share: { own: bigint; all: bigint } | null) =>
    ({ from: 'statement', month, statement, amount, share }) as const
  if (own.length > 0)
    return { base: own.map((statement) => given(statement, statement.amount, null)), isOpen: false }
  const isFinal = of.isBilled && of.bills.every(({ isClosed }) => isClosed)
  const whole = ofMonth.filter((statement) => statement.contractId === null)
  const all = sumOf(of.bills)
  if (whole.length > 0 && all > 0n) {
    const share = { own: sumOf(of.bills.filter((bill) => bill.contractId === contractId)), all }
    return {
      base: whole.map((statement) =>
        given(statement, shareOf(statement.amount, contractId, of.bills), share),
      ),
      isOpen: !isFinal,
    }
  }
  const closed = of.bills.filter((bill) => bill.contractId === contractId && bill.isClosed)
  const isAgreed = of.statements === null || whole.length > 0 || all === 0n
  return {
    base: [{ from: 'bills', month, amount: sumOf(closed), bills: closed.length }],
    isOpen: !(isFinal && isAgreed),
  }
}

const sumOf = (bills: readonly { readonly amount: bigint }[]) =>
  bills.reduce((sum, { amount }) => sum + amount, 0n)

/** Running totals of all parts are rounded, so that the parts of all contracts add up to the whole. */
export function shareOf(amount: bigint, contractId: string, bills: readonly BilledPart[]): bigint {
  const parts = new Map<string, bigint>()
  for (const bill of bills) {
    const key = bill.contractId ?? ''
    parts.set(key, (parts.get(key) ?? 0n) + bill.amount)
  }
  const all = sumOf(bills)
  let reached = 0n
  for (const key of [...parts.keys()].sort()) {
    const before = reached
    reached += parts.get(key) as bigint
    if (key === contractId) return roundHalfAway(amount * reached, all) - roundHalfAway(amount * before, all)
  }
  return 0n
}
