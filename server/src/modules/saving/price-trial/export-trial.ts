import type { PriceTrialRow, priceTrialOperations, QueryOf } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Download } from '../../../platform/http/index.ts'
import { exportList, type ListColumn } from '../../../platform/xlsx/index.ts'
import { listSums } from './price-trial-store.ts'
import { getTrial, toSumRow } from './price-trial-view.ts'

const FEN = 100

const COLUMNS: readonly ListColumn<PriceTrialRow>[] = [
  { title: { zh: '单位', en: 'Body' }, kind: 'text', width: 28, value: (row) => row.body.name },
  { title: { zh: '服务商', en: 'Provider' }, kind: 'text', width: 24, value: (row) => row.provider.name },
  {
    title: { zh: '服务', en: 'Service' },
    kind: 'text',
    width: 24,
    value: ({ offering }) =>
      offering === null
        ? { zh: '无申请纳管', en: 'taken in without an order' }
        : { zh: offering.zh, en: offering.en },
  },
  {
    title: { zh: '账单金额（元）', en: 'Billed (yuan)' },
    kind: 'number',
    width: 16,
    value: (row) => row.billed.amountMinor / FEN,
  },
  {
    title: { zh: '试算金额（元）', en: 'Tried (yuan)' },
    kind: 'number',
    width: 16,
    value: (row) => row.tried.amountMinor / FEN,
  },
  {
    title: { zh: '差额（元）', en: 'Difference (yuan)' },
    kind: 'number',
    width: 16,
    value: (row) => row.difference.amountMinor / FEN,
  },
  {
    title: { zh: '账单无价格的费用', en: 'Charges billed without a price' },
    kind: 'number',
    value: (row) => row.billedUnpriced,
  },
  {
    title: { zh: '试算无价格的费用', en: 'Charges tried without a price' },
    kind: 'number',
    value: (row) => row.triedUnpriced,
  },
]

/** All rows, the largest difference first. */
export async function exportTrial(
  ctx: Ctx,
  id: string,
  { language = 'zh', ...filter }: QueryOf<typeof priceTrialOperations.export>,
): Promise<Download> {
  const trial = await getTrial(ctx, id)
  return exportList(ctx, {
    noun: 'price-trial',
    name: { zh: `试算价格：${trial.price_name}`, en: `Trial of prices: ${trial.price_name}` },
    language,
    filter: { trialId: id, ...filter },
    columns: COLUMNS,
    page: (page) => listSums(ctx.db, id, filter, page, toSumRow),
  })
}
