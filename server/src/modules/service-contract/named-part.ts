import { elevated, type Tx } from '../../platform/db/index.ts'
import { refuse } from '../../platform/errors.ts'
import type { ContractRow } from './contract-store.ts'
import { percentLeft } from './contract-terms.ts'
import { findTerms, listLeasesWith, lockParts } from './terms-store.ts'

type Standing = Pick<ContractRow, 'id' | 'provider_body_id' | 'starts_on' | 'ends_on' | 'terminated_on'>

/**
 * Contracts of one provider together never name more than the whole of its months, of whichever bodies they are: otherwise what is
 * settled of a month by parts would be more than the month.
 * @throws `contract-terms.percent_beyond`.
 */
export async function refuseBeyondWhole(tx: Tx, contract: Standing, percent: number | null): Promise<void> {
  const { id, provider_body_id: providerBodyId } = contract
  if (percent === null || providerBodyId === null) return
  const rest = await elevated(tx, async () => {
    await lockParts(tx, providerBodyId)
    return percentLeft(
      { id, starts_on: contract.starts_on, ends_on: contract.terminated_on ?? contract.ends_on },
      await listLeasesWith(tx, providerBodyId),
    )
  })
  if (percent > rest) refuse('contract-terms.percent_beyond', { details: { rest } })
}

/** As above, of the part that its terms name: another provider or other days may bring it beside other contracts. */
export async function refuseMovedPart(tx: Tx, contract: Standing): Promise<void> {
  await refuseBeyondWhole(tx, contract, (await findTerms(tx, contract.id))?.settled_percent ?? null)
}
