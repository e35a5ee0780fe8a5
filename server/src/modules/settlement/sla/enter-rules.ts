import type { SettlementRules, SettlementRulesCreate } from '@yunheng/contract'
import { personNameOf } from '../../../platform/actor.ts'
import type { Ctx } from '../../../platform/context.ts'
import { AppError, refuse } from '../../../platform/errors.ts'
import { findContract } from '../../service-contract/index.ts'
import { refuseSteps } from '../calc/score.ts'
import { findRules, insertRules, type RulesRow } from './rules-store.ts'

export const toRules = (row: RulesRow): SettlementRules => ({
  id: row.id,
  contractId: row.contract_id,
  contractNo: row.contract_no,
  effectiveOn: row.effective_on,
  source: row.source,
  isProductDefault: row.is_product_default,
  promise: row.promise,
  leastMinutes: row.least_minutes,
  credits: row.credits.map((step) => ({ ...step })),
  factors: row.factors.map((step) => ({ ...step })),
  enteredBy: row.entered_by_name,
  enteredAt: row.entered_at.toISOString(),
})

/** @throws `settlement-rules.steps`, `….day`, `….taken`, `….contract_not_found`. */
export async function enterRules(ctx: Ctx, input: SettlementRulesCreate): Promise<RulesRow> {
  ctx.authz.require(ctx, 'create', 'settlement-rules')
  const refusal = refuseSteps(input)
  if (refusal) refuse(refusal)
  if (!input.effectiveOn.endsWith('-01')) refuse('settlement-rules.day')
  return ctx.inTx(async (tx) => {
    const contract = input.contractId === null ? null : await findContract(tx, input.contractId)
    if (contract === undefined) refuse('settlement-rules.contract_not_found')
    const id = ctx.ids.next()
    await once('settlement_rules_day', 'settlement-rules.taken', () =>
      insertRules(tx, {
        id,
        contract_id: input.contractId,
        effective_on: input.effectiveOn,
        source: input.source.trim(),
        promise: input.promise,
        least_minutes: input.leastMinutes,
        credits: input.credits,
        factors: input.factors,
        entered_by_name: personNameOf(ctx.actor),
        entered_at: ctx.clock.now(),
      }),
    )
    const bodyId = contract?.body_id ?? null
    await ctx.audit(tx, {
      noun: 'settlement-rules',
      objectId: id,
      label: input.effectiveOn,
      bodyId,
      after: input,
    })
    return (await findRules(tx, id)) as RulesRow
  })
}

/** What a unique constraint decides, also between two who write at once. */
export async function once<T>(
  constraint: string,
  reason: ConstructorParameters<typeof AppError>[0],
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if ((error as { constraint?: unknown }).constraint !== constraint) throw error
    throw new AppError(reason, { cause: error })
  }
}
