import {
  type DomesticAsset,
  type DomesticGap,
  domesticOperations as operations,
  type Text,
} from '@yunheng/contract'
import { type Route, route } from '../../../platform/http/index.ts'
import { exportList, type ListColumn } from '../../../platform/xlsx/index.ts'
import { CLASS_WORDS, DOMESTIC_TARGET, sharesOf } from './domestic.ts'
import { countDomestic, type GapRow, listGaps } from './domestic-store.ts'

const toAsset = (row: GapRow): DomesticAsset => ({
  id: row.id,
  assetClass: row.asset_class,
  name: row.name,
  cloud: { id: row.cloud_id, name: row.cloud_name },
  pool: row.pool_id === null ? null : { id: row.pool_id, name: row.pool_name ?? '' },
  gap: row.is_domestic === null ? 'unknown' : 'foreign',
})

const GAP_WORDS: Readonly<Record<DomesticGap, Text>> = {
  foreign: { zh: '非信创', en: 'Not domestic' },
  unknown: { zh: '未登记', en: 'Not stated' },
}

const COLUMNS: readonly ListColumn<DomesticAsset>[] = [
  { title: { zh: '资产类别', en: 'Class' }, kind: 'text', value: (row) => CLASS_WORDS[row.assetClass] },
  { title: { zh: '名称', en: 'Name' }, kind: 'text', width: 36, value: (row) => row.name },
  { title: { zh: '信创', en: 'Domestic' }, kind: 'text', value: (row) => GAP_WORDS[row.gap] },
  { title: { zh: '云平台', en: 'Cloud' }, kind: 'text', width: 28, value: (row) => row.cloud.name },
  { title: { zh: '资源池', en: 'Pool' }, kind: 'text', width: 28, value: (row) => row.pool?.name ?? null },
]

export const domesticRoutes: readonly Route[] = [
  route(operations.shares, async (ctx) => ({
    ...DOMESTIC_TARGET,
    items: sharesOf(await countDomestic(ctx.authz.require(ctx, 'list', 'pool'))),
    asOf: ctx.clock.now().toISOString(),
  })),
  route(operations.list, (ctx, { query }) =>
    listGaps(ctx.authz.require(ctx, 'list', 'pool'), query, query, toAsset),
  ),
  route(operations.export, async (ctx, { query: { language = 'zh', ...filter } }) => {
    const db = ctx.authz.require(ctx, 'list', 'pool')
    return exportList(ctx, {
      noun: 'pool',
      name: { zh: '非信创资产', en: 'Assets that are not domestic' },
      language,
      filter,
      columns: COLUMNS,
      page: (page) => listGaps(db, filter, page, toAsset),
    })
  }),
]
