/** Every line of a sheet with its words: from what, by which rule and version, with which arithmetic. */
import type { Text } from '@yunheng/contract'
import { yuanOf } from '../../../platform/money.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import type { Base } from '../calc/attribution.ts'
import type { Credit } from '../calc/credits.ts'
import { type EffectiveScore, type FactorStep, shownPoints } from '../calc/score.ts'
import type { settle } from '../calc/sheet.ts'
import type { RulesRow } from '../sla/rules-store.ts'
import type { SlaEventRow } from '../sla/sla-store.ts'
import type { LateCredit } from './credits-of-quarter.ts'
import type { SettlementLineRow } from './settlement-store.ts'

export type LineDraft = SettlementLineRow

export interface Assessed {
  readonly assessmentId: string
  /** Tenths of a point, before anything is given back. */
  readonly entered: number
  readonly score: EffectiveScore
  readonly step: FactorStep
  readonly rules: RulesRow
}

const EMPTY = {
  month: null,
  statement_id: null,
  rules_id: null,
  assessment_id: null,
  payment_id: null,
  earlier_id: null,
  event_ids: [],
}
type Draft = Omit<LineDraft, 'no'>

const draft = (
  kind: Draft['kind'],
  amount: bigint,
  said: Text,
  refers: Partial<Omit<Draft, 'kind' | 'amount'>> = {},
): Draft => ({
  ...EMPTY,
  kind,
  amount: amount.toString(),
  said_zh: said.zh,
  said_en: said.en,
  ...refers,
})

interface Parts {
  readonly base: readonly Base[]
  readonly credits: readonly Credit[]
  readonly late: readonly LateCredit[]
  /** By month. */
  readonly rules: ReadonlyMap<string, RulesRow>
  readonly events: readonly SlaEventRow[]
  readonly assessed: Assessed | null
  readonly carried: readonly { readonly id: string; readonly no: string; readonly payable: string }[]
  readonly sheet: Omit<ReturnType<typeof settle>, 'earlier'> & {
    readonly earlier: readonly {
      readonly id: string
      readonly node_name: string
      readonly paid_on: string
      readonly voucher_no: string
      readonly amount: string
      readonly taken: bigint
    }[]
  }
}

export function toLines(parts: Parts): readonly LineDraft[] {
  const { base, credits, late, assessed, carried, sheet } = parts
  const numbers = new Map([
    ...parts.events.map(({ id, no }) => [id, no] as const),
    ...late.flatMap(({ eventIds, events }) => eventIds.map((id, at) => [id, events[at] ?? ''] as const)),
  ])
  return [
    ...base.map(baseLine),
    ...(assessed === null || sheet.factor === null
      ? []
      : [factorLine(assessed, sheet.charged, sheet.factor, numbers)]),
    ...credits.map((credit) => creditLine(credit, parts.rules.get(credit.month) as RulesRow, numbers)),
    ...late.map(lateLine),
    ...carried.map(({ id, no, payable }) =>
      draft(
        'carried',
        BigInt(payable),
        {
          zh: `结算单 ${no} 应付为负，结转本期抵减。`,
          en: `Sheet ${no} came out below nothing; it is carried over.`,
        },
        { earlier_id: id },
      ),
    ),
    ...sheet.earlier.map((one) =>
      draft(
        'earlier',
        -one.taken,
        {
          zh: `${one.paid_on} 按节点“${one.node_name}”预付 ${yuanOf(BigInt(one.amount))} 元（凭证 ${one.voucher_no}），本期抵扣 ${yuanOf(one.taken)} 元。`,
          en: `Paid in advance on ${one.paid_on} for “${one.node_name}”: ${yuanOf(BigInt(one.amount))} yuan (voucher ${one.voucher_no}); ${yuanOf(one.taken)} yuan of it are taken off here.`,
        },
        { payment_id: one.id },
      ),
    ),
  ].map((line, index) => ({ ...line, no: index + 1 }))
}

function baseLine(base: Base): Draft {
  if (base.from === 'statement') {
    const { statement } = base
    const day = dayInChina(statement.agreedAt)
    const part = shareWords(base)
    return draft(
      'base',
      base.amount,
      {
        zh: `${base.month} 双方确认的对账单金额（确认于 ${day}）${part.zh}。`,
        en: `Of the agreed statement of ${base.month}, agreed on ${day}${part.en}.`,
      },
      { month: base.month, statement_id: statement.statementId },
    )
  }
  return draft(
    'base',
    base.amount,
    {
      zh: `${base.month} 平台已结账的账单中由本合同承担的费用合计（${base.bills} 张账单）。计价依据：平台账单。`,
      en: `What closed bills of ${base.month} charge under this contract (${base.bills} bills). Basis: the platform’s own bills.`,
    },
    { month: base.month },
  )
}

const NOTHING: Text = { zh: '', en: '' }

/** How a statement of the provider as a whole became this contract's amount; nothing where it is all of it. */
function shareWords({ statement, share, amount }: Extract<Base, { readonly from: 'statement' }>): Text {
  if (share === null) return NOTHING
  const [whole, part] = [yuanOf(statement.amount), yuanOf(amount)]
  if (share.by === 'percent')
    return {
      zh: `，按本合同约定的比例：${whole} × ${share.percent}% = ${part} 元`,
      en: `, by the part that the contract names: ${whole} × ${share.percent}% = ${part} yuan`,
    }
  if (share.own === share.all && amount === statement.amount) return NOTHING
  const [own, all] = [yuanOf(share.own), yuanOf(share.all)]
  if (share.by === 'bills')
    return {
      zh: `，对账单的金额没有归到平台资源，按平台账单在本服务商各合同间分摊：${whole} × ${own} ÷ ${all} = ${part} 元`,
      en: `, of which nothing is known to be for resources of the platform and which is divided between the provider’s contracts as the bills are: ${whole} × ${own} ÷ ${all} = ${part} yuan`,
    }
  const spread: Text =
    amount === share.own
      ? NOTHING
      : {
          zh: `；${share.loose === 0n ? '' : `另有 ${yuanOf(share.loose)} 元未指向平台资源，`}按此比例归集，尾差按最大余数法，本合同 ${part} 元`,
          en: `; ${share.loose === 0n ? '' : `${yuanOf(share.loose)} yuan name no resource of the platform; `}divided along by these, what is left over by the largest remainder: ${part} yuan for this contract`,
        }
  return {
    zh: `，按资源所属合同归集：对账单共 ${whole} 元，各合同资源合计 ${all} 元，其中本合同资源 ${own} 元${spread.zh}`,
    en: `, by the contract that each resource belongs to: of ${whole} yuan, ${all} are for resources of contracts, ${own} of them of this one${spread.en}`,
  }
}

const versionOf = (rules: RulesRow): Text => ({
  zh: `${rules.contract_no === null ? '平台' : '合同'}结算规则（${rules.effective_on} 起）${rules.is_product_default ? '，产品默认值' : ''}`,
  en: `${rules.contract_no === null ? 'the platform’s' : 'the contract’s'} settlement rules from ${rules.effective_on}${rules.is_product_default ? ', a product default' : ''}`,
})

function factorLine(
  assessed: Assessed,
  charged: bigint,
  factor: bigint,
  numbers: ReadonlyMap<string, string>,
): Draft {
  const { score, step, rules, entered } = assessed
  const [version, points] = [versionOf(rules), shownPoints(score.tenths)]
  const restored = score.restored.map(
    ({ eventId, tenths }) => `${numbers.get(eventId) ?? ''} ${shownPoints(tenths)}`,
  )
  const back: Text =
    restored.length === 0
      ? { zh: '', en: '' }
      : {
          zh: `录入 ${shownPoints(entered)} 分；下列事件已有 SLA 扣减，不重复扣分，加回：${restored.join('、')}。`,
          en: `Entered: ${shownPoints(entered)}; these events gave a credit and are not deducted twice, so that their points are given back: ${restored.join(', ')}. `,
        }
  return draft(
    'factor',
    factor,
    {
      zh: `${back.zh}考核得分 ${points}，按${version.zh}系数 ${step.percent}%${step.rectify ? '，须整改' : ''}：${yuanOf(charged)} × ${step.percent}% − ${yuanOf(charged)} = ${yuanOf(factor)} 元。`,
      en: `${back.en}Score ${points}; by ${version.en} the factor is ${step.percent}%${step.rectify ? ', to be rectified' : ''}: ${yuanOf(charged)} × ${step.percent}% − ${yuanOf(charged)} = ${yuanOf(factor)} yuan.`,
    },
    { rules_id: rules.id, assessment_id: assessed.assessmentId },
  )
}

const minutes = (ms: number) => String(Math.round(ms / 6_000) / 10)

function creditLine(credit: Credit, rules: RulesRow, numbers: ReadonlyMap<string, string>): Draft {
  const version = versionOf(rules)
  const events = credit.eventIds.map((id) => numbers.get(id) ?? '').join('、')
  const arithmetic = `${yuanOf(credit.charged)} × ${credit.percent}% = ${yuanOf(credit.credit)}`
  return draft(
    'sla-credit',
    -credit.credit,
    {
      zh: `${credit.month} 有 ${credit.resources} 个资源因 ${events} 不可用 ${minutes(credit.downMs)} 分钟，可用率 ${credit.availability}%（重叠时段只计一次），按${version.zh}扣减当月费用的 ${credit.percent}%：${arithmetic} 元。`,
      en: `In ${credit.month} ${credit.resources} resources were down for ${minutes(credit.downMs)} minutes by ${events}: availability ${credit.availability}% (what overlaps counts once). By ${version.en} ${credit.percent}% of the month’s charges are given back: ${arithmetic} yuan.`,
    },
    { month: credit.month, rules_id: rules.id, event_ids: [...credit.eventIds] },
  )
}

function lateLine(late: LateCredit): Draft {
  const { quarter, no, month, credit } = late
  const [total, given, events] = [yuanOf(late.total), yuanOf(late.given), late.events]
  return draft(
    'late-credit',
    -credit,
    {
      zh: `${quarter} 的 SLA 事件 ${events.join('、')} 在结算单 ${no} 批准后才确认：${month} 重新计算应扣 ${total} 元，已扣 ${given} 元，本期补扣 ${total} − ${given} = ${yuanOf(credit)} 元。`,
      en: `SLA events of ${quarter}, ${events.join(', ')}, were confirmed after the sheet ${no} was approved: with them ${month} gives back ${total} yuan, of which ${given} were given; ${total} − ${given} = ${yuanOf(credit)} yuan are given here.`,
    },
    { month, event_ids: [...late.eventIds] },
  )
}
