import type {
  placementBondOperations as operations,
  PlacementBond,
  PlacementBondStanding,
  QueryOf,
  Text,
} from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { Download } from '../../../platform/http/index.ts'
import { exportList, type ListColumn } from '../../../platform/xlsx/index.ts'
import { KIND_WORDS, LEVEL_WORDS, STRENGTH_WORDS } from './bond.ts'
import { listBonds } from './bond-store.ts'
import { toBond } from './bond-view.ts'

const STANDING: Readonly<Record<PlacementBondStanding, Text>> = {
  kept: { zh: '已满足', en: 'Kept' },
  broken: { zh: '未满足', en: 'Not kept' },
  waiting: { zh: '尚无资源', en: 'Nothing placed yet' },
}

const COLUMNS: readonly ListColumn<PlacementBond>[] = [
  { title: { zh: '状态', en: 'State' }, kind: 'text', value: (row) => STANDING[row.standing] },
  { title: { zh: '信息系统', en: 'System' }, kind: 'text', width: 28, value: (row) => row.system.name },
  { title: { zh: '约束', en: 'Bond' }, kind: 'text', width: 8, value: (row) => KIND_WORDS[row.kind] },
  {
    title: { zh: '另一信息系统', en: 'Other system' },
    kind: 'text',
    width: 28,
    value: (row) => row.other.name,
  },
  { title: { zh: '层级', en: 'Level' }, kind: 'text', value: (row) => LEVEL_WORDS[row.level] },
  {
    title: { zh: '强度', en: 'Strength' },
    kind: 'text',
    width: 8,
    value: (row) => STRENGTH_WORDS[row.strength],
  },
  { title: { zh: '理由', en: 'Reason' }, kind: 'text', width: 36, value: (row) => row.reason },
  { title: { zh: '登记人', en: 'Bound by' }, kind: 'text', value: (row) => row.createdBy },
  { title: { zh: '登记时间', en: 'Bound at' }, kind: 'instant', width: 18, value: (row) => row.createdAt },
]

/** The list of bonds as a workbook, with its filters and within its sight. */
export async function exportBonds(
  ctx: Ctx,
  { language = 'zh', ...filter }: QueryOf<typeof operations.export>,
): Promise<Download> {
  const db = ctx.authz.require(ctx, 'list', 'placement-bond')
  return exportList(ctx, {
    noun: 'placement-bond',
    name: { zh: '亲和约束', en: 'Affinity of systems' },
    language,
    filter,
    columns: COLUMNS,
    page: (page) => listBonds(db, filter, page, (row) => toBond(ctx, row)),
  })
}
