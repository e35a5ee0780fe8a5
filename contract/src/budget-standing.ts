import { Id, Money, Nullable, type Static, Strict, Type } from './base.ts'

/** What a request would take of the budget, year by year: beside the form, and beside the decision (R274). */
export const BudgetStanding = Strict({
  /** Whether any line, of any year, may pay for this body: where none does, nothing is compared. */
  hasLines: Type.Boolean(),
  /** The applicant named a line that may pay for none of the years. */
  isChoiceUnfit: Type.Boolean(),
  years: Type.Array(
    Strict({
      fiscalYear: Type.Integer(),
      /** The line that pays; null where none is in force for the year. */
      budget: Nullable(Strict({ id: Id, no: Type.String(), name: Type.String() })),
      amount: Nullable(Money),
      /** What may be spent beyond it, with a reason. */
      permitted: Money,
      /** Approved and not billed yet. */
      committed: Money,
      /** Billed. */
      actual: Money,
      asked: Money,
      /** After this request; negative when it does not suffice. */
      rest: Nullable(Money),
      /** Lines that may pay in this year, in the order of the rule, with what is left of each. */
      choices: Type.Array(Strict({ id: Id, no: Type.String(), name: Type.String(), rest: Money }), {
        maxItems: 50,
      }),
    }),
    { maxItems: 10 },
  ),
})
export type BudgetStanding = Static<typeof BudgetStanding>
