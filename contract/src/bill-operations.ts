import { actsOn } from './act.ts'
import { Money, Nullable, OneOf, Type } from './base.ts'
import { Bill, BillWords, billReadOperations, DISPUTE_OUTCOMES } from './bill.ts'
import type { Reason } from './reasons.ts'

export const billReasons = {
  'bill.focus_contract': {
    kind: 'precondition',
    zh: '找不到这份合同，它的服务商不在平台上，或不是所选的服务商。请另选合同或服务商。',
    en: 'There is no such contract, its provider is not on the platform, or is not the one that was chosen. Choose another.',
  },
  'bill.focus_too_long': {
    kind: 'precondition',
    zh: '这个月超过 100,000 笔费用，不能直接下载。请用“后台导出”，完成后在“我的导出”中下载。',
    en: 'The month has more than 100,000 charges and is not downloaded at once. Export it in the background, and download it under "My exports".',
  },
  'bill.not_draft': {
    kind: 'conflict',
    zh: '账单已发送，不再重新计费；之后得知的用量作为更正计入以后的账单。',
    en: 'The bill was sent and is not rated anew; what becomes known later goes on a later bill.',
  },
  'bill.month_open': {
    kind: 'precondition',
    zh: '这个月的用量还没有计量完，请在月末过后几分钟再试。',
    en: 'Usage of the month is not metered to its end yet: try again some minutes after it.',
  },
  'bill.metering_runs': {
    kind: 'conflict',
    zh: '平台正在计量，发送期间用量不能变动。请一分钟后再试。',
    en: 'Usage is being metered just now and must not change while a bill is sent. Try again in a minute.',
  },
  'bill.unpriced': {
    kind: 'precondition',
    zh: '账单上有没有价格的费用，不计入金额。请先发布它们的价格后重新计费；确须不含它们发送的，打开账单单独发送并写明理由。',
    en: 'The bill has charges without a price, which are not in its amount. Publish prices for them and rate it anew; or open the bill and send it without them, with the reason.',
  },
  'bill.calendar_missing': {
    kind: 'precondition',
    zh: '工作日历缺少这一年，算不出单位的答复期限。请先在工作日历中补上。',
    en: 'The working calendar lacks the year, so that no due date can be told. Add it there first.',
  },
  'bill.not_asked': {
    kind: 'conflict',
    zh: '只有已发送、尚未确认的账单可以确认或提出异议。',
    en: 'Only a bill that was sent and not confirmed yet can be confirmed or disputed.',
  },
  'bill.not_disputed': {
    kind: 'conflict',
    zh: '这笔费用没有待答复的异议。',
    en: 'No dispute of this charge waits for an answer.',
  },
  'bill.open_disputes': {
    kind: 'precondition',
    zh: '还有异议没有答复，答复后才能确认。',
    en: 'Disputes wait for an answer; the bill is confirmed after that.',
  },
  'bill.not_confirmed': {
    kind: 'precondition',
    zh: '单位确认后才能结账。逾期未答复不视为同意。',
    en: 'A bill is closed after the body has confirmed it. Silence is no consent.',
  },
  'bill.closing_too_early': {
    kind: 'precondition',
    zh: '逾期未确认的账单，须在答复期限过后、按规则提醒满次数仍未答复，才能申请未确认结账。',
    en: 'A bill may be closed without confirmation only after its day and all reminders that the rules ask for.',
  },
  'bill.closing_not_asked': {
    kind: 'conflict',
    zh: '只有已发送、等待单位答复的账单可以申请未确认结账。',
    en: 'Only a bill that was sent and waits for the body can be closed without confirmation.',
  },
  'bill.closing_proposed': {
    kind: 'conflict',
    zh: '已申请未确认结账，待另一人审定。',
    en: 'Closing without confirmation has been proposed already; another person decides.',
  },
  'bill.closing_not_proposed': {
    kind: 'conflict',
    zh: '没有待审定的未确认结账申请；单位可能已答复。',
    en: 'No closing waits for a decision; the body may have answered.',
  },
  'bill.closing_same_person': {
    kind: 'precondition',
    zh: '申请人不能自行审定，须由另一人审定。',
    en: 'Whoever proposed it may not decide it: a second person does.',
  },
  'bill.charge_not_found': {
    kind: 'precondition',
    zh: '账单上没有这笔费用，或它没有金额、本身就是退还。',
    en: 'The bill has no such charge, or it has no amount, or it gives money back itself.',
  },
  'bill.disputed_already': {
    kind: 'conflict',
    zh: '这笔费用已经提出过异议。',
    en: 'This charge has been disputed already.',
  },
  'bill.credit': {
    kind: 'invalid',
    zh: '支持异议时须写明退还金额，大于零且不超过这笔费用；驳回时不填。',
    en: 'An upheld dispute names what is given back, above nothing and no more than the charge; a rejected one names nothing.',
  },
  'bill.given_back': {
    kind: 'conflict',
    zh: '订单取消后，这笔一次性费用已在后续账单中退还 {back} 元，至多再退 {rest} 元，不重复退还。请减少退还金额；已全部退还的，请驳回异议并注明。',
    en: 'Of what was paid once {back} yuan were given back on a later bill, when the order was cancelled: {rest} yuan at most are left, nothing goes back twice. Name less; where all of it went back, reject the objection and say so.',
  },
} as const satisfies Record<string, Reason>

const ChargeNo = Type.Integer({ minimum: 1, maximum: 999_999_999 })
const actOnClosing = actsOn({
  noun: 'bill-closing',
  path: '/bill-closings',
  response: Bill,
  action: 'approve',
  reasons: [],
})
const act = actsOn({ noun: 'bill', path: '/bills', response: Bill, action: 'operate', reasons: [] })

export const billOperations = {
  ...billReadOperations,
  rate: act('rate', { zh: '重新计费', en: 'Rate a draft bill anew' }, {}, ['bill.not_draft']),
  /** The body is asked: from now on the bill stands, and its clock runs. Charges without a price are left out only with a reason. */
  send: act('send', { zh: '发送账单', en: 'Send a bill' }, { withoutUnpriced: Type.Optional(BillWords) }, [
    'bill.not_draft',
    'bill.unpriced',
    'bill.month_open',
    'bill.metering_runs',
    'bill.calendar_missing',
  ]),
  confirm: act(
    'confirm',
    { zh: '确认账单', en: 'Confirm a bill' },
    {},
    ['bill.not_asked', 'bill.open_disputes'],
    'approve',
  ),
  dispute: act(
    'dispute',
    { zh: '对费用提出异议', en: 'Dispute a charge' },
    { no: ChargeNo, reason: BillWords },
    ['bill.not_asked', 'bill.charge_not_found', 'bill.disputed_already'],
    'approve',
  ),
  answer: act(
    'answer',
    { zh: '答复异议', en: 'Answer a dispute' },
    { no: ChargeNo, outcome: OneOf(DISPUTE_OUTCOMES), answer: BillWords, credit: Nullable(Money) },
    ['bill.not_disputed', 'bill.credit', 'bill.given_back'],
    'modify',
  ),
  close: act('close', { zh: '结账', en: 'Close a bill' }, {}, ['bill.not_confirmed']),
  /** The regulated way for a bill that nobody answers: reason and evidence on record, decided by a second person. */
  propose: actOnClosing(
    'propose',
    { zh: '申请未确认结账', en: 'Propose to close a bill without confirmation' },
    { reason: BillWords, evidence: BillWords },
    ['bill.closing_not_asked', 'bill.closing_too_early', 'bill.closing_proposed'],
    'create',
  ),
  decline: actOnClosing(
    'decline',
    { zh: '不同意未确认结账', en: 'Decline to close a bill without confirmation' },
    { reason: BillWords },
    ['bill.closing_not_proposed', 'bill.closing_same_person'],
  ),
  approve: actOnClosing('approve', { zh: '审定未确认结账', en: 'Close a bill without confirmation' }, {}, [
    'bill.closing_not_proposed',
    'bill.closing_same_person',
  ]),
} as const
