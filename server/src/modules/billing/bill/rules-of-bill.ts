import type { Ctx } from '../../../platform/context.ts'
import type { Db } from '../../../platform/db/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { rulesOnDay } from '../../rule/index.ts'

export interface BillRules {
  /** Working days that a body has to answer; the clock of its task as well. */
  readonly answerDays: number
  readonly isAnswerDefault: boolean
  /** Reminders before a bill may be closed without confirmation. */
  readonly remindersNeeded: number
  /** Working days between two of them. */
  readonly reminderGap: number
}

export async function billRules(ctx: Ctx, db: Db, bodyId: string): Promise<BillRules> {
  const book = await rulesOnDay(db, dayInChina(ctx.clock.now()), bodyId)
  const answer = book.integer('bill.answer-working-days')
  return {
    answerDays: answer.value,
    isAnswerDefault: answer.isProductDefault,
    remindersNeeded: book.integer('bill.reminders').value,
    reminderGap: book.integer('bill.reminder-working-days').value,
  }
}
