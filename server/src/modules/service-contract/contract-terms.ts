/** Rules of what a contract costs and when it is paid. Pure. */
import type { PaymentNode, ReasonCode } from '@yunheng/contract'
import type { AgreeablePrice } from '../catalogue/index.ts'
import type { Lease } from './terms-store.ts'

/** Numbered without a gap; a share or an amount, never both; shares need a ceiling and are 100 % at most together. */
export function refuseNodes(nodes: readonly PaymentNode[], hasCeiling: boolean): ReasonCode | null {
  const shares = nodes.reduce((sum, { share }) => sum + (share ?? 0), 0)
  const fits =
    nodes.every(({ no, share, amount }, index) => no === index + 1 && (share === null || amount === null)) &&
    shares <= 100 &&
    (shares === 0 || hasCeiling)
  return fits ? null : 'contract-terms.nodes'
}

/** Whose list it is, and whether any day of it lies within the term of the contract. */
export function refusePrice(
  price: AgreeablePrice | null,
  contract: {
    readonly provider_body_id: string | null
    readonly starts_on: string
    readonly ends_on: string
  },
): ReasonCode | null {
  if (price === null) return 'contract-terms.price_not_found'
  const { providerBodyId, effectiveFrom, effectiveTo } = price
  if (providerBodyId !== null && providerBodyId !== contract.provider_body_id)
    return 'contract-terms.price_of_other'
  const isWithin =
    effectiveFrom <= contract.ends_on && (effectiveTo === null || effectiveTo >= contract.starts_on)
  return isWithin ? null : 'contract-terms.price_outside'
}

/**
 * How much of the provider's months a contract may still name as its part: what the others leave in the month of its term in
 * which they leave least. A month is settled whole under every contract that is in force on a day of it; parts only grow where a
 * contract begins, so that those months are enough.
 */
export function percentLeft(
  own: Pick<Lease, 'id' | 'starts_on' | 'ends_on'>,
  leases: readonly Pick<Lease, 'id' | 'starts_on' | 'ends_on' | 'settled_percent'>[],
): number {
  const isIn = (lease: Pick<Lease, 'starts_on' | 'ends_on'>, month: string) =>
    lease.starts_on.slice(0, 7) <= month && lease.ends_on.slice(0, 7) >= month
  const others = leases.filter(({ id }) => id !== own.id)
  const begins = [own, ...others].map(({ starts_on }) => starts_on.slice(0, 7))
  const taken = begins
    .filter((month) => isIn(own, month))
    .map((month) =>
      others
        .filter((one) => isIn(one, month))
        .reduce((sum, { settled_percent }) => sum + (settled_percent ?? 0), 0),
    )
  return 100 - Math.max(0, ...taken)
}
