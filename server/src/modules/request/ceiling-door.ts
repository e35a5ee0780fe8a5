/** What requests ask of the contracts with the providers (R299). A port: what is billed of a contract is known on floors above. */
import type { CeilingItem, CeilingStanding, Term } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { BudgetLine } from './budget-line.ts'
import type { Source } from './gate/gate-rules.ts'

export interface CeilingAsked {
  readonly bodyId: string
  /** Each provider that may supply it, and what it would cost there. */
  readonly parts: readonly {
    readonly providerBodyId: string
    readonly term: Term
    readonly lines: readonly BudgetLine[]
  }[]
  /** All of the parts are supplied; otherwise the platform chooses one. */
  readonly isNamed: boolean
}

export interface CeilingFact {
  readonly rule: Source & { readonly isBlocking: boolean }
  readonly standing: CeilingStanding
}

export interface CeilingDoor {
  /** How the contracts stand with it, beyond the caller's sight; null where the rule does not ask. */
  standing(ctx: Ctx, tx: Tx, asked: CeilingAsked): Promise<CeilingFact | null>
  /** Waits for the contracts that it may fall under, where the rule blocks, and decides nothing. */
  lock(ctx: Ctx, tx: Tx, asked: CeilingAsked): Promise<void>
  /**
   * The same behind the lock of the contracts, until the transaction ends: two cannot both take the last. Where the rule blocks, what
   * does not fit is refused, unless it is an emergency.
   * @param asked `isCommitted`: what it costs is in the ledger of commitments, and placed, already.
   * @throws `service-contract.ceiling_passed`.
   */
  hold(
    ctx: Ctx,
    tx: Tx,
    asked: CeilingAsked & { readonly isCommitted: boolean; readonly isEmergency: boolean },
  ): Promise<void>
}

const WORSE: Readonly<Record<CeilingItem['level'], number>> = { fine: 0, near: 1, over: 2 }
const worst = (items: readonly CeilingItem[]): CeilingItem | undefined =>
  [...items].sort((a, b) => WORSE[b.level] - WORSE[a.level] || a.rest.amountMinor - b.rest.amountMinor)[0]

/**
 * The contract that decides, where one is near or over: of several providers that the platform may choose from the best counts, by its
 * worst contract; one without any ceiling is as good as any.
 */
export function decidingOf({ isNamed, items, unlimited }: CeilingStanding): CeilingItem | null {
  if (!isNamed && unlimited.length > 0) return null
  const ofProviders = [...Map.groupBy(items, ({ provider }) => provider.id).values()].flatMap(
    (own) => worst(own) ?? [],
  )
  const sorted = [...ofProviders].sort(
    (a, b) => WORSE[a.level] - WORSE[b.level] || b.rest.amountMinor - a.rest.amountMinor,
  )
  const item = isNamed ? worst(items) : sorted[0]
  return item === undefined || item.level === 'fine' ? null : item
}
