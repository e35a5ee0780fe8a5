/** Rules of what a contract costs and when it is paid. Pure. */
import type { PaymentNode, ReasonCode } from '@yunheng/contract'

/** Numbered without a gap; a share or an amount, never both; shares need a ceiling and are 100 % at most together. */
export function refuseNodes(nodes: readonly PaymentNode[], hasCeiling: boolean): ReasonCode | null {
  const shares = nodes.reduce((sum, { share }) => sum + (share ?? 0), 0)
  const fits =
    nodes.every(({ no, share, amount }, index) => no === index + 1 && (share === null || amount === null)) &&
    shares <= 100 &&
    (shares === 0 || hasCeiling)
  return fits ? null : 'contract-terms.nodes'
}
