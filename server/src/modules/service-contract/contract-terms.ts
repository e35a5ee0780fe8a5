/** Rules of what a contract costs and when it is paid. Pure. */
import type { PaymentNode, ReasonCode } from '@yunheng/contract'
import type { AgreeablePrice } from '../catalogue/index.ts'

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
