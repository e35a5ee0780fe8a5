import { catalogueOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { joined } from '../../platform/http/index.ts'
import { DEFAULT_CATALOGUE } from './default-catalogue.ts'
import { DEFAULT_PRICES } from './default-prices.ts'
import { createOffering } from './offering/draft-offering.ts'
import { findOfferingByCode } from './offering/offering-store.ts'
import { publishOffering } from './offering/publish-offering.ts'
import { insertPrice, listPrices, updatePrice } from './price/price-store.ts'

/**
 * Puts the shipped catalogue and reference prices in, where they are not there yet; run by the system (setting up, sample
 * data). What people have changed or withdrawn since is left alone.
 */
export async function installCatalogue(ctx: Ctx): Promise<void> {
  for (const content of DEFAULT_CATALOGUE) {
    await ctx.inTx(async (tx) => {
      if (await findOfferingByCode(tx, content.code)) return
      const within = joined(ctx, tx)
      const draft = await createOffering({ ...within, operation: operations.create }, content)
      await publishOffering({ ...within, operation: operations.publish }, draft.id, draft.version)
    })
  }
  const any = await listPrices(ctx.db, {}, { pageSize: 1 }, (row) => row.id)
  if (any.items.length > 0) return
  await ctx.inTx(async (tx) => {
    const id = ctx.ids.next()
    const now = ctx.clock.now()
    await insertPrice(tx, { id, createdAt: now, draftedBy: null }, DEFAULT_PRICES)
    await updatePrice(tx, id, 1, { publishedAt: now })
    await ctx.audit(tx, {
      act: 'price.publish',
      noun: 'price',
      objectId: id,
      bodyId: null,
      after: { name: DEFAULT_PRICES.name },
    })
  })
}
