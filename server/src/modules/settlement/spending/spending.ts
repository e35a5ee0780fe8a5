/** What of a contract is spent, paid and left, and how far its ceiling reaches. */
import type { ContractSpending, PaymentCreate, PaymentNode } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import {
  type ContractRow,
  findContract,
  findTerms,
  listLeasesWith,
  loadContractForUpdate,
  sumPermits,
  type TermsRow,
  toTerms,
} from '../../service-contract/index.ts'
import { forecast, levelOf, type SpentMonth } from '../calc/forecast.ts'
import { committedOfContract, listHeldNow } from '../ceiling/committed.ts'
import { enterPayment } from './enter-payment.ts'
import { listPayments, paidByNode, paidOf } from './payment-store.ts'
import { money, type Spent, spentOfContract } from './spent.ts'

export async function spendingOf(ctx: Ctx, id: string): Promise<ContractSpending> {
  const found = await findContract(ctx.db, id)
  const contract = ctx.authz.authorised(ctx, 'view', 'service-contract', found)
  const now = ctx.clock.now()
  const today = dayInChina(now)
  // Charges of bodies beneath, which the contract's parties see as a sum: it is what they pay or are paid.
  return ctx.inTx((tx) =>
    elevated(tx, async () => {
      const terms = await findTerms(tx, id)
      const spent = await spentOfContract(tx, contract, today)
      const paid = await paidOf(tx, id)
      const permitted = await sumPermits(tx, id)
      const { provider_body_id: providerId } = contract
      const committed =
        providerId === null ? 0n : await committedWith(tx, contract.id, providerId, spent, today)
      const ceiling = terms?.ceiling == null ? null : BigInt(terms.ceiling)
      return {
        contractId: id,
        terms: terms === undefined ? null : toTerms(terms),
        ...figuresOf(contract, terms, spent, today),
        permitted: money(permitted),
        committed: money(committed),
        free: ceiling === null ? null : money(ceiling + permitted - spent.spent - committed),
        paid: money(paid),
        months: cumulated(spent.months),
        nodes: nodesOf(terms, await paidByNode(tx, id), today),
        payments: (await listPayments(tx, { contractId: id })).map((row) => ({
          id: row.id,
          settlement:
            row.settlement_id === null ? null : { id: row.settlement_id, no: row.settlement_no ?? '' },
          nodeNo: row.node_no,
          nodeName: row.node_name,
          paidOn: row.paid_on,
          amount: money(row.amount),
          voucherNo: row.voucher_no,
          note: row.note,
          enteredBy: row.entered_by_name,
        })),
        asOf: now.toISOString(),
        actions: {
          prepay: ctx.authz.allowance(
            ctx.actor,
            'modify',
            'settlement',
            terms === undefined ? 'contract-terms.missing' : null,
          ),
        },
      }
    }),
  )
}

async function committedWith(
  tx: Tx,
  contractId: string,
  providerId: string,
  spent: Spent,
  today: string,
): Promise<bigint> {
  const held = await listHeldNow(tx, providerId, today)
  return committedOfContract(contractId, held, await listLeasesWith(tx, providerId), spent, today)
}

function figuresOf(
  contract: ContractRow,
  terms: TermsRow | undefined,
  { months, spent }: Spent,
  today: string,
) {
  const ceiling = terms?.ceiling == null ? null : BigInt(terms.ceiling)
  const remaining = ceiling === null ? null : ceiling - spent
  const ahead =
    remaining === null
      ? null
      : forecast({
          months,
          remaining,
          thisMonth: today.slice(0, 7),
          endsOn: contract.terminated_on ?? contract.ends_on,
        })
  return {
    spent: money(spent),
    remaining: remaining === null ? null : money(remaining),
    spentPercent: ceiling === null ? null : Number((spent * 100n) / ceiling),
    level: levelOf(spent, ceiling, terms?.warn_percent ?? 100),
    forecast: ahead && { ...ahead, monthly: money(ahead.monthly) },
  }
}

function cumulated(months: readonly SpentMonth[]): ContractSpending['months'] {
  let sum = 0n
  return months.map(({ month, charged, isSettled }) => {
    sum += charged
    return { month, charged: money(charged), isSettled, cumulated: money(sum) }
  })
}

function nodesOf(
  terms: TermsRow | undefined,
  paid: ReadonlyMap<number, bigint>,
  today: string,
): ContractSpending['nodes'] {
  return (terms?.nodes ?? []).map((node) => {
    const planned = plannedOf(node, terms?.ceiling ?? null)
    const sum = paid.get(node.no) ?? 0n
    const isLate = node.dueOn !== null && node.dueOn < today
    return {
      node,
      planned: planned === null ? null : money(planned),
      paid: money(sum),
      isOverdue: isLate && (planned === null ? sum === 0n : sum < planned),
    }
  })
}

/** A share is of the ceiling, cut off to whole 分. */
function plannedOf({ share, amount }: PaymentNode, ceiling: string | null): bigint | null {
  if (amount !== null) return BigInt(amount.amountMinor)
  return share === null || ceiling === null ? null : (BigInt(ceiling) * BigInt(share)) / 100n
}

/** A payment before any sheet: the next sheets take it off. @throws as {@link enterPayment}. */
export async function prepay(ctx: Ctx, id: string, input: PaymentCreate): Promise<ContractSpending> {
  ctx.authz.authorised(ctx, 'modify', 'settlement', await findContract(ctx.db, id))
  await ctx.inTx((tx: Tx) => pay(ctx, tx, id, input))
  return spendingOf(ctx, id)
}

async function pay(ctx: Ctx, tx: Tx, id: string, input: PaymentCreate): Promise<void> {
  const contract = await loadContractForUpdate(tx, id)
  if (contract === undefined) return refuse('common.not_found')
  await enterPayment(ctx, tx, contract, input, null)
  const { body_id: bodyId, no: label } = contract
  await ctx.audit(tx, { noun: 'service-contract', objectId: id, label, bodyId, after: input })
  await ctx.emit(tx, { type: 'service-contract.paid', noun: 'service-contract', id, bodyId })
}
