import type { Db, Tx } from '../db/index.ts'

/** Where a secret belongs. Part of what is authenticated: a ciphertext moved to another place does not open. */
export interface SecretRef {
  readonly noun: string
  readonly objectId: string
  readonly name: string
}

export interface SealedRow extends SecretRef {
  readonly sealed: string
}

export async function findSealed(db: Db | Tx, ref: SecretRef): Promise<string | null> {
  const row = await db
    .selectFrom('secret')
    .select('sealed')
    .where('noun', '=', ref.noun)
    .where('object_id', '=', ref.objectId)
    .where('name', '=', ref.name)
    .executeTakeFirst()
  return row?.sealed ?? null
}

export async function upsertSealed(
  tx: Tx,
  ref: SecretRef,
  value: { readonly sealed: string; readonly keyVersion: number; readonly changedAt: Date },
): Promise<void> {
  const content = { sealed: value.sealed, key_version: value.keyVersion, changed_at: value.changedAt }
  await tx
    .insertInto('secret')
    .values({ noun: ref.noun, object_id: ref.objectId, name: ref.name, ...content })
    .onConflict((oc) => oc.columns(['noun', 'object_id', 'name']).doUpdateSet(content))
    .execute()
}

/** Keeps the one that is there; answers whether this one was taken. */
export async function insertSealedOnce(
  tx: Tx,
  ref: SecretRef,
  value: { readonly sealed: string; readonly keyVersion: number; readonly changedAt: Date },
): Promise<void> {
  await tx
    .insertInto('secret')
    .values({
      noun: ref.noun,
      object_id: ref.objectId,
      name: ref.name,
      sealed: value.sealed,
      key_version: value.keyVersion,
      changed_at: value.changedAt,
    })
    .onConflict((oc) => oc.doNothing())
    .execute()
}

export async function removeSealed(tx: Tx, ref: SecretRef): Promise<void> {
  await tx
    .deleteFrom('secret')
    .where('noun', '=', ref.noun)
    .where('object_id', '=', ref.objectId)
    .where('name', '=', ref.name)
    .execute()
}

export async function lockSealedOlderThan(tx: Tx, keyVersion: number, limit: number): Promise<SealedRow[]> {
  const rows = await tx
    .selectFrom('secret')
    .select(['noun', 'object_id', 'name', 'sealed'])
    .where('key_version', '<', keyVersion)
    .orderBy('key_version')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
  return rows.map((row) => ({ noun: row.noun, objectId: row.object_id, name: row.name, sealed: row.sealed }))
}
