import type {
  DifferenceKind,
  DifferenceOwner,
  DifferenceState,
  StatementState,
  Text,
} from '@yunheng/contract'

export const KIND_WORDS: Readonly<Record<DifferenceKind, Text>> = {
  'unknown-resource': { zh: '平台没有的资源', en: 'Unknown to the platform' },
  'not-approved': { zh: '未经审批而计费', en: 'Billed, never approved' },
  'never-approved': { zh: '未经审批而开通', en: 'Provisioned, never approved' },
  'after-release': { zh: '退还后仍计费', en: 'Billed after release' },
  'not-measured': { zh: '没有用量而计费', en: 'Billed, nothing measured' },
  'quantity-over': { zh: '用量多于计量', en: 'More billed than measured' },
  'quantity-under': { zh: '用量少于计量', en: 'Less billed than measured' },
  'price-differs': { zh: '单价与约定不符', en: 'Not the agreed price' },
  'amount-differs': { zh: '金额不符', en: 'Amounts differ' },
  'no-price': { zh: '没有约定价格', en: 'No agreed price' },
  'not-billed': { zh: '有用量未计费', en: 'Measured, not billed' },
  duplicate: { zh: '重复的行', en: 'Lines that stand twice' },
  rounding: { zh: '尾差', en: 'Rounding' },
  'correction-differs': { zh: '往月更正金额不符', en: 'Corrections of an earlier month differ' },
  'correction-missing': { zh: '往月更正未列入账单', en: 'A correction of an earlier month is not billed' },
  'correction-unfounded': { zh: '往月更正无平台依据', en: 'A correction that the platform does not know' },
  credit: { zh: '抵扣与退费', en: 'Credits' },
  tax: { zh: '税费', en: 'Taxes' },
  purchase: { zh: '一次性购买', en: 'Purchases' },
  adjustment: { zh: '其他调整', en: 'Other adjustments' },
  'no-resource': { zh: '不对应资源的费用', en: 'Billed for no resource' },
}

/** What probably lies behind it, and what to look at. */
export const SUGGESTIONS: Readonly<Record<DifferenceKind, Text>> = {
  'unknown-resource': {
    zh: '服务商账单中的资源编号在平台上找不到，可能属于其他客户或编号写错。请服务商核对编号；确属政务云的应先纳管。',
    en: 'No resource of this provider has that id: it may be another customer’s, or mistyped. Check it; what is the government’s is adopted first.',
  },
  'not-approved': {
    zh: '资源在平台上，但没有批准它的申请，也不是纳管而来。请使用单位补办申请或说明来源。',
    en: 'The resource is known, but no request approved it and it was not adopted. Its body applies for it or says where it comes from.',
  },
  'never-approved': {
    zh: '资源在当月运行，没有批准它的申请，服务商也没有计费。请使用单位补办申请或退还。',
    en: 'It ran in the month without an approved request, and was not billed. Its body applies for it or gives it back.',
  },
  'after-release': {
    zh: '资源的服务已经结束，账单仍按结束之后计费。请服务商核对释放时间。',
    en: 'Its service had ended, and it is billed beyond that. Check when it was released.',
  },
  'not-measured': {
    zh: '平台在当月没有测得它的用量。请服务商提供开通与运行凭据。',
    en: 'The platform measured no usage of it in the month. Show that it was delivered and ran.',
  },
  'quantity-over': {
    zh: '账单用量多于平台计量，可能未扣除停机、变更规格或按整月计费。请服务商核对用量。',
    en: 'More is billed than was measured: stopped hours, a change of size, or a whole month may be counted. Check the quantity.',
  },
  'quantity-under': {
    zh: '账单用量少于平台计量，可能漏计。请服务商核对用量。',
    en: 'Less is billed than was measured: something may be missing. Check the quantity.',
  },
  'price-differs': {
    zh: '用量一致而金额不同，单价、阶梯或折扣与约定价格不符。请服务商对照价格条款。',
    en: 'The quantity agrees and the amount does not: price, tiers or discount are not those agreed. Check the price clause.',
  },
  'amount-differs': {
    zh: '账单按整个资源计费，金额与平台各计量项之和不同。请服务商按计量项列出。',
    en: 'The resource is billed as a whole, and not at the sum of the platform’s charges. List it by item.',
  },
  'no-price': {
    zh: '平台没有这一项的约定价格，无法核对金额。请管理中心补充价格版本或核定。',
    en: 'The platform has no agreed price for this, so that the amount cannot be checked. The centre adds a price or decides.',
  },
  'not-billed': {
    zh: '平台测得用量并有费用，账单中没有。请服务商确认是否漏计。',
    en: 'The platform measured and charged it, and the statement has nothing. Say whether it was forgotten.',
  },
  duplicate: {
    zh: '同一资源、计量项、时段、用量和金额的行出现多次，多出的行不应计费。',
    en: 'Lines of the same resource, item, time, quantity and amount stand more than once; only the first counts.',
  },
  rounding: {
    zh: '金额只差在舍入之内（产品默认值），按服务商金额办结。',
    en: 'The amounts differ by no more than rounding (product default); settled at the provider’s amount.',
  },
  'correction-differs': {
    zh: '账单对以前月份的更正与平台账单中该月的更正金额不同。请服务商对照平台的更正明细。',
    en: 'What is billed, or given back, for the earlier month is not what the platform’s bills adjust of it. Look at those adjustments.',
  },
  'correction-missing': {
    zh: '平台账单更正了以前月份的费用，服务商账单中没有对应的更正行。请服务商确认是否漏列。',
    en: 'The platform’s bills adjust the earlier month, and the statement has no line for it. Say whether it was forgotten.',
  },
  'correction-unfounded': {
    zh: '账单更正了以前月份，平台没有该月的更正。请服务商说明依据；SLA 扣减在结算单中计算，不列入账单。',
    en: 'The statement corrects an earlier month that the platform’s bills do not adjust. Say what it rests on; SLA credits belong on the settlement sheet, not here.',
  },
  credit: {
    zh: '服务商给予的抵扣或退费（FOCUS：Credit），与平台账单中异议退还的金额不同。请管理中心核对依据；SLA 扣减在结算单中计算，不重复扣减。',
    en: 'A credit of the provider (FOCUS: Credit), other than what disputes gave back on the platform’s bills. The centre looks at its reason; SLA credits belong on the settlement sheet and are not given twice.',
  },
  tax: {
    zh: '单独列示的税费（FOCUS：Tax）。平台价格按价格条款所载含税口径执行，请管理中心对照合同核定。',
    en: 'A tax that is billed by itself (FOCUS: Tax). Whether agreed prices include it is in the contract: the centre decides by that.',
  },
  purchase: {
    zh: '购买或一次性费用（FOCUS：Purchase），与平台账单的一次性费用不同。请服务商说明对应的订单。',
    en: 'A purchase or one-time fee (FOCUS: Purchase), other than what the platform bills once. Say which order it belongs to.',
  },
  adjustment: {
    zh: '服务商的其他调整（FOCUS：Adjustment），平台没有对应的费用。请服务商说明依据。',
    en: 'Another adjustment of the provider (FOCUS: Adjustment), which the platform’s bills do not have. Say what it rests on.',
  },
  'no-resource': {
    zh: '账单行没有资源编号，无法与计量核对。请服务商补上资源编号，或说明费用依据。',
    en: 'The lines name no resource, so that nothing measured stands beside them. Name the resource, or say what they rest on.',
  },
}

export const STATE_WORDS: Readonly<Record<DifferenceState, Text>> = {
  open: { zh: '待答复', en: 'To be answered' },
  explained: { zh: '已说明', en: 'Explained' },
  accepted: { zh: '已认可', en: 'Accepted' },
  refused: { zh: '已举证拒绝', en: 'Refused with evidence' },
  adjusted: { zh: '待复核', en: 'To be confirmed' },
  settled: { zh: '已办结', en: 'Settled' },
  lapsed: { zh: '已消失', en: 'There no more' },
}
export const OWNER_WORDS: Readonly<Record<DifferenceOwner, Text>> = {
  provider: { zh: '服务商', en: 'Provider' },
  centre: { zh: '管理中心', en: 'Centre' },
  department: { zh: '使用单位', en: 'Department' },
}
export const STATEMENT_STATE_WORDS: Readonly<Record<StatementState, Text>> = {
  received: { zh: '已接收', en: 'Received' },
  compared: { zh: '对账中', en: 'Under reconciliation' },
  agreed: { zh: '已核定', en: 'Agreed' },
  superseded: { zh: '已被取代', en: 'Superseded' },
}
