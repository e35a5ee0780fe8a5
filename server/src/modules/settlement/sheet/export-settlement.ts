import type {
  QueryOf,
  Settlement,
  SettlementLineKind,
  SettlementState,
  SettlementSummary,
  settlementOperations,
  Text,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Download } from '../../../platform/http/index.ts'
import { yuanOf } from '../../../platform/money.ts'
import { exportList, type ListColumn } from '../../../platform/xlsx/index.ts'
import { quarterOf } from '../calc/quarter.ts'
import { listSettlements, type SettlementRow } from './settlement-store.ts'
import { shownSettlement, toSummary } from './settlement-view.ts'

const STATE: Readonly<Record<SettlementState, Text>> = {
  draft: { zh: '草稿', en: 'Draft' },
  sent: { zh: '待服务商确认', en: 'With the provider' },
  objected: { zh: '服务商有异议', en: 'Objected to' },
  confirmed: { zh: '待批准', en: 'To be approved' },
  approved: { zh: '待付款', en: 'To be paid' },
  paid: { zh: '已付清', en: 'Paid' },
}
const KIND: Readonly<Record<SettlementLineKind, Text>> = {
  base: { zh: '计费金额', en: 'Charges' },
  factor: { zh: '考核系数', en: 'Assessment factor' },
  'sla-credit': { zh: 'SLA 扣减', en: 'SLA credit' },
  'late-credit': { zh: '往期 SLA 扣减', en: 'SLA credit of an earlier quarter' },
  carried: { zh: '上期结转', en: 'Carried over' },
  earlier: { zh: '抵扣预付', en: 'Paid in advance' },
}

const SHEETS: readonly ListColumn<SettlementSummary>[] = [
  { title: { zh: '结算单号', en: 'No.' }, kind: 'text', width: 18, value: (row) => row.no },
  { title: { zh: '季度', en: 'Quarter' }, kind: 'text', width: 10, value: (row) => row.quarter },
  { title: { zh: '状态', en: 'State' }, kind: 'text', value: (row) => STATE[row.state] },
  { title: { zh: '服务商', en: 'Provider' }, kind: 'text', width: 28, value: (row) => row.provider.name },
  { title: { zh: '合同编号', en: 'Contract' }, kind: 'text', width: 18, value: (row) => row.contract.no },
  { title: { zh: '签约单位', en: 'Body' }, kind: 'text', width: 28, value: (row) => row.body.name },
  {
    title: { zh: '结算金额（元）', en: 'Due (yuan)' },
    kind: 'money',
    value: (row) => row.due.amountMinor,
  },
  {
    title: { zh: '应付（元）', en: 'Payable (yuan)' },
    kind: 'money',
    value: (row) => row.payable.amountMinor,
  },
  { title: { zh: '已付（元）', en: 'Paid (yuan)' }, kind: 'money', value: (row) => row.paid.amountMinor },
]

/** The list as a workbook, with its filters and within its sight. */
export async function exportSettlements(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof settlementOperations.export>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'settlement')
  const { quarter, ...rest } = filter
  const asked = { ...rest, ...(quarter === undefined ? {} : { quarter: quarterOf(quarter).first }) }
  return exportList(ctx, {
    noun: 'settlement',
    name: { zh: '结算单', en: 'Settlements' },
    language,
    filter,
    columns: SHEETS,
    page: (page) => listSettlements(db, asked, page, toSummary),
  })
}

type Line = Settlement['lines'][number]
const columnsOf = (language: 'zh' | 'en'): readonly ListColumn<Line>[] => [
  { title: { zh: '序号', en: 'No.' }, kind: 'number', width: 8, value: (row) => row.no },
  { title: { zh: '项目', en: 'Item' }, kind: 'text', width: 14, value: (row) => KIND[row.kind] },
  { title: { zh: '月份', en: 'Month' }, kind: 'text', width: 10, value: (row) => row.month },
  {
    title: { zh: '依据与计算', en: 'From what, and how' },
    kind: 'text',
    width: 90,
    value: (row) => row.said[language],
  },
  { title: { zh: '金额（元）', en: 'Amount (yuan)' }, kind: 'money', value: (row) => row.amount.amountMinor },
]

/** One sheet, line by line; what it comes to stands in its notes. */
export async function exportSheet(
  ctx: Ctx,
  row: SettlementRow,
  { language = 'zh' }: QueryOf<typeof settlementOperations.exportSheet>,
): Promise<Download> {
  const sheet = await shownSettlement(ctx, row)
  const { no, quarter, contract, provider, body } = sheet
  const papers = papersOf(sheet)
  return exportList(ctx, {
    noun: 'settlement',
    name: { zh: `结算单-${no}`, en: `Settlement-${no}` },
    language,
    filter: { settlementId: row.id, no },
    concerns: [row.body_id, row.provider_body_id],
    columns: columnsOf(language),
    remark: {
      zh: `${body.name}与${provider.name}，合同 ${contract.no}，${quarter}，${STATE[sheet.state].zh}；结算金额 ${yuanOf(sheet.due.amountMinor)} 元，应付 ${yuanOf(sheet.payable.amountMinor)} 元，已付 ${yuanOf(sheet.paid.amountMinor)} 元${papers.zh}`,
      en: `${body.name} and ${provider.name}, contract ${contract.no}, ${quarter}, ${STATE[sheet.state].en}; due ${yuanOf(sheet.due.amountMinor)}, payable ${yuanOf(sheet.payable.amountMinor)}, paid ${yuanOf(sheet.paid.amountMinor)} yuan${papers.en}`,
    },
    page: async () => ({ items: sheet.lines, nextPageToken: null }),
  })
}

/** Invoices that count and what was paid on them, for the notes; nothing before there are any. */
function papersOf({ invoices, payments }: Settlement): Text {
  const counted = invoices.filter(({ withdrawn }) => withdrawn === null)
  const zh = [
    ...counted.map(
      (one) =>
        `发票 ${one.number}：${one.issuedOn} 开具，价税合计 ${yuanOf(one.amount.amountMinor)} 元，税率 ${one.taxRate}%，销售方 ${one.sellerTaxId}，文件 SM3 ${one.digest}`,
    ),
    ...payments.map(
      (one) =>
        `付款 ${one.paidOn}：${yuanOf(one.amount.amountMinor)} 元，凭证 ${one.voucherNo}${one.invoiceNo === null ? '' : `，发票 ${one.invoiceNo}`}`,
    ),
  ]
  const en = [
    ...counted.map(
      (one) =>
        `invoice ${one.number}: of ${one.issuedOn}, ${yuanOf(one.amount.amountMinor)} yuan with tax at ${one.taxRate}%, seller ${one.sellerTaxId}, SM3 of its file ${one.digest}`,
    ),
    ...payments.map(
      (one) =>
        `paid on ${one.paidOn}: ${yuanOf(one.amount.amountMinor)} yuan, voucher ${one.voucherNo}${one.invoiceNo === null ? '' : `, invoice ${one.invoiceNo}`}`,
    ),
  ]
  return {
    zh: zh.map((words) => `；${words}`).join(''),
    en: en.map((words) => `; ${words}`).join(''),
  }
}
