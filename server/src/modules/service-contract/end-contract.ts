import type { BodyOf, serviceContractOperations as operations, ReasonCode } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/db/index.ts'
import { refuse } from '../../platform/errors.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import type { Workflow } from '../workflow/index.ts'
import { type ContractRow, findContract, loadContractForUpdate, updateContract } from './contract-store.ts'
import { refuseMovedPart } from './named-part.ts'
import { contractRules } from './rules-of-contract.ts'
import { refuseChange, refuseRenewal, refuseTermination } from './service-contract.ts'

export type Flows = Pick<Workflow, 'settleFlow'>

type Change = Parameters<typeof updateContract>[3]

async function change(
  ctx: Ctx,
  id: string,
  given: {
    readonly version: number
    readonly event: string
    readonly columns: Change
    readonly after: object
  },
  rule: (contract: ContractRow, today: string, refusesRenewal: boolean) => ReasonCode | null,
  afterwards?: (tx: Tx, changed: ContractRow) => Promise<void>,
): Promise<ContractRow> {
  return ctx.inTx(async (tx) => {
    const found = await loadContractForUpdate(tx, id)
    const contract = ctx.authz.authorised(ctx, 'modify', 'service-contract', found)
    const today = dayInChina(ctx.clock.now())
    const { refusesRenewal } = await contractRules(tx, today, contract.body_id)
    const refusal = rule(contract, today, refusesRenewal)
    if (refusal) refuse(refusal)
    if (!(await updateContract(tx, contract, given.version, given.columns))) refuse('common.version_stale')
    const { body_id: bodyId, no: label } = contract
    const before = { endsOn: contract.ends_on, terminatedOn: contract.terminated_on }
    const { after, event } = given
    await ctx.audit(tx, { noun: 'service-contract', objectId: id, label, bodyId, before, after })
    await ctx.emit(tx, { type: `service-contract.${event}`, noun: 'service-contract', id, bodyId })
    const changed = (await findContract(tx, id)) as ContractRow
    await afterwards?.(tx, changed)
    return changed
  })
}

/** @throws `service-contract.no_renewal` (R25), `….not_later`, `….over`, `contract-terms.percent_beyond`. */
export const renewContract = (ctx: Ctx, id: string, input: BodyOf<typeof operations.renew>) =>
  change(
    ctx,
    id,
    {
      version: input.version,
      event: 'renewed',
      columns: { ends_on: input.endsOn },
      after: { endsOn: input.endsOn, document: input.document.trim() },
    },
    (contract, today, refusesRenewal) =>
      refuseRenewal(contract, refusesRenewal, today) ??
      (input.endsOn > contract.ends_on ? null : 'service-contract.not_later'),
    refuseMovedPart,
  )

/** Before its end: nobody is asked about its renewal any more. @throws `service-contract.over`, `….terminate_day`. */
export const terminateContract = (
  flows: Flows,
  ctx: Ctx,
  id: string,
  input: BodyOf<typeof operations.terminate>,
) =>
  change(
    ctx,
    id,
    {
      version: input.version,
      event: 'terminated',
      columns: { terminated_on: input.on, terminate_reason: input.reason.trim() },
      after: { terminatedOn: input.on, reason: input.reason.trim() },
    },
    (contract, today) => refuseChange(contract, today) ?? refuseTermination(contract, input.on, today),
    async (tx) => {
      await flows.settleFlow(tx, ctx, { noun: 'service-contract', id }, 'void', input.reason.trim())
    },
  )
