import type { ServiceContractCreate, ServiceContractUpdate } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { AppError, assert, refuse } from '../../platform/errors.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { findBody } from '../organisation/index.ts'
import { findFilingRef } from '../project-filing/index.ts'
import {
  type ContractRow,
  findContract,
  insertContract,
  loadContractForUpdate,
  updateContract,
} from './contract-store.ts'
import { refuseMovedPart } from './named-part.ts'
import { CONTRACT_RECONCILER } from './names.ts'
import { contractRules } from './rules-of-contract.ts'
import { refuseChange, refuseExtension, refuseShape } from './service-contract.ts'

const RENTS_NONE: ReadonlySet<string> = new Set(['provider', 'platform-provider', 'leading-group', 'guide'])

/** Enters a contract that was signed. @throws `service-contract.body_not_found`, `….period`, `….provider`, `….no_taken`. */
export async function enterContract(ctx: Ctx, input: ServiceContractCreate): Promise<ContractRow> {
  ctx.authz.require(ctx, 'create', 'service-contract')
  const refusal = refuseShape(input)
  if (refusal) refuse(refusal)
  const { actor } = ctx
  assert(actor.kind === 'person' && actor.post !== null, 'the policy lets only holders of a post come here')
  const { personId, name, post } = actor
  return ctx.inTx(async (tx) => {
    const body = await findBody(tx, input.bodyId)
    if (!body || body.closed_at !== null || RENTS_NONE.has(body.kind))
      return refuse('service-contract.body_not_found')
    const columns = await toColumns(tx, body.id, input)
    const id = ctx.ids.next()
    await numbered(input.no, () =>
      insertContract(tx, {
        id,
        kind: input.kind,
        body_id: body.id,
        entered_by: personId,
        entered_by_name: name,
        entered_role: post.role,
        entered_body_id: post.bodyId,
        created_at: ctx.clock.now(),
        ...columns,
      }),
    )
    await ctx.audit(tx, {
      noun: 'service-contract',
      objectId: id,
      label: columns.no,
      bodyId: body.id,
      after: input,
    })
    await ctx.emit(tx, { type: 'service-contract.created', noun: 'service-contract', id, bodyId: body.id })
    await ctx.nudge(tx, CONTRACT_RECONCILER, id)
    return (await findContract(tx, id)) as ContractRow
  })
}

/** Corrects what was entered. @throws `service-contract.over`, `….no_renewal` (R25), `contract-terms.percent_beyond` and as {@link enterContract}. */
export async function correctContract(
  ctx: Ctx,
  id: string,
  input: ServiceContractUpdate,
): Promise<ContractRow> {
  return ctx.inTx(async (tx) => {
    const found = await loadContractForUpdate(tx, id)
    const contract = ctx.authz.authorised(ctx, 'modify', 'service-contract', found)
    const today = dayInChina(ctx.clock.now())
    const { refusesRenewal } = await contractRules(tx, today, contract.body_id)
    const refusal =
      refuseChange(contract, today) ??
      refuseShape({ ...input, kind: contract.kind }) ??
      refuseExtension(contract, input.endsOn, refusesRenewal)
    if (refusal) refuse(refusal)
    const { version, ...fields } = input
    const columns = await toColumns(tx, contract.body_id, fields)
    if (!(await numbered(input.no, () => updateContract(tx, contract, version, columns))))
      refuse('common.version_stale')
    const changed = (await findContract(tx, id)) as ContractRow
    await refuseMovedPart(tx, changed)
    const { body_id: bodyId, no: label } = contract
    const before = { no: contract.no, startsOn: contract.starts_on, endsOn: contract.ends_on }
    await ctx.audit(tx, { noun: 'service-contract', objectId: id, label, bodyId, before, after: fields })
    await ctx.emit(tx, { type: 'service-contract.updated', noun: 'service-contract', id, bodyId })
    await ctx.nudge(tx, CONTRACT_RECONCILER, id)
    return changed
  })
}

async function toColumns(tx: Tx, bodyId: string, input: Omit<ServiceContractCreate, 'bodyId' | 'kind'>) {
  const { providerBodyId } = input
  if (providerBodyId !== null) {
    // Names of bodies are public among the government: a provider need not stand within the caller's own tree.
    const provider = await elevated(tx, () => findBody(tx, providerBodyId))
    if (provider?.kind !== 'provider' && provider?.kind !== 'platform-provider')
      refuse('service-contract.provider')
  }
  if (input.filingId !== null) {
    const filing = await findFilingRef(tx, input.filingId)
    if (filing?.body_id !== bodyId || filing.state !== 'accepted') refuse('service-contract.filing_not_found')
  }
  return {
    no: input.no.trim(),
    name: input.name.trim(),
    provider_body_id: input.providerBodyId,
    provider_name: input.providerName?.trim() ?? null,
    filing_id: input.filingId,
    starts_on: input.startsOn,
    ends_on: input.endsOn,
    note: input.note.trim(),
  }
}

/** The unique constraint decides, also between two who enter the same paper at once. */
async function numbered<T>(no: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if ((error as { constraint?: unknown }).constraint !== 'service_contract_no') throw error
    throw new AppError('service-contract.no_taken', { details: { no: no.trim() }, cause: error })
  }
}
