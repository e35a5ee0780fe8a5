/** SQL for taking in what clouds held before the platform came. */
import type { ResourceKind } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/db/index.ts'
import type { ResourceRow } from '../resource.ts'
import { toRow } from '../resource-store.ts'
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

/** Of these of a body, those that stand and have no plan; in the order of their ids. */
export async function loadUnpricedForUpdate(
  tx: Tx,
  bodyId: string,
  ids: readonly string[],
): Promise<readonly ResourceRow[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('resource')
    .selectAll()
    .where('id', 'in', [...ids])
    .where('body_id', '=', bodyId)
    .where('plan', 'is', null)
    .where('released_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map((row) => toRow(row) as ResourceRow)
}

/** One statement, however many. */
export async function updatePlans(
  tx: Tx,
  rows: readonly Pick<ResourceRow, 'id' | 'plan' | 'plan_since'>[],
): Promise<void> {
  await sql`update resource r set plan = v.plan::jsonb, plan_since = v.since, version = r.version + 1
    from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => JSON.stringify(row.plan))}::text[],
      ${rows.map((row) => row.plan_since)}::timestamptz[]) v(id, plan, since)
    where r.id = v.id`.execute(tx)
}

/** Servers that start from volumes, which are taken in after them: joined to them now, and kept when the server is given back. */
export async function linkRootVolumes(
  tx: Tx,
  cloudId: string,
  volumes: readonly {
    readonly id: string
    readonly observed: { readonly externalId: string; readonly spec: object }
  }[],
): Promise<void> {
  const serverOf = ({ spec }: { readonly spec: object }) => (spec as { serverRef?: string | null }).serverRef
  const attached = volumes.filter(({ observed }) => serverOf(observed) != null)
  if (attached.length === 0) return
  await sql`with joined as (
      update resource r set spec = r.spec || jsonb_build_object('rootVolumeId', v.id::text, 'keepsRootVolume', true)
      from unnest(${attached.map((one) => one.id)}::uuid[], ${attached.map((one) => one.observed.externalId)}::text[],
        ${attached.map((one) => serverOf(one.observed))}::text[]) v(id, ref, server_ref)
      where r.cloud_id = ${cloudId} and r.external_id = v.server_ref and r.kind = 'server' and r.released_at is null
        and r.observed_spec->>'rootVolumeRef' = v.ref and r.spec->'rootVolumeId' is null
      returning r.id, v.id as volume_id)
    insert into resource_link (resource_id, stands_on_id) select id, volume_id from joined
    on conflict do nothing`.execute(tx)
}

/** Servers that were taken in before the networks they stand on: joined to them now. */
export async function linkServers(
  tx: Tx,
  cloudId: string,
  subnets: readonly { readonly id: string; readonly observed: { readonly externalId: string } }[],
): Promise<void> {
  if (subnets.length === 0) return
  // One look at the servers of the cloud for all of a batch.
  await sql`with standing as (
      select r.id, array_agg(distinct s.id) as subnet_ids
      from resource r
      cross join lateral jsonb_array_elements_text(
        case jsonb_typeof(r.observed_spec->'subnetRefs') when 'array' then r.observed_spec->'subnetRefs' else '[]' end) t(ref)
      join unnest(${subnets.map((one) => one.id)}::uuid[], ${subnets.map((one) => one.observed.externalId)}::text[]) s(id, ref)
        on s.ref = t.ref
      where r.cloud_id = ${cloudId} and r.kind = 'server' and r.released_at is null
        and not r.spec->'subnetIds' @> to_jsonb(s.id::text)
      group by r.id),
    joined as (
      update resource r set spec = jsonb_set(r.spec, '{subnetIds}', (r.spec->'subnetIds') || to_jsonb(s.subnet_ids))
      from standing s where r.id = s.id returning r.id, s.subnet_ids)
    insert into resource_link (resource_id, stands_on_id) select id, unnest(subnet_ids) from joined
    on conflict do nothing`.execute(tx)
}
