import type { Role } from '@yunheng/contract'
import type { Tx } from '../../platform/db/index.ts'
import type { NoticeRule } from '../notice/index.ts'
import { findAuthority, listSeatHolders } from '../organisation/index.ts'
import { findContract, findTerms } from '../service-contract/index.ts'
import { quarterOfDay } from './calc/quarter.ts'
import { findSettlement, type SettlementRow } from './sheet/settlement-store.ts'
import { findLastWarning } from './spending/payment-store.ts'

/** Who is told: those of the provider, or the regulators of the contract's body. */
function aboutSheet(type: string, whom: 'provider' | 'regulators', zh: string, en: string): NoticeRule {
  return {
    type,
    text: { zh, en },
    async tell(tx, ctx, event) {
      const sheet = await findSettlement(tx, event.aggregateId)
      if (!sheet) return null
      const seats = whom === 'provider' ? ofProvider(sheet) : await ofRegulators(tx, sheet.body_id)
      const people = await listSeatHolders(tx, seats, ctx.clock.now())
      return {
        personIds: people.map(({ personId }) => personId),
        details: {
          no: sheet.no,
          quarter: quarterOfDay(sheet.quarter).name,
          contract: sheet.contract_no,
          provider: sheet.provider_name,
        },
      }
    },
  }
}

const ofProvider = (sheet: SettlementRow) => [
  { role: 'provider-admin' as const, bodyId: sheet.provider_body_id },
]

const REGULATORS = ['regulator-centre', 'regulator-bureau'] as const

async function ofRegulators(tx: Tx, bodyId: string) {
  const seats: { readonly role: Role; readonly bodyId: string }[] = []
  for (const role of REGULATORS) {
    const at = await findAuthority(tx, bodyId, role, 'own-level')
    if (at) seats.push({ role, bodyId: at })
  }
  return seats
}

export const settlementNotices: readonly NoticeRule[] = [
  aboutSheet(
    'settlement.sent',
    'provider',
    '{quarter} 结算单 {no}（合同 {contract}）已发送，请确认或提出异议。',
    'The settlement sheet {no} of {quarter} (contract {contract}) was sent: please confirm it, or object.',
  ),
  aboutSheet(
    'settlement.confirmed',
    'regulators',
    '{provider}已确认 {quarter} 结算单 {no}，待批准。',
    '{provider} has confirmed the settlement sheet {no} of {quarter}; it waits to be approved.',
  ),
  aboutSheet(
    'settlement.objected',
    'regulators',
    '{provider}对 {quarter} 结算单 {no} 有异议，请核对后重新计算。',
    '{provider} objects to the settlement sheet {no} of {quarter}: look into it and calculate again.',
  ),
  aboutSheet(
    'settlement.approved',
    'provider',
    '{quarter} 结算单 {no}（合同 {contract}）已批准，等待付款。',
    'The settlement sheet {no} of {quarter} (contract {contract}) was approved and waits to be paid.',
  ),
  {
    type: 'service-contract.ceiling-near',
    text: {
      zh: '合同 {no}“{name}”已执行金额达到上限的 {percent}%，请安排补充协议或控制用量。',
      en: 'Contract {no} "{name}": {percent} % of its ceiling is spent. Arrange a supplement, or use less.',
    },
    async tell(tx, ctx, event) {
      const contract = await findContract(tx, event.aggregateId)
      const warning = await findLastWarning(tx, event.aggregateId)
      if (!contract || !warning || !(await findTerms(tx, contract.id))) return null
      const seats = [
        { role: 'department-admin' as const, bodyId: contract.body_id },
        ...(await ofRegulators(tx, contract.body_id)),
      ]
      const people = await listSeatHolders(tx, seats, ctx.clock.now())
      return {
        personIds: people.map(({ personId }) => personId),
        details: { no: contract.no, name: contract.name, percent: String(warning.percent) },
      }
    },
  },
]
