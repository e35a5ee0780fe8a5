/** Rules of budget lines. Pure. */
import type { BudgetState, ReasonCode } from '@yunheng/contract'
import type { RuleBook, RuleSource } from '../rule/index.ts'

export interface BudgetRules {
  /** Whether requests are asked about the budget at all, and whether too little of it stops them. */
  readonly gate: RuleSource & { readonly isAsked: boolean; readonly isBlocking: boolean }
  readonly secondPerson: RuleSource & { readonly value: boolean }
  /** What renews by itself and does not fit: people are asked, rather than only warned. */
  readonly renewalAsks: RuleSource & { readonly value: boolean }
}

export function toBudgetRules(book: RuleBook): BudgetRules {
  const asked = book.flag('budget.gate.asked')
  const blocks = book.flag('budget.gate.blocks')
  const { source, isProductDefault } = blocks.value ? blocks : asked
  return {
    gate: { isAsked: asked.value, isBlocking: blocks.value, source, isProductDefault },
    secondPerson: book.flag('budget.second-person'),
    renewalAsks: book.flag('budget.renewal.asks'),
  }
}

interface Facts {
  readonly state: BudgetState
  /** Who proposed what waits; null when nothing does. */
  readonly pending_by: string | null
}

export const refuseChange = (budget: Facts): ReasonCode | null =>
  budget.pending_by === null ? null : 'budget.pending'

/** Who proposed it does not decide on it, where the rule asks for two. */
export function refuseDecision(budget: Facts, personId: string | null, asksTwo: boolean): ReasonCode | null {
  if (budget.pending_by === null) return 'budget.not_pending'
  return asksTwo && budget.pending_by === personId ? 'budget.own_proposal' : null
}

export const refusePermit = (budget: Pick<Facts, 'state'>): ReasonCode | null =>
  budget.state === 'active' ? null : 'budget.not_active'

/** A line with what is left of it. */
export interface LineRoom {
  readonly id: string
  readonly no: string
  readonly name: string
  readonly amountMinor: number
  readonly permittedMinor: number
  /** Approved and not billed yet. */
  readonly committedMinor: number
  /** Billed. */
  readonly actualMinor: number
}

/** What is billed uses up what was committed for it: no yuan counts twice. */
export const restOf = (line: Omit<LineRoom, 'id' | 'no' | 'name'>): number =>
  line.amountMinor + line.permittedMinor - line.committedMinor - line.actualMinor

/** The one that was named, where it may pay; otherwise the rule picks. */
export const lineFor = (
  lines: readonly LineRoom[],
  askedMinor: number,
  namedId: string | null,
): LineRoom | null => lines.find((line) => line.id === namedId) ?? chooseLine(lines, askedMinor)

/** The first in their order that suffices; otherwise the first at all, so that the shortfall is said of one line. */
export function chooseLine(lines: readonly LineRoom[], askedMinor: number): LineRoom | null {
  return lines.find((line) => restOf(line) >= askedMinor) ?? lines[0] ?? null
}

interface BurnedMonth {
  readonly month: string
  readonly actualMinor: number
  readonly committedMinor: number
  readonly leftMinor: number
}

/** January to December, what is billed and what is committed beyond it, with what is left after each: the burn-down. */
export function burnDown(
  year: number,
  roomMinor: number,
  committed: ReadonlyMap<string, number>,
  actual: ReadonlyMap<string, number>,
): readonly BurnedMonth[] {
  let left = roomMinor
  return Array.from({ length: 12 }, (_, index) => {
    const month = `${year}-${String(index + 1).padStart(2, '0')}-01`
    const committedMinor = committed.get(month) ?? 0
    const actualMinor = actual.get(month) ?? 0
    left -= committedMinor + actualMinor
    return { month, actualMinor, committedMinor, leftMinor: left }
  })
}
