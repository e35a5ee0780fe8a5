import type {
  savingOperations as operations,
  QueryOf,
  SavingNotice,
  SavingNoticeState,
  SavingResultRow,
  Text,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import type { Download } from '../../platform/http/index.ts'
import { exportList, type ListColumn } from '../../platform/xlsx/index.ts'
import { RULE_WORDS } from './export-proposals.ts'
import { pageOfNotices } from './notice-view.ts'
import { pageOfResults } from './results.ts'

const STATE: Readonly<Record<SavingNoticeState, Text>> = {
  sent: { zh: '待答复', en: 'To be answered' },
  accepted: { zh: '已接受', en: 'Accepted' },
  objected: { zh: '有异议，待审定', en: 'Objection to be decided' },
  insisted: { zh: '异议不成立，须整改', en: 'Objection refused, to be done' },
  waived: { zh: '异议成立', en: 'Objection stands' },
  done: { zh: '已完成', en: 'Done' },
  lapsed: { zh: '已了结', en: 'Closed' },
}

const text = <Row>(
  zh: string,
  en: string,
  width: number,
  value: (row: Row) => string | Text | null,
): ListColumn<Row> => ({ title: { zh, en }, kind: 'text', width, value })

const money = <Row>(
  zh: string,
  en: string,
  value: (row: Row) => { readonly amountMinor: number } | null | undefined,
): ListColumn<Row> => ({
  title: { zh, en },
  kind: 'money',
  width: 18,
  value: (row) => value(row)?.amountMinor ?? null,
})

const number = <Row>(zh: string, en: string, value: (row: Row) => number | null): ListColumn<Row> => ({
  title: { zh, en },
  kind: 'number',
  value,
})

const day = (at: string | null) => (at === null ? null : at.slice(0, 10))

const NOTICES: readonly ListColumn<SavingNotice>[] = [
  text('状态', 'State', 18, (row) => STATE[row.state]),
  text('建议', 'Proposal', 16, (row) => RULE_WORDS[row.rule]),
  text('资源', 'Resource', 28, (row) => row.resource.name),
  text('信息系统', 'System', 28, (row) => row.system.name),
  text('单位', 'Body', 24, (row) => row.body.name),
  money('每月可节约（元，目录价）', 'Saved a month (yuan, list price)', (row) => row.saving),
  { title: { zh: '通知时间', en: 'Sent' }, kind: 'instant', width: 18, value: (row) => new Date(row.sentAt) },
  text('答复', 'Answer', 40, (row) => row.answer),
  text('答复人', 'Answered by', 14, (row) => row.answeredBy),
  text('审定', 'Decision', 40, (row) => row.decision),
  text('办理期限', 'Due', 12, (row) => row.dueOn),
  number('逾期天数', 'Days late', (row) => row.daysLate),
  text('排期', 'Planned', 12, (row) => row.plannedOn),
  text('完成或了结日', 'Done or closed on', 12, (row) => day(row.settledOn)),
  money('完成后每月节约（元，目录价）', 'Saved a month since (yuan, list price)', (row) => row.settledSaving),
  number('次月 CPU 均值（%）', 'CPU mean the month after (%)', (row) => row.effectCpu),
  money('办理前一月账单（元）', 'Bill of the month before (yuan)', (row) => row.billed?.before),
  money('办理后一月账单（元）', 'Bill of the month after (yuan)', (row) => row.billed?.after),
  money('账单实际每月节约（元）', 'Saved a month by the bill (yuan)', (row) => row.billed?.saved),
]

/** As the list shows them, with its filters and within its sight. */
export async function exportNotices(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof operations.exportNotices>,
): Promise<Download> {
  ctx.authz.require(ctx, 'list', 'saving-notice')
  return exportList(ctx, {
    noun: 'saving-notice',
    name: { zh: '节约通知', en: 'Saving notices' },
    language,
    filter,
    columns: NOTICES,
    page: (page) => pageOfNotices(ctx, filter, page),
  })
}

const RESULTS: readonly ListColumn<SavingResultRow>[] = [
  text('月份', 'Month', 10, (row) => row.month),
  text('单位', 'Body', 28, (row) => row.body.name),
  number('计划办理（项）', 'To be done', (row) => row.planned.count),
  money('计划每月节约（元）', 'Planned a month (yuan)', (row) => row.planned.saving),
  number('已完成（项）', 'Done', (row) => row.done.count),
  money('完成后每月节约（元）', 'Done, a month (yuan)', (row) => row.done.saving),
  number('无价格（项）', 'Without a price', (row) => row.done.unpriced),
  number('已按账单核对（项）', 'Compared with the bills', (row) => row.billed.count),
  money('账单实际每月节约（元）', 'Saved a month by the bill (yuan)', (row) => row.billed.saving),
]

/** By month and body, the latest month first. */
export async function exportResults(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof operations.exportResults>,
): Promise<Download> {
  ctx.authz.require(ctx, 'list', 'saving-notice')
  return exportList(ctx, {
    noun: 'saving-notice',
    name: { zh: '节约成效', en: 'Saving results' },
    language,
    filter,
    columns: RESULTS,
    remark: {
      zh: '计划与完成按目录价；账单一栏为完成前一整月与后一整月账单用量费用之差，只计两月账单都已发送的。',
      en: 'Planned and done at the list price. By the bill: usage of the whole month before, less that of the whole month after, once both bills are sent.',
    },
    page: (page) => pageOfResults(ctx, filter, page),
  })
}
