/**
 * What looks at single things told, taken into the inventory by the same rules as a page of a scan, so that both always
 * say the same. Called in the transaction that keeps the observation at the resource.
 */
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { Observed, ResourceKind } from '../../cloud/index.ts'
import { contentOf, differencesOf, type KnownItem, keyOf } from './item.ts'
import {
  type ItemRow,
  insertChanges,
  insertItem,
  listItemsByKeyForUpdate,
  type NewContent,
  type NewItemChange,
  updateItems,
  updateItemsVanished,
} from './item-store.ts'

export interface Look {
  readonly kind: ResourceKind
  readonly externalId: string
  /** Null when the cloud said that it is not there. */
  readonly observed: Observed | null
}

/** Where was looked, and when. */
export interface Looking {
  readonly cloudId: string
  /** Before the cloud was asked: what became known later than that is newer. */
  readonly asked: Date
}

export const noteObserved = (ctx: Ctx, tx: Tx, { cloudId, asked, ...look }: Look & Looking): Promise<void> =>
  noteAllObserved(ctx, tx, { cloudId, asked }, [look])

/** Each thing at most once. However many, they take a handful of statements. */
export async function noteAllObserved(
  ctx: Ctx,
  tx: Tx,
  { cloudId, asked }: Looking,
  looks: readonly Look[],
): Promise<void> {
  if (looks.length === 0) return
  const now = ctx.clock.now()
  const rows = await listItemsByKeyForUpdate(tx, cloudId, looks)
  const known = new Map(rows.map((row) => [keyOf(toKey(row)), row]))
  const gone: string[] = []
  const there: NewContent[] = []
  const changes: NewItemChange[] = []
  for (const look of looks) {
    const row = known.get(keyOf(look))
    if (row && row.known_since > asked) continue
    if (look.observed === null) {
      if (row === undefined || row.vanished_at !== null) continue
      gone.push(row.id)
      changes.push({ itemId: row.id, cloudId, sort: 'vanished', differences: [] })
      continue
    }
    const content = contentOf(look.observed)
    if (row === undefined) await insertItem(tx, { id: ctx.ids.next(), cloudId, asked, now }, content)
    else if (row.fingerprint?.replaceAll('-', '') !== content.fingerprint.toString('hex')) {
      there.push({ id: row.id, content })
      const sort = row.vanished_at === null ? 'changed' : 'reappeared'
      changes.push({
        itemId: row.id,
        cloudId,
        sort,
        differences: differencesOf(row as KnownItem, content),
      })
    }
  }
  await updateItemsVanished(tx, gone, { asked, now })
  await updateItems(tx, there, asked)
  await insertChanges(tx, changes, now)
}

const toKey = (row: ItemRow) => ({ kind: row.kind as ResourceKind, externalId: row.external_id })
