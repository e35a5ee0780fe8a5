import type { Db } from '../../platform/db/index.ts'
import { rulesOnDay } from '../rule/index.ts'

export interface ContractRules {
  /** A county's own rented cloud is not renewed (R25). */
  readonly refusesRenewal: boolean
  readonly migrateNoticeDays: number
}

/** What applies to a body on a day; null asks for the whole platform's. */
export async function contractRules(db: Db, day: string, bodyId: string | null): Promise<ContractRules> {
  const book = await rulesOnDay(db, day, bodyId)
  return {
    refusesRenewal: book.flag('contract.own-cloud-renewal.refused').value,
    migrateNoticeDays: book.integer('contract.migrate-notice-days').value,
  }
}
