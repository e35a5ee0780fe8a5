import type { SavingRun, SavingRunItem } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { toItem, toRun } from '../../../platform/run/index.ts'
import { SAVING_RUN, type SavingRunRow } from './saving-run.ts'
import type { ItemRow } from './saving-run-store.ts'

export const toSavingRun = (ctx: Ctx, row: SavingRunRow): SavingRun => toRun(ctx, SAVING_RUN.noun, row)

export const toSavingItem = (row: ItemRow): SavingRunItem => ({
  ...toItem(row),
  resource: { id: row.resource_id, name: row.resource_name },
  body: { id: row.body_id, name: row.body_name },
  rule: row.rule,
  noticeId: row.notice_id,
})
