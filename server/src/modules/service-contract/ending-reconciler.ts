/** R25: so many days before a county's own rented cloud ends, the task 不再续租，迁移 is raised, once. */
import type { Role } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Reconciler } from '../../platform/reconcile/index.ts'
import { dayInChina, formatDay, parseDay } from '../../platform/worktime/index.ts'
import type { Workflow } from '../workflow/index.ts'
import { type ContractRow, listEnding, loadContractForUpdate, noteMigration } from './contract-store.ts'
import { CONTRACT_RECONCILER, ENDING_FLOW, ENDING_FLOW_AUTHORITY } from './names.ts'
import { contractRules } from './rules-of-contract.ts'
import { isToBeRaised } from './service-contract.ts'

const BATCH = 200

export type Flows = Pick<Workflow, 'startFlow'>

export function createEndingReconciler(flows: Flows): Reconciler {
  return {
    name: CONTRACT_RECONCILER,
    concurrency: 1,
    sweepEveryMs: 600_000,
    async reconcile(ctx, id) {
      await ctx.inTx((tx) => raiseTask(flows, ctx, tx, id))
      return { done: true }
    },
    async sweep(ctx) {
      const today = dayInChina(ctx.clock.now())
      const { migrateNoticeDays } = await contractRules(ctx.db, today, null)
      return listEnding(ctx.db, formatDay((parseDay(today) as number) + migrateNoticeDays), BATCH)
    },
  }
}

/** Task, note and event in one transaction behind the contract's lock: two who look at once raise one task. */
export async function raiseTask(flows: Flows, ctx: Ctx, tx: Tx, id: string): Promise<void> {
  const contract = await loadContractForUpdate(tx, id)
  if (!contract) return
  const today = dayInChina(ctx.clock.now())
  const { migrateNoticeDays } = await contractRules(tx, today, contract.body_id)
  if (!isToBeRaised(contract, migrateNoticeDays, today)) return
  const { body_id: bodyId, no: label } = contract
  await flows.startFlow(tx, ctx, {
    subject: { noun: 'service-contract', id, bodyId, title: titleOf(contract) },
    by: { flow: contract.body_kind === 'department' ? ENDING_FLOW : ENDING_FLOW_AUTHORITY },
    variables: {},
    starter: {
      personId: contract.entered_by,
      name: contract.entered_by_name,
      role: contract.entered_role as Role,
      bodyId: contract.entered_body_id,
    },
  })
  await noteMigration(tx, id, { migrate_raised_at: ctx.clock.now() })
  const after = { endsOn: contract.ends_on, noticeDays: migrateNoticeDays }
  await ctx.audit(tx, {
    act: 'service-contract.ending',
    noun: 'service-contract',
    objectId: id,
    label,
    bodyId,
    after,
  })
  await ctx.emit(tx, { type: 'service-contract.ending', noun: 'service-contract', id, bodyId })
}

/** The flow says in both languages what is to be done; here only to what, and by when. */
const titleOf = ({ name, ends_on }: ContractRow): string => `${name} · ${ends_on}`
