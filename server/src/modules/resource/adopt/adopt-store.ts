/** SQL for taking in what clouds held before the platform came. */
import type { ResourceKind } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { knownKey } from './intended.ts'

/** Which of these things of a cloud are ours, and as what. */
export async function listKnown(
  db: Db,
  cloudId: string,
  refs: readonly string[],
): Promise<Map<string, string>> {
  if (refs.length === 0) return new Map()
  const rows = await db
    .selectFrom('resource')
    .select(['id', 'kind', 'external_id'])
    .where('cloud_id', '=', cloudId)
    .where('external_id', 'in', [...new Set(refs)])
    .where('released_at', 'is', null)
    .execute()
  return new Map(
    rows.map((row) => [knownKey({ kind: row.kind as ResourceKind, ref: row.external_id ?? '' }), row.id]),
  )
}

/** Servers that were taken in before the networks they stand on: joined to them now. */
export async function linkServers(
  tx: Tx,
  cloudId: string,
  subnets: readonly { readonly id: string; readonly observed: { readonly externalId: string } }[],
): Promise<void> {
  for (const { id, observed } of subnets) {
    const standing = sql`cloud_id = ${cloudId} and kind = 'server' and released_at is null
      and observed_spec->'subnetRefs' @> to_jsonb(${observed.externalId}::text)
      and not spec->'subnetIds' @> to_jsonb(${id}::text)`
    await sql`with joined as (
        update resource set spec = jsonb_set(spec, '{subnetIds}', (spec->'subnetIds') || to_jsonb(${id}::text))
        where ${standing} returning id)
      insert into resource_link (resource_id, stands_on_id) select id, ${id}::uuid from joined
      on conflict do nothing`.execute(tx)
  }
}
