import type { Reason } from './reasons.ts'

/** Why nothing is done with a settlement sheet, its invoices and payments. */
export const settlementReasons = {
  'settlement.contract_not_found': {
    kind: 'precondition',
    zh: '没有找到合同，或它不是与平台内服务商签订的。',
    en: 'The contract was not found, or is not with a provider of the platform.',
  },
  'settlement.quarter_open': {
    kind: 'precondition',
    zh: '季度还没有结束，结束后才能结算。',
    en: 'The quarter is not over yet; it is settled after its end.',
  },
  'settlement.outside_term': {
    kind: 'precondition',
    zh: '这个季度不在合同期内。',
    en: 'The quarter lies outside the contract’s term.',
  },
  'settlement.taken': {
    kind: 'conflict',
    zh: '这个合同该季度已有结算单。',
    en: 'The contract has a sheet of that quarter already.',
  },
  'settlement.month_open': {
    kind: 'precondition',
    zh: '还有月份的金额没有定下来：对账单未双方确认，或账单未结账。定下来后重新计算。',
    en: 'The amount of a month is not final: its statement is not agreed, or its bills are not closed. Calculate again after that.',
  },
  'settlement.assessment_missing': {
    kind: 'precondition',
    zh: '服务商该季度的考核结果还没有确认，系数定不下来。',
    en: 'The provider’s assessment of the quarter is not confirmed, so that there is no factor yet.',
  },
  'settlement.events_open': {
    kind: 'precondition',
    zh: '该季度还有待确认的 SLA 事件，请先确认或驳回，再重新计算。',
    en: 'SLA events of the quarter wait to be confirmed or declined. Decide on them, then calculate again.',
  },
  'settlement.stale': {
    kind: 'precondition',
    zh: '计算之后依据有变化，金额已不同。请重新计算，核对后再发送。',
    en: 'What the sheet rests on has changed since it was calculated. Calculate it again, look through it, then send it.',
  },
  'settlement.not_draft': {
    kind: 'conflict',
    zh: '批准后的结算单不再重新计算；只有草稿可以发送。',
    en: 'A sheet that was approved is not calculated again; only a draft is sent.',
  },
  'settlement.not_sent': {
    kind: 'conflict',
    zh: '只有待服务商确认的结算单可以确认或提出异议。',
    en: 'Only a sheet that waits for the provider is confirmed or objected to.',
  },
  'settlement.not_confirmed': {
    kind: 'precondition',
    zh: '服务商确认后才能批准。',
    en: 'A sheet is approved after the provider has confirmed it.',
  },
  'settlement.second_person': {
    kind: 'forbidden',
    zh: '编制人和发送人不能批准同一张结算单，请由另一人批准。',
    en: 'Whoever drew it up or sent it does not approve it: another person does.',
  },
  'settlement.not_approved': {
    kind: 'precondition',
    zh: '批准后、付清前才能登记付款；应付金额不大于零的无须付款。',
    en: 'Payments are entered once it is approved and before it is paid in full; where nothing is payable, none is.',
  },
  'settlement.invoice_date': {
    kind: 'invalid',
    zh: '开票日期不能晚于今天，请按发票核对。',
    en: 'An invoice is not of a day after today: compare it with the paper.',
  },
  'settlement.invoice_seller': {
    kind: 'precondition',
    zh: '销售方纳税人识别号与服务商登记的统一社会信用代码 {code} 不一致。请核对发票；登记有误的，先在机构中更正。',
    en: 'The seller’s tax id is not the provider’s credit code on file, {code}. Compare the invoice; where the file is wrong, correct the body first.',
  },
  'settlement.invoice_beyond': {
    kind: 'precondition',
    zh: '发票金额合计将超过应付金额，至多还可登记 {rest} 元。请核对金额，或先撤回登错的发票。',
    en: 'Invoices would come to more than is payable; at most {rest} yuan are left. Compare the amount, or withdraw what was entered wrongly.',
  },
  'settlement.invoice_taken': {
    kind: 'conflict',
    zh: '这张发票已登记过（可能在另一张结算单上），同一张发票只能使用一次。',
    en: 'This invoice is entered already, maybe on another sheet: each is used once.',
  },
  'settlement.invoice_many': {
    kind: 'precondition',
    zh: '一张结算单至多登记 200 张发票。请由服务商合并开具。',
    en: 'A sheet has 200 invoices at most. Ask the provider for fewer.',
  },
  'settlement.invoice_file_type': {
    kind: 'invalid',
    zh: '发票文件须为 PDF、OFD、PNG 或 JPEG，且内容与扩展名一致。',
    en: 'An invoice’s file is PDF, OFD, PNG or JPEG, and what its name says.',
  },
  'settlement.invoice_file_too_large': {
    kind: 'invalid',
    zh: '发票文件不能超过 10 MiB。请压缩后重新上传。',
    en: 'An invoice’s file is 10 MiB at most. Make it smaller and try again.',
  },
  'settlement.invoice_not_found': {
    kind: 'precondition',
    zh: '付款须对应本结算单已登记、未撤回的发票。请先登记发票。',
    en: 'A payment is on an invoice of this sheet that was not withdrawn. Enter the invoice first.',
  },
  'settlement.invoice_short': {
    kind: 'precondition',
    zh: '付款超过这张发票的未付金额，至多 {rest} 元。请按发票分笔登记。',
    en: 'The payment is more than what is left of this invoice, {rest} yuan. Enter one payment for each invoice.',
  },
  'settlement.invoice_paid': {
    kind: 'precondition',
    zh: '发票上已有付款，不能撤回。',
    en: 'The invoice was paid on, so that it stands.',
  },
  'settlement.beyond_payable': {
    kind: 'precondition',
    zh: '付款超过结算单的未付金额，至多 {rest} 元。',
    en: 'The payment is more than what is left of the sheet, {rest} yuan.',
  },
} as const satisfies Record<string, Reason>
