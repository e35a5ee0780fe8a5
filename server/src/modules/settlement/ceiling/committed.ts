import type { Db } from '../../../platform/db/index.ts'
import { addMonths } from '../../budget/index.ts'
import { contractOf, type Lease } from '../../service-contract/index.ts'
import { committedOf } from '../calc/ceiling.ts'
import type { Spent } from '../spending/spent.ts'
import { listHeldWith } from './committed-store.ts'

export type HeldWith = Awaited<ReturnType<typeof listHeldWith>>

/** What approved requests hold with a provider, of all its contracts. The month before may not be billed yet. */
export const listHeldNow = (db: Db, providerBodyId: string, today: string): Promise<HeldWith> =>
  listHeldWith(db, providerBodyId, addMonths(`${today.slice(0, 7)}-01`, -1))

/** Of it what is approved under one contract and not billed yet; charges are attributed to contracts in the same way. */
export function committedOfContract(
  contractId: string,
  rows: HeldWith,
  leases: readonly Lease[],
  { months }: Pick<Spent, 'months'>,
  today: string,
): bigint {
  const held = new Map<string, bigint>()
  for (const row of rows)
    if (contractOf(row, row.month, leases) === contractId)
      held.set(row.month, (held.get(row.month) ?? 0n) + BigInt(row.amount))
  const charged = new Map(months.map((one) => [one.month, one.charged]))
  return committedOf({ held, charged, thisMonth: today.slice(0, 7) })
}
