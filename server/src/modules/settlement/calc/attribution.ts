/** From what the amount of a month is taken, and what of it is each contract's: pure. */
import { divideByWeight } from '../../../platform/money.ts'
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

/** By what a statement of the provider as a whole was divided between its contracts. Amounts in 分. */
type Share =
  /** What was agreed for resources of the contract, for those of all, and for nothing that the platform knows. */
  | { readonly by: 'resources'; readonly own: bigint; readonly all: bigint; readonly loose: bigint }
  /** The contract names its own part. */
  | { readonly by: 'percent'; readonly percent: number }
  /** Nothing of the statement names a resource. */
  | { readonly by: 'bills'; readonly own: bigint; readonly all: bigint }

export type Base =
  | {
      readonly from: 'statement'
      readonly month: string
      readonly statement: AgreedStatement
      readonly amount: bigint
      /** Null: the statement is of this contract alone. */
      readonly share: Share | null
    }
  | { readonly from: 'bills'; readonly month: string; readonly amount: bigint; readonly bills: number }

/** What a bill charges for the provider in the month, and under which contract. */
export interface BilledPart {
  readonly contractId: string | null
  readonly amount: bigint
  readonly isClosed: boolean
}

/** What was agreed for resources whose charges belong to a contract. */
export interface AgreedPart {
  readonly statementId: string
  readonly contractId: string | null
  /** Billionths of a 分: lines of statements are finer than the 分, and a resource that changed hands is shared. */
  readonly billionths: bigint
}

export const BILLIONTHS = 1_000_000_000n

interface MonthOf {
  readonly month: string
  readonly contractId: string
  /** Null: the platform keeps none. */
  readonly statements: readonly AgreedStatement[] | null
  readonly agreed: readonly AgreedPart[]
  /** Of the provider’s contracts in force those that are settled by a part of the whole, in percent. */
  readonly percents: ReadonlyMap<string, number>
  readonly bills: readonly BilledPart[]
  /** There are bills of the month at all. */
  readonly isBilled: boolean
}

/**
 * What a month comes to. Agreed statements of the contract count; one of the provider as a whole goes to the contracts to which the
 * charges of its resources belong, to the 分. Where the platform keeps no statements, the closed bills count.
 */
export function baseOf(of: MonthOf): { readonly base: readonly Base[]; readonly isOpen: boolean } {
  const { month, contractId, bills } = of
  const ofMonth = (of.statements ?? []).filter((statement) => statement.month === month)
  const own = ofMonth.filter((statement) => statement.contractId === contractId)
  if (own.length > 0)
    return {
      base: own.map((statement) => ({
        from: 'statement',
        month,
        statement,
        amount: statement.amount,
        share: null,
      })),
      isOpen: false,
    }
  const isFinal = of.isBilled && bills.every(({ isClosed }) => isClosed)
  const whole = ofMonth.filter((statement) => statement.contractId === null)
  const divided = whole.map((statement) => ({ statement, by: weightsOf(statement.statementId, of) }))
  if (divided.length > 0 && divided.every(({ by }) => by !== null))
    return {
      base: divided.map(({ statement, by }) => ({
        from: 'statement',
        month,
        statement,
        ...partOf(statement.amount, contractId, by as Weights, of.percents),
      })),
      isOpen: !isFinal,
    }
  const closed = bills.filter((bill) => bill.contractId === contractId && bill.isClosed)
  const isAgreed = of.statements === null || whole.length > 0 || sumOf(bills) === 0n
  return {
    base: [{ from: 'bills', month, amount: sumOf(closed), bills: closed.length }],
    isOpen: !(isFinal && isAgreed),
  }
}

interface Weights {
  readonly by: 'resources' | 'bills'
  /** By contract; `''` is what belongs to none. */
  readonly weights: ReadonlyMap<string, bigint>
}

/** Resources decide as far as the statement names any; else the bills of the month; null where there is neither. */
function weightsOf(
  statementId: string,
  { agreed, bills }: Pick<MonthOf, 'agreed' | 'bills'>,
): Weights | null {
  const named = byContract(
    agreed
      .filter((part) => part.statementId === statementId)
      .map((part) => ({ contractId: part.contractId, amount: part.billionths })),
  )
  if (totalOf(named) > 0n) return { by: 'resources', weights: named }
  const billed = byContract(bills)
  return totalOf(billed) > 0n ? { by: 'bills', weights: billed } : null
}

function partOf(
  amount: bigint,
  contractId: string,
  by: Weights,
  percents: ReadonlyMap<string, number>,
): { readonly amount: bigint; readonly share: Share } {
  const part = divideAmong(amount, by.weights, percents).get(contractId) ?? 0n
  const percent = percents.get(contractId)
  if (percent !== undefined) return { amount: part, share: { by: 'percent', percent } }
  const others = new Map([...by.weights].filter(([key]) => !percents.has(key)))
  const [own, all] = [by.weights.get(contractId) ?? 0n, totalOf(others)]
  if (by.by === 'bills') return { amount: part, share: { by: 'bills', own, all } }
  return {
    amount: part,
    share: {
      by: 'resources',
      own: inFen(own),
      all: inFen(all),
      loose: amount - inFen(totalOf(by.weights)),
    },
  }
}

const inFen = (billionths: bigint) => roundHalfAway(billionths, BILLIONTHS)

/**
 * A statement between contracts: those that name their own part get it; what is left goes to the others by what was agreed for their
 * resources, and with it, by the same weights, what names no resource. What falls to no contract is divided along, so that all
 * parts together are the statement.
 */
export function divideAmong(
  amount: bigint,
  weights: ReadonlyMap<string, bigint>,
  percents: ReadonlyMap<string, number>,
): ReadonlyMap<string, bigint> {
  const named = [...percents.values()].reduce((sum, percent) => sum + percent, 0)
  const others = [...weights].filter(([key]) => !percents.has(key))
  const left = totalOf(new Map(others))
  // Nobody but those that name their part: what they leave belongs to no contract.
  const rest: readonly (readonly [string, bigint])[] = left > 0n ? others : [['', 1n]]
  const whole = left > 0n ? left : 1n
  return divideByWeight(
    amount,
    new Map([
      ...rest.map(([key, weight]) => [key, weight * BigInt(100 - named)] as const),
      ...[...percents].map(([key, percent]) => [key, whole * BigInt(percent)] as const),
    ]),
  )
}

function byContract(
  parts: readonly { readonly contractId: string | null; readonly amount: bigint }[],
): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const { contractId, amount } of parts)
    sums.set(contractId ?? '', (sums.get(contractId ?? '') ?? 0n) + amount)
  return sums
}

const totalOf = (weights: ReadonlyMap<string, bigint>) =>
  [...weights.values()].reduce((sum, weight) => sum + weight, 0n)

const sumOf = (bills: readonly { readonly amount: bigint }[]) =>
  bills.reduce((sum, { amount }) => sum + amount, 0n)
