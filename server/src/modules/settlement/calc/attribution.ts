/** Which contract a charge belongs to, and from what the amount of a month is taken: pure. */
import type { Lease } from '../../service-contract/index.ts'
import { lastDayOf } from './quarter.ts'

interface Payer {
  readonly body_path: string
  readonly region_path: string
}

export const isInForce = (lease: Pick<Lease, 'starts_on' | 'ends_on'>, month: string): boolean =>
  lease.starts_on <= lastDayOf(month) && lease.ends_on >= `${month}-01`

/**
 * The contract with the provider that stands nearest to the body: its own or that of a body above it, then the regulator's of its region
 * or of one above. One at most, so that no charge is settled twice.
 */
export function contractOf(payer: Payer, month: string, leases: readonly Lease[]): string | null {
  const near = leases
    .filter((lease) => isInForce(lease, month))
    .map((lease) => ({ lease, rank: rankOf(payer, lease) }))
    .filter(({ rank }) => rank !== null) as { readonly lease: Lease; readonly rank: readonly [number, number] }[]
  const [best] = near.sort(
    (a, b) =>
      b.rank[0] - a.rank[0] ||
      b.rank[1] - a.rank[1] ||
      (a.lease.starts_on < b.lease.starts_on ? 1 : a.lease.starts_on > b.lease.starts_on ? -1 : 0) ||
      (a.lease.id < b.lease.id ? -1 : 1),
  )
  return best?.lease.id ?? null
}

function rankOf(payer: Payer, lease: Lease): readonly [number, number] | null {
  if (payer.body_path.startsWith(lease.body_path)) return [2, lease.body_path.length]
  return lease.is_of_regulator && payer.region_path.startsWith(lease.region_path)
    ? [1, lease.region_path.length]
    : null
}

export interface AgreedStatement {
  /** `2026-09` */
  readonly month: string
  readonly providerId: string
  readonly contractId: string | null
  /** 分 */
  readonly amount: bigint
  readonly statementId: string
  readonly agreedAt: string
}

export type Base =
  | { readonly from: 'statement'; readonly month: string; readonly statement: AgreedStatement; readonly amount: bigint }
  | { readonly from: 'bills'; readonly month: string; readonly amount: bigint; readonly bills: number }

/**
 * What a month comes to. Agreed statements of the contract count; one of the provider as a whole counts where the contract is the only one
 * that could be meant. Where statements are not kept, or one does not say whose it is, the closed bills count.
 *
 * @param statements null: the platform keeps none.
 */
export function baseOf(of: {
  readonly month: string
  readonly contractId: string
  readonly leases: readonly Lease[]
  readonly statements: readonly AgreedStatement[] | null
  readonly bills: readonly { readonly amount: bigint; readonly isClosed: boolean }[]
  /** There are bills of the month at all. */
  readonly isBilled: boolean
}): { readonly base: readonly Base[]; readonly isOpen: boolean } {
  const ofMonth = (of.statements ?? []).filter(({ month }) => month === of.month)
  const own = ofMonth.filter(({ contractId }) => contractId === of.contractId)
  const isOnly = of.leases.filter((lease) => isInForce(lease, of.month)).length === 1
  const whole = ofMonth.filter(({ contractId }) => contractId === null)
  const chosen = own.length > 0 ? own : isOnly ? whole : []
  if (chosen.length > 0)
    return {
      base: chosen.map((statement) => ({
        from: 'statement',
        month: of.month,
        statement,
        amount: statement.amount,
      })),
      isOpen: false,
    }
  const closed = of.bills.filter(({ isClosed }) => isClosed)
  const amount = closed.reduce((sum, one) => sum + one.amount, 0n)
  const isFinal = of.isBilled && closed.length === of.bills.length
  // Agreed for the provider as a whole, and not divided between its contracts: the bills divide it.
  const isAgreed = of.statements === null || whole.length > 0 || of.bills.length === 0
  return {
    base: [{ from: 'bills', month: of.month, amount, bills: closed.length }],
    isOpen: !(isFinal && isAgreed),
  }
}
