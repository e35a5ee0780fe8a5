/** What a ledger of a provider's month is made of, resource by resource (R299). */
import {
  IdParams,
  Instant,
  Money,
  Nullable,
  OneOf,
  operation,
  PageOf,
  PageQuery,
  Ref,
  type Static,
  Strict,
  Type,
} from './base.ts'

/** 审批 · 开通 · 计量: those of the platform; what is billed are the lines of the statement. */
export const PLATFORM_LEDGERS = ['approved', 'provisioned', 'measured'] as const
export type PlatformLedger = (typeof PLATFORM_LEDGERS)[number]

export const LedgerResource = Strict({
  resource: Ref,
  /** As its cloud calls it. */
  externalId: Nullable(Type.String()),
  body: Nullable(Ref),
  isApproved: Type.Boolean(),
  /** When it was given back, or was to be. */
  endedAt: Nullable(Instant),
  /** What the platform charges for it in the month. */
  amount: Money,
})
export type LedgerResource = Static<typeof LedgerResource>

export const statementLedgerOperations = {
  list: operation({
    id: 'statement.ledger',
    method: 'GET',
    path: '/statements/{id}/ledger',
    title: { zh: '四本账明细', en: 'List resources of a ledger' },
    params: IdParams,
    /** All that was measured unless said otherwise. */
    query: PageQuery({ ledger: Type.Optional(OneOf(PLATFORM_LEDGERS)) }),
    response: PageOf(LedgerResource),
    access: { action: 'view', noun: 'statement' },
    audit: { none: 'read' },
    reasons: [],
  }),
} as const
