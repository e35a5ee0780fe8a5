/**
 * What a look at one thing told, taken into the inventory by the same rules as a page of a scan, so that both always
 * say the same. Called in the transaction that keeps the observation at the resource.
 */
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { Observed, ResourceKind } from '../../cloud/index.ts'
import { contentOf, differencesOf, type KnownItem } from './item.ts'
import {
  findItemByKeyForUpdate,
  type ItemRow,
  insertChange,
  insertItem,
  updateItem,
  updateItemVanished,
} from './item-store.ts'

export interface Look {
  readonly cloudId: string
  readonly kind: ResourceKind
  readonly externalId: string
  /** Null when the cloud said that it is not there. */
  readonly observed: Observed | null
  /** Before the cloud was asked: what became known later than that is newer. */
  readonly asked: Date
}

export async function noteObserved(ctx: Ctx, tx: Tx, look: Look): Promise<void> {
  const known = await findItemByKeyForUpdate(tx, look)
  if (known && known.known_since > look.asked) return
  return look.observed === null
    ? noteGone(ctx, tx, known, look)
    : noteThere(ctx, tx, known, look, look.observed)
}

async function noteGone(ctx: Ctx, tx: Tx, known: ItemRow | undefined, look: Look): Promise<void> {
  if (known === undefined || known.vanished_at !== null) return
  const now = ctx.clock.now()
  await updateItemVanished(tx, known.id, { asked: look.asked, now })
  const { cloudId } = look
  await insertChange(tx, { itemId: known.id, cloudId, sort: 'vanished', differences: [], now })
}

async function noteThere(
  ctx: Ctx,
  tx: Tx,
  known: ItemRow | undefined,
  look: Look,
  observed: Observed,
): Promise<void> {
  const { cloudId, asked } = look
  const now = ctx.clock.now()
  const content = contentOf(observed)
  if (known === undefined) return insertItem(tx, { id: ctx.ids.next(), cloudId, asked, now }, content)
  if (known.fingerprint?.replaceAll('-', '') === content.fingerprint.toString('hex')) return
  await updateItem(tx, known.id, content, asked)
  const sort = known.vanished_at === null ? 'changed' : 'reappeared'
  const differences = differencesOf(known as KnownItem, content)
  await insertChange(tx, { itemId: known.id, cloudId, sort, differences, now })
}
