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

/** What is known of these things of a cloud; locked in the order of their ids. */
export async function listItemsByKeyForUpdate(
  tx: Tx,
  cloudId: string,
  keys: readonly { readonly kind: string; readonly externalId: string }[],
): Promise<readonly ItemRow[]> {
  const { rows } = await sql<ItemRow>`select i.* from inventory_item i
    where i.cloud_id = ${cloudId} and (i.kind, i.external_id) in (
      select kind, external_id from unnest(${keys.map((key) => key.kind)}::text[],
        ${keys.map((key) => key.externalId)}::text[]) k(kind, external_id))
    order by i.id for update`.execute(tx)
  return rows
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

export interface NewContent {
  readonly id: string
  readonly content: ItemContent
}

export async function updateItems(tx: Tx, items: readonly NewContent[], asked: Date): Promise<void> {
  if (items.length === 0) return
  const rows = items.map(({ id, content }) => {
    const { spec, attributes, cloud_created_at, ...columns } = columnsOf(content)
    // Clouds tell years that no ISO text of JavaScript's is read back from.
    const created_ms = cloud_created_at?.getTime() ?? null
    return { id, ...columns, created_ms, spec: JSON.parse(spec), attributes: JSON.parse(attributes) }
  })
  await sql`update inventory_item i set fingerprint = c.fingerprint, project_ref = c.project_ref, name = c.name,
      state = c.state, native_state = c.native_state, spec = c.spec, attributes = c.attributes, fault = c.fault,
      tag = c.tag, resource_id = c.resource_id, cloud_created_at = 'epoch'::timestamptz + c.created_ms * interval '1 millisecond', known_since = ${asked},
      vanished_at = null
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(id uuid, fingerprint uuid, project_ref text, name text,
      state text, native_state text, spec jsonb, attributes jsonb, fault text, tag text, resource_id uuid,
      created_ms bigint)
    where i.id = c.id`.execute(tx)
}

export async function updateItemsVanished(
  tx: Tx,
  ids: readonly string[],
  at: { readonly asked: Date; readonly now: Date },
): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('inventory_item')
    .set({ fingerprint: null, known_since: at.asked, vanished_at: at.now })
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .execute()
}

export interface NewItemChange {
  readonly itemId: string
  readonly cloudId: string
  readonly sort: 'changed' | 'vanished' | 'reappeared'
  readonly differences: readonly ItemDifference[]
}

export async function insertChanges(tx: Tx, changes: readonly NewItemChange[], now: Date): Promise<void> {
  if (changes.length === 0) return
  await tx
    .insertInto('inventory_change')
    .values(
      changes.map((change) => ({
        item_id: change.itemId,
        cloud_id: change.cloudId,
        sort: change.sort,
        differences: JSON.stringify(change.differences),
        at: now,
      })),
    )
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
