import type { BodyOf, ContractTermsBook, contractTermsOperations } from '@yunheng/contract'
import { personNameOf } from '../../platform/actor.ts'
import type { Ctx } from '../../platform/context.ts'
import { refuse } from '../../platform/errors.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { findContract, loadContractForUpdate, updateContract } from './contract-store.ts'
import { insertPermit } from './permit-store.ts'
import { refusePermit } from './service-contract.ts'
import { termsBook } from './set-terms.ts'
import { findTerms } from './terms-store.ts'

/**
 * R299: lets applications go beyond the ceiling by so much, until a supplement raises it. What is paid keeps the ceiling.
 * @throws `contract-terms.no_ceiling`, `service-contract.over`.
 */
export async function permitMore(
  ctx: Ctx,
  id: string,
  input: BodyOf<typeof contractTermsOperations.permit>,
): Promise<ContractTermsBook> {
  const contract = await ctx.inTx(async (tx) => {
    const contract = ctx.authz.authorised(
      ctx,
      'approve',
      'service-contract',
      await loadContractForUpdate(tx, id),
    )
    const ceiling = (await findTerms(tx, id))?.ceiling ?? null
    const refusal = refusePermit(contract, ceiling !== null, dayInChina(ctx.clock.now()))
    if (refusal) refuse(refusal)
    if (!(await updateContract(tx, contract, input.version, {}))) refuse('common.version_stale')
    await insertPermit(tx, contract, {
      id: ctx.ids.next(),
      amount_minor: String(input.amount.amountMinor),
      reason: input.reason.trim(),
      document: input.document.trim(),
      by_name: personNameOf(ctx.actor),
      at: ctx.clock.now(),
    })
    const { version: _, ...after } = input
    const { body_id: bodyId, no: label } = contract
    await ctx.audit(tx, { noun: 'service-contract', objectId: id, label, bodyId, after })
    await ctx.emit(tx, { type: 'service-contract.permitted', noun: 'service-contract', id, bodyId })
    return (await findContract(tx, id)) ?? contract
  })
  return termsBook(ctx, contract)
}
