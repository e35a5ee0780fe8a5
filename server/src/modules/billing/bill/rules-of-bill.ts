import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { rulesOnDay } from '../../rule/index.ts'

interface BillRules {
  /** Reminders before a bill may be closed without confirmation. */
  readonly remindersNeeded: number
  /** Working days between two of them. */
  readonly reminderGap: number
}

export async function billRules(ctx: Ctx, db: Db, bodyId: string): Promise<BillRules> {
  const book = await rulesOnDay(db, dayInChina(ctx.clock.now()), bodyId)
  return {
    remindersNeeded: book.integer('bill.reminders').value,
    reminderGap: book.integer('bill.reminder-working-days').value,
  }
}
