import type { QueryOf, UsageItem, usageOperations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Db, decodePageToken, limitOf, type PageRequest, pageOf } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { hourOf, monthOf } from '../civil-month.ts'
import { dimensionOfMeter, meterNumber } from '../meter.ts'
import { toHeld } from './quantity.ts'
import { type ListedUsage, listUsage } from './read-store.ts'

type Query = Omit<QueryOf<typeof usageOperations.list>, keyof PageRequest>

/** A month, by body, system, resource or provider and by dimension. */
export async function pageOfUsage(
  ctx: Ctx,
  db: Db,
  query: Query,
  page: PageRequest,
): Promise<{ items: UsageItem[]; nextPageToken: string | null }> {
  const month = query.month ?? monthOf(hourOf(ctx.clock.now()))
  const rows = await listUsage(db, {
    by: query.by ?? 'system',
    month,
    bodyId: query.bodyId,
    systemId: query.systemId,
    providerBodyId: query.providerBodyId,
    meter: query.dimension === undefined ? undefined : meterNumber(query.dimension),
    after: page.pageToken === undefined ? null : afterOf(page.pageToken),
    limit: limitOf(page),
  })
  return pageOf(
    rows,
    page,
    (row) => [String(row.meter), row.id],
    (row) => toItem(month, row),
  )
}

function afterOf(token: string) {
  const [meter, id] = decodePageToken(token)
  if (!/^\d{1,4}$/.test(meter)) return refuse('common.page_token_invalid')
  return { id, meter: Number(meter) }
}

const toItem = (month: string, row: ListedUsage): UsageItem => ({
  month,
  of: { id: row.id, name: row.name ?? '' },
  dimension: dimensionOfMeter(row.meter),
  held: toHeld(row, month),
})
