import { Id, Money, Nullable, type Static, Strict, Type } from './base.ts'

/** What a request would take of the budget, year by year: beside the form, and beside the decision (R274). */
export const BudgetStanding = Strict({
  years: Type.Array(
    Strict({
      fiscalYear: Type.Integer(),
      /** The line that pays; null where none is in force for the year. */
      budget: Nullable(Strict({ id: Id, no: Type.String(), name: Type.String() })),
      amount: Nullable(Money),
      /** What may be spent beyond it, with a reason. */
      permitted: Money,
      committed: Money,
      asked: Money,
      /** After this request; negative when it does not suffice. */
      rest: Nullable(Money),
    }),
    { maxItems: 10 },
  ),
})
export type BudgetStanding = Static<typeof BudgetStanding>
