import type { Reason } from './reasons.ts'

export const statementReasons = {
  'statement.file_unreadable': {
    kind: 'invalid',
    zh: '文件无法读取：既不是 CSV（UTF-8、UTF-16 或 GB18030），也不是 XLSX，或压缩包已损坏。请重新导出后再上传。',
    en: 'The file cannot be read: it is neither CSV (UTF-8, UTF-16, GB18030) nor XLSX, or a damaged archive. Export it again.',
  },
  'statement.file_empty': {
    kind: 'invalid',
    zh: '文件里没有账单行。请确认导出的是这个月的明细。',
    en: 'The file has no lines. See that it is the detail of this month.',
  },
  'statement.file_truncated': {
    kind: 'invalid',
    zh: '文件不完整：最后一行中断在单元格中间。未写入任何内容，请重新导出后再上传。',
    en: 'The file is cut off: its last row ends within a cell. Nothing was written; export it again.',
  },
  'statement.file_too_large': {
    kind: 'invalid',
    zh: '文件过大：上传不超过 24 MiB（可压缩为 .gz），解压后不超过 256 MiB。请去掉不需要的列或压缩后再传。',
    en: 'The file is too large: 24 MiB as sent (.gz is taken), 256 MiB unfolded. Leave out columns that are not needed, or compress it.',
  },
  'statement.too_many_rows': {
    kind: 'invalid',
    zh: '一份账单最多 300,000 行。请按资源和计量项合计后再上传。',
    en: 'A statement has at most 300,000 rows. Sum them by resource and item.',
  },
  'statement.columns_missing': {
    kind: 'invalid',
    zh: '找不到这些列：{columns}。表头应在前 10 行之内，列名见上传页的说明。',
    en: 'These columns were not found: {columns}. The head stands within the first ten rows; the page of the upload lists the names.',
  },
  'statement.amount_unit': {
    kind: 'invalid',
    zh: '金额列“{title}”不是以人民币元为单位，没有读入任何一行。请把金额换算成元，并把列名改为“金额（元）”后重新提交。',
    en: 'The column of amounts, “{title}”, is not in yuan: nothing was read. Write the amounts in yuan, call the column “Amount (yuan)”, and hand it in again.',
  },
  'statement.provider_missing': {
    kind: 'invalid',
    zh: '请选择账单属于哪个服务商；服务商只能交本单位的账单。',
    en: 'Say whose statement it is; a provider hands in its own only.',
  },
  'statement.month_not_over': {
    kind: 'precondition',
    zh: '这个月还没有结束，请在月末之后提交账单。',
    en: 'The month is not over: hand the statement in after its end.',
  },
  'statement.agreed': {
    kind: 'conflict',
    zh: '这个月的账单已经核定，不能再变。更正请列入以后的账单。',
    en: 'The statement of this month is agreed and changes no more. Corrections go on a later one.',
  },
  'statement.superseded': {
    kind: 'conflict',
    zh: '这份账单已被新版本取代，请打开最新的一份。',
    en: 'A later version has taken the place of this statement: open that one.',
  },
  'statement.month_open': {
    kind: 'precondition',
    zh: '这个月的用量还没有计量完，暂不能对账。计量完成后再对账。',
    en: 'Usage of the month is not metered to its end: compare it after that.',
  },
  'statement.bills_missing': {
    kind: 'precondition',
    zh: '这个月还有单位没有生成账单，平台一侧的费用不全。账单生成后再对账。',
    en: 'Bodies have no bill of this month yet, so that charges of the platform are missing. Compare it after they are billed.',
  },
  'statement.bills_unsent': {
    kind: 'precondition',
    zh: '这个月还有单位的账单没有发出，费用还可能变动。请先发出这些账单，再核定。',
    en: 'Bills of this month are not sent yet, so that their charges may still change. Send them first, then agree.',
  },
  'statement.calendar_missing': {
    kind: 'precondition',
    zh: '工作日历缺少这一年，算不出答复期限。请先在工作日历中补上。',
    en: 'The working calendar lacks the year, so that no due date can be told. Add it there first.',
  },
  'statement.comparing': {
    kind: 'conflict',
    zh: '这份账单正在对账，结果出来之前不能操作。完成后页面会自动显示，请稍候。',
    en: 'The statement is being compared, and nothing is done to it before that ends. The page shows the result by itself.',
  },
  'statement.comparison_failed': {
    kind: 'internal',
    zh: '对账几次都中途出错，没有写入任何结果。请重新对账；仍不成功时请联系平台运维。',
    en: 'The comparison broke off each time it was tried, and nothing was written. Compare again; if that fails too, tell the operators of the platform.',
  },
  'statement.compared_again': {
    kind: 'precondition',
    zh: '上次对账之后平台的用量、账单、审批或其他月份的核定有变化，已重新发起对账。对账完成后请再核定。',
    en: 'Usage, bills or approvals of the platform, or what is agreed of other months, have changed since it was compared: it is being compared again. Agree it after that.',
  },
  'statement.not_compared': {
    kind: 'precondition',
    zh: '请先对账，再核定。',
    en: 'Compare the statement before it is agreed.',
  },
  'statement.open_differences': {
    kind: 'precondition',
    zh: '还有差异没有办结，全部办结后才能核定。',
    en: 'Differences are not settled yet; the statement is agreed after that.',
  },
  'statement.nothing_to_decide': {
    kind: 'precondition',
    zh: '这一类没有可以核定的差异：都已核定，或责任方还在答复期限之内。',
    en: 'No difference of this kind can be decided: they are decided, or their owners still have time to answer.',
  },
  'statement.nothing_to_confirm': {
    kind: 'precondition',
    zh: '这一类没有由他人核定、等待您复核的差异。',
    en: 'No difference of this kind was decided by somebody else and waits for you.',
  },
  'statement.stale': {
    kind: 'precondition',
    zh: '上次对账之后平台的用量或账单有变化，出现了新的差异。请重新对账。',
    en: 'Usage or bills of the platform have changed since it was compared, with new differences. Compare it again.',
  },
  'difference.settled': {
    kind: 'conflict',
    zh: '这项差异已办结，或已不存在。请刷新页面。',
    en: 'This difference is settled, or there no more. Reload the page.',
  },
  'difference.not_owner': {
    kind: 'forbidden',
    zh: '这项差异由另一方答复。',
    en: 'Somebody else has to answer this difference.',
  },
  'difference.evidence': {
    kind: 'invalid',
    zh: '拒绝时须写明依据（合同条款、工单或交付单号）。',
    en: 'Whoever refuses names the evidence: clause of the contract, work order, delivery note.',
  },
  'difference.not_answered': {
    kind: 'precondition',
    zh: '责任方还没有答复，答复期限也未过。请等答复，或在期限之后核定。',
    en: 'Its owner has not answered, and the day has not passed. Wait for the answer, or decide after that day.',
  },
  'difference.not_adjusted': {
    kind: 'conflict',
    zh: '这项差异没有待复核的核定。',
    en: 'No decision about this difference waits for a second person.',
  },
  'difference.same_person': {
    kind: 'forbidden',
    zh: '核定须由另一人复核。',
    en: 'A second person confirms what was decided.',
  },
  'difference.amount': {
    kind: 'invalid',
    zh: '调整金额须在零与差额之间：全额调整即按平台金额，零即按服务商金额。',
    en: 'What is taken off lies between nothing and the whole difference: the whole is the platform’s amount, nothing the provider’s.',
  },
} as const satisfies Record<string, Reason>
