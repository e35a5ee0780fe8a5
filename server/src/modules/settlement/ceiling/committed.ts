import type { Db } from '../../../platform/db/index.ts'
import { addMonths } from '../../budget/index.ts'
import type { ContractRow, Lease } from '../../service-contract/index.ts'
import { contractOf } from '../calc/attribution.ts'
import { committedOf } from '../calc/ceiling.ts'
import { listHeldWith } from './committed-store.ts'

/** What is approved under a contract and not billed yet; charges are attributed to contracts in the same way. */
export async function committedOfContract(
  db: Db,
  contract: ContractRow,
  leases: readonly Lease[],
  charged: ReadonlyMap<string, bigint>,
  today: string,
): Promise<bigint> {
  if (contract.provider_body_id === null) return 0n
  const thisMonth = today.slice(0, 7)
  // The month before may not be billed yet.
  const rows = await listHeldWith(db, contract.provider_body_id, addMonths(`${thisMonth}-01`, -1))
  const held = new Map<string, bigint>()
  for (const row of rows)
    if (contractOf(row, row.month, leases) === contract.id)
      held.set(row.month, (held.get(row.month) ?? 0n) + BigInt(row.amount))
  return committedOf({ held, charged, thisMonth })
}
