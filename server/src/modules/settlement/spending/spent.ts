/** What of a contract is spent, month by month. */
import type { Db } from '../../../platform/db/index.ts'
import { type ContractRow, listLeasesWith } from '../../service-contract/index.ts'
import { type SpentMonth, spentOf } from '../calc/forecast.ts'
import { monthsBetween, quarterOfDay } from '../calc/quarter.ts'
import { ownSums } from '../sheet/calculate.ts'
import { listSettled } from '../sheet/settlement-store.ts'

const MONTHS_MAX = 120
export const money = (fen: bigint | string) => {
  const amountMinor = Number(fen)
  if (!Number.isSafeInteger(amountMinor)) throw new Error('assertion: an amount beyond 2^53 分')
  return { amountMinor, currency: 'CNY' as const }
}

export interface Spent {
  readonly months: readonly SpentMonth[]
  readonly spent: bigint
}

/** Month by month of its term so far, with the whole platform in sight. */
export async function spentOfContract(db: Db, contract: ContractRow, today: string): Promise<Spent> {
  const { id: contractId, provider_body_id: providerBodyId } = contract
  if (providerBodyId === null) return { months: [], spent: 0n }
  const ends = [contract.terminated_on ?? contract.ends_on, today].sort()[0] as string
  const months = monthsBetween(contract.starts_on, ends).slice(-MONTHS_MAX)
  const leases = await listLeasesWith(db, providerBodyId)
  const sums = await ownSums(db, { contractId, providerBodyId, months, leases })
  const settled = await listSettled(db, contractId)
  const done = new Set(settled.flatMap(({ quarter }) => quarterOfDay(quarter).months))
  const charged = new Map<string, bigint>()
  for (const { month, amount } of sums) charged.set(month, (charged.get(month) ?? 0n) + BigInt(amount))
  const rows = months.map((month) => ({
    month,
    charged: charged.get(month) ?? 0n,
    isSettled: done.has(month),
  }))
  return {
    months: rows,
    spent: spentOf(
      rows,
      settled.map(({ due }) => BigInt(due)),
    ),
  }
}
