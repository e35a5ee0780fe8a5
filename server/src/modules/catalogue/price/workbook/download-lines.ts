import type { priceOperations as operations, QueryOf } from '@yunheng/contract'
import type { Ctx } from '../../../../platform/context.ts'
import type { Download } from '../../../../platform/http/index.ts'
import { exportList } from '../../../../platform/xlsx/index.ts'
import { findPrice } from '../price-store.ts'
import { COLUMNS, REMARK } from './columns.ts'

/** The lines of a version as a workbook, which a draft takes back. */
export async function downloadLines(
  ctx: Ctx,
  id: string,
  { language = 'zh' }: QueryOf<typeof operations.download>,
): Promise<Download> {
  const price = ctx.authz.authorised(ctx, 'view', 'price', await findPrice(ctx.db, id))
  const pools = new Map(price.pools.map((pool) => [pool.id, pool.name]))
  return exportList(ctx, {
    noun: 'price',
    name: { zh: '价格项', en: 'Prices' },
    language,
    filter: { id, name: price.name, version: price.version },
    columns: COLUMNS.map(({ title, width, value }) => ({
      title,
      width,
      kind: 'text' as const,
      value: (line: (typeof price.lines)[number]) => value(line, pools),
    })),
    page: async () => ({ items: price.lines, nextPageToken: null }),
    remark: REMARK,
  })
}
