import type { StatementFault, Text } from '@yunheng/contract'

/** What is wrong with a row, for people: in the page and in the workbook that comes back. */
export const FAULT_WORDS: Readonly<Record<StatementFault, Text>> = {
  'resource-missing': { zh: '没有资源编号', en: 'no resource id' },
  'item-missing': { zh: '没有计量项', en: 'no item' },
  'text-too-long': { zh: '文字超过 200 字', en: 'a text of more than 200 characters' },
  encoding: {
    zh: '含有无法识别的字符，请以 UTF-8 或 GB18030 导出',
    en: 'characters that cannot be read: export as UTF-8 or GB18030',
  },
  'cells-missing': { zh: '单元格比表头少', en: 'fewer cells than the head' },
  'cells-beyond': {
    zh: '单元格比表头多，文字里的逗号应加引号',
    en: 'more cells than the head: a comma within a text needs quotes',
  },
  'quantity-invalid': { zh: '用量不是数', en: 'the quantity is no number' },
  'quantity-negative': { zh: '用量小于零', en: 'the quantity is below nothing' },
  'quantity-overprecise': { zh: '用量超过 30 位小数', en: 'the quantity has more than thirty decimals' },
  'amount-invalid': { zh: '金额为空或不是数', en: 'the amount is empty or no number' },
  'amount-negative': {
    zh: '金额小于零；退款请从对应的行中扣除，退以前月份的写明服务月份，或按 FOCUS 写明费用类别（ChargeCategory）',
    en: 'the amount is below nothing; take what is given back off its line, name the earlier month that it is for, or say its ChargeCategory (FOCUS)',
  },
  'amount-overprecise': {
    zh: '金额超过 30 位小数',
    en: 'the amount has more than thirty decimals',
  },
  'category-unknown': {
    zh: '费用类别（ChargeCategory）为空，或不是 Usage、Purchase、Tax、Credit、Adjustment 之一',
    en: 'the ChargeCategory is empty, or none of Usage, Purchase, Tax, Credit, Adjustment',
  },
  'class-unknown': {
    zh: '更正标记（ChargeClass）只能为空或 Correction',
    en: 'the ChargeClass is neither empty nor Correction',
  },
  'currency-other': { zh: '币种不是人民币', en: 'the currency is not the yuan' },
  'month-invalid': { zh: '账期读不出年月', en: 'the period names no month' },
  'month-other': { zh: '不是所选月份的账期', en: 'of another month than the one chosen' },
  'service-month-invalid': { zh: '服务月份读不出年月', en: 'the service month names no month' },
  'service-month-later': { zh: '服务月份晚于账期', en: 'the service month is later than the statement’s' },
  'service-month-several': {
    zh: '计费时段跨了几个月份，请按月拆开，或写明服务月份',
    en: 'the period spans several earlier months: split it by month, or name the service month',
  },
  'total-differs': { zh: '合计与各行之和不一致', en: 'the total is not the sum of the rows' },
}

export const faultText = (fault: StatementFault) => `${FAULT_WORDS[fault].zh} / ${FAULT_WORDS[fault].en}`
