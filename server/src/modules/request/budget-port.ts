/** What requests ask of the budget: how it stands with them, and that what is approved is committed. */
import type { Term } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { BudgetLine } from './budget-line.ts'
import type { BudgetFact } from './gate/gate-facts.ts'

/** What a request would cost, for whom, as the budget asks for it. */
export interface BudgetAsked {
  readonly bodyId: string
  readonly systemId: string
  readonly term: Term
  readonly lines: readonly BudgetLine[]
  /** The line of the budget that the applicant named; otherwise the rule picks. */
  readonly budgetId: string | null
}

export interface BudgetDoor {
  /** How the budget stands with it, beyond the caller's sight; null where the rule does not ask. */
  standing(ctx: Ctx, tx: Tx, asked: BudgetAsked): Promise<BudgetFact | null>
  /** Once for each request. @throws where the rule blocks and it does not fit. */
  commit(
    ctx: Ctx,
    tx: Tx,
    request: BudgetAsked & {
      readonly requestId: string
      readonly requestNo: string
      readonly isEmergency: boolean
    },
  ): Promise<void>
  /** A change makes it cheaper: so much of what its orders had committed is free, once for each cause. */
  reduce(
    ctx: Ctx,
    tx: Tx,
    parts: readonly {
      readonly requestId: string
      readonly resourceId: string
      readonly less: BudgetLine & Required<Pick<BudgetLine, 'term' | 'fromMonth'>>
      readonly cause: { readonly requestId: string; readonly requestNo: string }
    }[],
  ): Promise<void>
  /** Gives back all of it, or of some lines what lies ahead. */
  release(
    ctx: Ctx,
    tx: Tx,
    requestId: string,
    part: { readonly lines: readonly number[] | null; readonly note: string },
  ): Promise<void>
  /** A term that renews by itself, in the same way; where the rule stops it, nothing is committed. */
  commitRenewal(ctx: Ctx, tx: Tx, renewal: RenewalAsked): Promise<RenewalOutcome>
  /** The resources were given back: what lies ahead of their renewals is free. */
  releaseRenewals(ctx: Ctx, tx: Tx, resourceIds: readonly string[]): Promise<void>
  /** A resource is restored: what was freed since it was given back is held again, by month. @throws where the rule blocks and it does not fit. */
  holdAgain(
    ctx: Ctx,
    tx: Tx,
    given: {
      readonly bodyId: string
      readonly systemId: string
      readonly resourceId: string
      readonly parts: readonly { readonly requestId: string; readonly lines: readonly number[] }[]
      readonly since: Date
      readonly isEmergency: boolean
    },
  ): Promise<readonly { readonly month: string; readonly amountMinor: number }[]>
}

interface RenewalAsked {
  readonly bodyId: string
  readonly systemId: string
  readonly resource: { readonly id: string; readonly name: string }
  /** Which renewal of its term it is. */
  readonly number: number
  readonly cost: BudgetLine & Required<Pick<BudgetLine, 'term' | 'fromMonth'>>
  readonly budgetId: string | null
}

export interface RenewalOutcome {
  readonly isCommitted: boolean
  /** Where the budget does not suffice: of which year, and what is left of it; null without a line. */
  readonly short: {
    readonly year: number
    readonly askedMinor: number
    readonly restMinor: number | null
  } | null
}
