/** How the ceilings of contracts stand with what an application asks for (R299). */
import { Id, Money, OneOf, Ref, type Static, Strict, Type } from './base.ts'

/** `near`: from the percent of the rule on; `over`: beyond the ceiling and what is permitted. */
const CEILING_LEVELS = ['fine', 'near', 'over'] as const

/** One contract with one provider that may supply it. */
export const CeilingItem = Strict({
  provider: Ref,
  contract: Strict({ id: Id, no: Type.String(), name: Type.String() }),
  ceiling: Money,
  /** What may be asked for beyond it, with a reason. */
  permitted: Money,
  /** Settled quarters as settled, other months as billed. */
  spent: Money,
  /** Approved and not billed yet. */
  committed: Money,
  asked: Money,
  /** After this request; negative where it does not suffice. */
  rest: Money,
  /** Whole percent with this request, cut off. */
  percent: Type.Integer({ minimum: 0 }),
  level: OneOf(CEILING_LEVELS),
})
export type CeilingItem = Static<typeof CeilingItem>

export const CeilingStanding = Strict({
  /** The provider was named, or what is changed or renewed stands there; otherwise the platform chooses one of these. */
  isNamed: Type.Boolean(),
  warnPercent: Type.Integer({ minimum: 1, maximum: 100 }),
  isProductDefault: Type.Boolean(),
  items: Type.Array(CeilingItem, { maxItems: 100 }),
  /** Providers with whom no contract names a ceiling: nothing is compared. */
  unlimited: Type.Array(Ref, { maxItems: 100 }),
})
export type CeilingStanding = Static<typeof CeilingStanding>
