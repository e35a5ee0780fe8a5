import { type Selectable, sql } from 'kysely'
import type { Db, Tables, Tx } from '../../../platform/db/index.ts'
import type { ItemContent, ItemDifference } from './item.ts'

export type ItemRow = Selectable<Tables['inventory_item']>

/** Which of these ids, read out of tags, are resources of this platform. */
export async function listOurs(db: Db, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('resource_directory')
    .select('id')
    // One parameter, however many there are.
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .execute()
  return rows.map((row) => row.id)
}

export async function findItemByKeyForUpdate(
  tx: Tx,
  key: { readonly cloudId: string; readonly kind: string; readonly externalId: string },
): Promise<ItemRow | undefined> {
  return tx
    .selectFrom('inventory_item')
    .selectAll()
    .where('cloud_id', '=', key.cloudId)
    .where('kind', '=', key.kind)
    .where('external_id', '=', key.externalId)
    .forUpdate()
    .executeTakeFirst()
}

const columnsOf = (content: ItemContent) => ({
  fingerprint: content.fingerprint.toString('hex'),
  project_ref: content.projectRef,
  name: content.name,
  state: content.state,
  native_state: content.nativeState,
  spec: content.spec,
  attributes: content.attributes,
  fault: content.fault,
  tag: content.tag,
  resource_id: content.resourceId,
  cloud_created_at: content.createdAt,
})

/** Of two that meet the same new thing at once the first one writes it. */
export async function insertItem(
  tx: Tx,
  item: { readonly id: string; readonly cloudId: string; readonly asked: Date; readonly now: Date },
  content: ItemContent,
): Promise<void> {
  await tx
    .insertInto('inventory_item')
    .values({
      id: item.id,
      cloud_id: item.cloudId,
      kind: content.kind,
      external_id: content.externalId,
      ...columnsOf(content),
      first_seen_at: item.now,
      known_since: item.asked,
    })
    .onConflict((oc) => oc.columns(['cloud_id', 'kind', 'external_id']).doNothing())
    .execute()
}

export async function updateItem(tx: Tx, id: string, content: ItemContent, asked: Date): Promise<void> {
  await tx
    .updateTable('inventory_item')
    .set({ ...columnsOf(content), known_since: asked, vanished_at: null })
    .where('id', '=', id)
    .execute()
}

export async function updateItemVanished(
  tx: Tx,
  id: string,
  at: { readonly asked: Date; readonly now: Date },
): Promise<void> {
  await tx
    .updateTable('inventory_item')
    .set({ fingerprint: null, known_since: at.asked, vanished_at: at.now })
    .where('id', '=', id)
    .execute()
}

export async function insertChange(
  tx: Tx,
  change: {
    readonly itemId: string
    readonly cloudId: string
    readonly sort: 'changed' | 'vanished' | 'reappeared'
    readonly differences: readonly ItemDifference[]
    readonly now: Date
  },
): Promise<void> {
  await tx
    .insertInto('inventory_change')
    .values({
      item_id: change.itemId,
      cloud_id: change.cloudId,
      sort: change.sort,
      differences: JSON.stringify(change.differences),
      at: change.now,
    })
    .execute()
}

/** Bounded: called until nothing is left. @returns how many went. */
export async function removeChangesBefore(tx: Tx, before: Date, limit: number): Promise<number> {
  const result = await sql`delete from inventory_change where id in (
    select id from inventory_change where at < ${before} order by at limit ${limit})`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

/** What went long ago and is no resource of ours. */
export async function removeVanishedBefore(tx: Tx, before: Date, limit: number): Promise<number> {
  const result = await sql`delete from inventory_item where id in (
    select i.id from inventory_item i where i.vanished_at < ${before}
      and not exists (select from resource_directory r where r.id = i.resource_id and r.released_at is null)
    order by i.vanished_at limit ${limit})`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

export async function insertIgnored(
  tx: Tx,
  ignored: {
    readonly itemId: string
    readonly reason: string
    readonly until: string | null
    readonly personId: string
    readonly now: Date
  },
): Promise<void> {
  const { reason, until, personId, now } = ignored
  const fields = { reason, until, person_id: personId, at: now }
  await tx
    .insertInto('inventory_ignored')
    .values({ item_id: ignored.itemId, ...fields })
    .onConflict((oc) => oc.column('item_id').doUpdateSet(fields))
    .execute()
}

export async function removeIgnored(tx: Tx, itemId: string): Promise<void> {
  await tx.deleteFrom('inventory_ignored').where('item_id', '=', itemId).execute()
}
