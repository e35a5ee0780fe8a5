/** What of a contract is spent, paid and left, and how far its ceiling reaches. */
import type { ContractSpending, PaymentCreate, PaymentNode } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Db, elevated, type Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import {
  type ContractRow,
  findContract,
  findTerms,
  listLeasesWith,
  loadContractForUpdate,
  type TermsRow,
  toTerms,
} from '../../service-contract/index.ts'
import { forecast, levelOf, type SpentMonth, spentOf } from '../calc/forecast.ts'
import { monthsBetween, quarterOfDay } from '../calc/quarter.ts'
import { ownSums } from '../sheet/calculate.ts'
import { listSettled } from '../sheet/settlement-store.ts'
import { enterPayment } from './enter-payment.ts'
import { listPayments, paidByNode, paidOf } from './payment-store.ts'

const MONTHS_MAX = 120
export const money = (fen: bigint | string) => {
  const amountMinor = Number(fen)
  if (!Number.isSafeInteger(amountMinor)) throw new Error('assertion: an amount beyond 2^53 分')
  return { amountMinor, currency: 'CNY' as const }
}

interface Spent {
  readonly months: readonly SpentMonth[]
  readonly spent: bigint
}

/** Month by month of its term so far, with the whole platform in sight. */
export async function spentOfContract(db: Db, contract: ContractRow, today: string): Promise<Spent> {
  const { id: contractId, provider_body_id: providerBodyId } = contract
  if (providerBodyId === null) return { months: [], spent: 0n }
  const ends = [contract.terminated_on ?? contract.ends_on, today].sort()[0] as string
  const months = monthsBetween(contract.starts_on, ends).slice(-MONTHS_MAX)
  const leases = await listLeasesWith(db, providerBodyId)
  const sums = await ownSums(db, { contractId, providerBodyId, months, leases })
  const settled = await listSettled(db, contractId)
  const done = new Set(settled.flatMap(({ quarter }) => quarterOfDay(quarter).months))
  const charged = new Map<string, bigint>()
  for (const { month, amount } of sums) charged.set(month, (charged.get(month) ?? 0n) + BigInt(amount))
  const rows = months.map((month) => ({
    month,
    charged: charged.get(month) ?? 0n,
    isSettled: done.has(month),
  }))
  return {
    months: rows,
    spent: spentOf(
      rows,
      settled.map(({ due }) => BigInt(due)),
    ),
  }
}

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
      return {
        contractId: id,
        terms: terms === undefined ? null : toTerms(terms),
        ...figuresOf(contract, terms, spent, today),
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
