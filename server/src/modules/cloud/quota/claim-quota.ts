/** What supply does with quota: reserve when approved, release. It counts beyond the caller's own sight. */
import type { Amounts } from '@yunheng/contract'
import type { Tx } from '../../../platform/db/index.ts'
import { elevated } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { AMOUNT_WORDS, firstLack, fromColumns, mapAmounts, minus, plus } from '../amounts.ts'
import { addFound, addUsed, findHolder, type QuotaRow, subtractUsed } from './quota-store.ts'

/** Counts against the quota that the body uses: its own, or the nearest above. @throws `quota.exceeded`, `quota.not_set`. */
export async function reserveQuota(tx: Tx, bodyId: string, amounts: Amounts): Promise<void> {
  await elevated(tx, async () => {
    if ((await addUsed(tx, bodyId, amounts)) !== null) return
    return refuseQuota(tx, bodyId, amounts)
  })
}

/**
 * Counts what a cloud held for the body before the platform came. It is there, so it is counted, beyond the limit if need
 * be; then nothing new is promised until it fits again. @throws `quota.not_set`.
 */
export async function countInQuota(tx: Tx, bodyId: string, amounts: Amounts): Promise<void> {
  await elevated(tx, async () => {
    if ((await addFound(tx, bodyId, amounts)) === null) refuse('quota.not_set')
  })
}

/** Says why the quota does not suffice. */
export async function refuseQuota(tx: Tx, bodyId: string, amounts: Amounts): Promise<never> {
  const holder = await elevated(tx, () => findHolder(tx, bodyId))
  if (!holder) return refuse('quota.not_set')
  const free = freeOf(holder)
  // Between the attempt and this look somebody may have given back: then the first amount is named.
  const lack = firstLack(free, amounts) ?? 'vcpus'
  return refuse('quota.exceeded', {
    details: { what: AMOUNT_WORDS[lack], free: free[lack], wanted: amounts[lack] },
  })
}

export async function releaseQuota(tx: Tx, bodyId: string, amounts: Amounts): Promise<void> {
  await elevated(tx, () => subtractUsed(tx, bodyId, amounts))
}

export interface QuotaLeft {
  readonly body: { readonly id: string; readonly name: string }
  readonly limit: Amounts
  /** By the body and those below it without a quota of their own. */
  readonly used: Amounts
  readonly free: Amounts
}

/** The quota that a body uses, and what is left of it; null when neither it nor anybody above has one. */
export async function findQuotaLeft(tx: Tx, bodyId: string): Promise<QuotaLeft | null> {
  return elevated(tx, async () => {
    const holder = await findHolder(tx, bodyId)
    if (!holder) return null
    return {
      body: { id: holder.body_id, name: holder.body_name },
      limit: fromColumns('limit', holder),
      used: fromColumns('used', holder),
      free: freeOf(holder),
    }
  })
}

/** Nothing is free where more is used than allowed (what was taken in). */
export function freeOf(quota: QuotaRow): Amounts {
  const left = minus(
    fromColumns('limit', quota),
    plus(fromColumns('used', quota), fromColumns('allotted', quota)),
  )
  return mapAmounts((field) => Math.max(0, left[field]))
}
