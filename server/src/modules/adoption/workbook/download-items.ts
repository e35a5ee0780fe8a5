import type { adoptionOperations as operations, QueryOf } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { exportList } from '../../../platform/xlsx/index.ts'
import { listOpenItems } from '../proposal/item-list-store.ts'
import { itemPresenter } from '../proposal/item-view.ts'
import { COLUMNS } from './columns.ts'

/** What nobody manages, with the proposals filled in, to be corrected and uploaded again. */
export async function downloadItems(ctx: Ctx, query: QueryOf<typeof operations.download>) {
  const db = ctx.authz.require(ctx, 'list', 'inventory')
  const { language = 'zh', ...filter } = query
  const toItem = await itemPresenter(db)
  return exportList(ctx, {
    noun: 'adoption',
    name: { zh: '未纳管资源', en: 'Unmanaged resources' },
    language,
    filter,
    columns: COLUMNS.map(({ title, width, value }) => ({ title, width, kind: 'text' as const, value })),
    page: (page) => listOpenItems(db, filter, page, toItem),
    remark: {
      zh: '在“系统编码”列填写信息系统编码；留空的行不指派。“计价规格”列可改为同类资源的其他规格，填“无”表示不计价。其余各列仅供参考。',
      en: 'Enter the code of the system in its column; rows left empty are not assigned. The plan may be changed to another of the same kind, or to “none”. The other columns are for reference.',
    },
  })
}
