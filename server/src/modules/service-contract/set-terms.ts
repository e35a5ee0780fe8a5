import type {
  AgreedPrice,
  BodyOf,
  ContractPermit,
  ContractTerms,
  ContractTermsBook,
  contractTermsOperations,
  ReasonCode,
} from '@yunheng/contract'
import { personNameOf } from '../../platform/actor.ts'
import type { Ctx } from '../../platform/context.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { refuse } from '../../platform/errors.ts'
import { yuanOf } from '../../platform/money.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { besideInForce, findAgreeablePrice } from '../catalogue/index.ts'
import { type ContractRow, findContract, loadContractForUpdate, updateContract } from './contract-store.ts'
import { refuseNodes, refusePrice } from './contract-terms.ts'
import { refuseBeyondWhole } from './named-part.ts'
import { listPermits, type PermitRow } from './permit-store.ts'
import { refuseChange, refusePermit } from './service-contract.ts'
import { findTerms, insertTerms, listTerms, type TermsRow } from './terms-store.ts'

export interface TermsPorts {
  /** What was paid on a contract, in 分: known above this floor. */
  paidOf(tx: Tx, contractId: string): Promise<bigint>
}

const money = (fen: string | bigint) => ({ amountMinor: Number(fen), currency: 'CNY' as const })

export const toTerms = (row: TermsRow): ContractTerms => ({
  number: row.number,
  ceiling: row.ceiling === null ? null : money(row.ceiling),
  warnPercent: row.warn_percent,
  priceBasis: row.price_basis,
  price:
    row.price_version_id === null || row.price_name === null || row.price_from === null
      ? null
      : {
          id: row.price_version_id,
          name: row.price_name,
          effectiveFrom: row.price_from,
          effectiveTo: row.price_to,
        },
  settledPercent: row.settled_percent,
  nodes: [...row.nodes],
  document: row.document,
  reason: row.reason,
  enteredBy: row.entered_by_name,
  enteredAt: row.entered_at.toISOString(),
})

const toPermit = (row: PermitRow): ContractPermit => ({
  amount: money(row.amount_minor),
  reason: row.reason,
  document: row.document,
  by: row.by_name,
  at: row.at.toISOString(),
})

export async function termsBook(ctx: Ctx, contract: ContractRow): Promise<ContractTermsBook> {
  const today = dayInChina(ctx.clock.now())
  const items = await listTerms(ctx.db, contract.id)
  const hasCeiling = items[0] !== undefined && items[0].ceiling !== null
  const may = (action: 'modify' | 'approve', refusal: ReasonCode | null) =>
    ctx.authz.allowance(ctx.actor, action, 'service-contract', refusal)
  return {
    contractId: contract.id,
    version: contract.version,
    items: items.map(toTerms),
    permits: (await listPermits(ctx.db, contract.id)).map(toPermit),
    actions: {
      set: may('modify', refuseChange(contract, today)),
      permit: may('approve', refusePermit(contract, hasCeiling, today)),
    },
  }
}

export async function seenTerms(ctx: Ctx, id: string): Promise<ContractTermsBook> {
  return termsBook(ctx, ctx.authz.authorised(ctx, 'view', 'service-contract', await findContract(ctx.db, id)))
}

/** The list of the terms in force, and what counts today; nothing is compared where the terms name no list. */
export async function seenPrice(ctx: Ctx, id: string): Promise<AgreedPrice> {
  const contract = ctx.authz.authorised(ctx, 'view', 'service-contract', await findContract(ctx.db, id))
  const terms = await findTerms(ctx.db, id)
  const agreed = terms === undefined ? null : toTerms(terms).price
  if (agreed === null) return { agreed: null, inForce: null, difference: null }
  const today = dayInChina(ctx.clock.now())
  const beside = await besideInForce(ctx.db, agreed.id, contract.provider_body_id, today)
  return { agreed: { id: agreed.id, name: agreed.name }, ...beside }
}

async function checkPrice(tx: Tx, contract: ContractRow, priceVersionId: string | null): Promise<void> {
  if (priceVersionId === null) return
  const price = await findAgreeablePrice(tx, priceVersionId)
  const refusal = refusePrice(price, contract)
  if (!refusal) return
  const { starts_on: startsOn, ends_on: endsOn } = contract
  const until = price?.effectiveTo ?? null
  refuse(refusal, {
    details: {
      from: price?.effectiveFrom ?? '',
      until: until === null ? '' : `–${until}`,
      startsOn,
      endsOn,
    },
  })
}

/** Enters another version; what was in force before stays in the list. @throws `contract-terms.nodes`, `….below_paid`, `….price_…`, `….percent_beyond`. */
export async function setTerms(
  ports: TermsPorts,
  ctx: Ctx,
  id: string,
  input: BodyOf<typeof contractTermsOperations.set>,
): Promise<ContractTermsBook> {
  const contract = await ctx.inTx(async (tx) => {
    const found = await loadContractForUpdate(tx, id)
    const contract = ctx.authz.authorised(ctx, 'modify', 'service-contract', found)
    const { version, ...terms } = input
    const refusal =
      refuseChange(contract, dayInChina(ctx.clock.now())) ?? refuseNodes(terms.nodes, terms.ceiling !== null)
    if (refusal) refuse(refusal)
    await checkPrice(tx, contract, terms.priceVersionId ?? null)
    const paid = await elevated(tx, () => ports.paidOf(tx, id))
    if (terms.ceiling !== null && BigInt(terms.ceiling.amountMinor) < paid)
      refuse('contract-terms.below_paid', { details: { paid: yuanOf(paid) } })
    await refuseBeyondWhole(tx, contract, terms.settledPercent ?? null)
    // The contract's version is the lock: two who enter terms at once enter one.
    if (!(await updateContract(tx, contract, version, {}))) refuse('common.version_stale')
    const number = ((await findTerms(tx, id))?.number ?? 0) + 1
    await insertTerms(tx, contract, {
      number,
      ceiling: terms.ceiling === null ? null : String(terms.ceiling.amountMinor),
      warn_percent: terms.warnPercent,
      price_basis: terms.priceBasis.trim(),
      price_version_id: terms.priceVersionId ?? null,
      settled_percent: terms.settledPercent ?? null,
      nodes: terms.nodes,
      document: terms.document.trim(),
      reason: terms.reason.trim(),
      entered_by_name: personNameOf(ctx.actor),
      entered_at: ctx.clock.now(),
    })
    const { body_id: bodyId, no: label } = contract
    const after = { number, ...terms }
    await ctx.audit(tx, { noun: 'service-contract', objectId: id, label, bodyId, after })
    await ctx.emit(tx, { type: 'service-contract.terms-set', noun: 'service-contract', id, bodyId })
    return (await findContract(tx, id)) as ContractRow
  })
  return termsBook(ctx, contract)
}
