import type { Ctx } from '../../platform/context.ts'
import type { Db } from '../../platform/db/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { rulesOnDay } from '../rule/index.ts'
import { type BudgetRules, toBudgetRules } from './budget.ts'

export async function budgetRules(ctx: Ctx, db: Db, bodyId: string | null): Promise<BudgetRules> {
  return toBudgetRules(await rulesOnDay(db, dayInChina(ctx.clock.now()), bodyId))
}
