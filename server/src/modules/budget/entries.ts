/** Rows of the ledger: what is committed, and what of it is given back or held again. Signed; none is ever changed. */
import type { Ctx } from '../../platform/context.ts'
import type { Held, NewCommitment } from './commitment-store.ts'
import type { Asked, Year } from './hold-lines.ts'
import { type MonthAmount, yearOf } from './spread.ts'

/** One a month, on the line that pays for its year. */
export function commitsOf(
  ctx: Ctx,
  costs: Pick<Asked, 'bodyId' | 'systemId'> & {
    readonly months: readonly MonthAmount[]
    readonly years: readonly Year[]
    /** What it is for: a line of a request, or which renewal of which resource. */
    readonly from: (month: MonthAmount) => Partial<NewCommitment>
  },
): readonly NewCommitment[] {
  const paying = new Map(costs.years.map(({ fiscalYear, line }) => [fiscalYear, line?.id ?? null]))
  const at = ctx.clock.now()
  return costs.months.map((each) => ({
    ...costs.from(each),
    id: ctx.ids.next(),
    kind: 'commit',
    budget_id: paying.get(yearOf(each.month)) ?? null,
    body_id: costs.bodyId,
    system_id: costs.systemId,
    month: each.month,
    fiscal_year: yearOf(each.month),
    amount_minor: String(each.amountMinor),
    note: '',
    at,
  }))
}

type Change = Required<Pick<NewCommitment, 'kind' | 'note'>> & Pick<NewCommitment, 'cause_request_id'>

/** Beside what is held, and about the same: so much more, or less where it is below nothing. */
export const entryBeside = (ctx: Ctx, held: Held, amountMinor: bigint, change: Change): NewCommitment => ({
  ...held,
  ...change,
  id: ctx.ids.next(),
  amount_minor: String(amountMinor),
  at: ctx.clock.now(),
})

/** All that is held, the other way round: nothing is left of it. */
export const reversed = (ctx: Ctx, held: readonly Held[], change: Change): readonly NewCommitment[] =>
  held.map((each) => entryBeside(ctx, each, -BigInt(each.amount_minor), change))
