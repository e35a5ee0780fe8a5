/** SQL on the plans of entries. What is alike is decided once: a list of thousands has a few dozen shapes. */
import type { AdoptionPlanRule } from '@yunheng/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../../../platform/db/index.ts'
import type { PlanTag, Unpriced } from '../../resource/index.ts'
import type { ProposedPlan, Shape } from './propose-plan.ts'

const amount = (field: string) =>
  sql.raw(`case when jsonb_typeof(e.spec->'${field}') = 'number' then (e.spec->>'${field}')::float8 end`)
const VCPUS = amount('vcpus')
const MEMORY = amount('memoryMiB')
const ROOT_DISK = amount('rootDiskGiB')
const SIZE = amount('sizeGiB')
const VOLUME_TYPE = sql.raw(`case when e.kind = 'volume' then e.spec->>'volumeType' end`)

export async function listShapes(tx: Tx, listId: string): Promise<readonly Shape[]> {
  const { rows } = await sql<Shape>`select distinct e.kind, ${VCPUS} as vcpus, ${MEMORY} as "memoryMiB",
      ${ROOT_DISK} as "rootDiskGiB", ${SIZE} as "sizeGiB", ${VOLUME_TYPE} as "volumeType"
    from adoption_entry e where e.list_id = ${listId}`.execute(tx)
  return rows
}

/** One statement, however many there are. */
export async function updateProposedPlans(
  tx: Tx,
  listId: string,
  proposed: readonly { readonly shape: Shape; readonly found: ProposedPlan }[],
): Promise<void> {
  const rows = proposed.map(({ shape, found: { plan, rule } }) => ({
    ...shape,
    plan: plan && tagOf(plan),
    rule,
  }))
  await sql`update adoption_entry e set plan = s.plan, plan_rule = s.rule, plan_found = s."volumeType"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) s(kind text, vcpus float8, "memoryMiB" float8,
      "rootDiskGiB" float8, "sizeGiB" float8, "volumeType" text, plan jsonb, rule text)
    where e.list_id = ${listId} and e.kind = s.kind and ${VCPUS} is not distinct from s.vcpus
      and ${MEMORY} is not distinct from s."memoryMiB" and ${ROOT_DISK} is not distinct from s."rootDiskGiB"
      and ${SIZE} is not distinct from s."sizeGiB" and ${VOLUME_TYPE} is not distinct from s."volumeType"`.execute(
    tx,
  )
}

export const tagOf = ({ id, code, title, offeringCode }: PlanTag): PlanTag => ({
  id,
  code,
  title,
  offeringCode,
})

export interface ChosenPlan {
  readonly by: 'id' | 'item_id'
  readonly of: readonly string[]
  /** As many as there are of the others; null: priced by none. */
  readonly plans: readonly (PlanTag | null)[]
}

/** What a person chose; what is proposed already stays a proposal. @returns how many changed. */
export async function updateChosenPlans(
  tx: Tx,
  listId: string,
  { by, of, plans }: ChosenPlan,
): Promise<number> {
  const tags = plans.map((plan) => (plan === null ? null : JSON.stringify(tagOf(plan))))
  const result = await sql`update adoption_entry e set plan = v.plan::jsonb,
      plan_rule = case when v.plan is null then 'cleared' else 'chosen' end
    from unnest(${[...of]}::uuid[], ${tags}::text[]) v(id, plan)
    where e.list_id = ${listId} and e.state = 'assigned' and ${sql.ref(`e.${by}`)} = v.id
      and (e.plan->>'id') is distinct from (v.plan::jsonb->>'id')`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

/** Kinds that stand on the list, among some or all of its open entries. */
export async function listKinds(
  tx: Tx,
  listId: string,
  ids: readonly string[] | null,
): Promise<readonly string[]> {
  const among: RawBuilder<boolean> = ids === null ? sql`true` : sql`id = any(${[...ids]}::uuid[])`
  const { rows } = await sql<{ kind: string }>`select distinct kind from adoption_entry
    where list_id = ${listId} and state = 'assigned' and ${among}`.execute(tx)
  return rows.map((row) => row.kind)
}

/** Open entries of one kind. */
export async function listEntryIds(tx: Tx, listId: string, kind: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('adoption_entry')
    .select('id')
    .where('list_id', '=', listId)
    .where('state', '=', 'assigned')
    .where('kind', '=', kind)
    .execute()
  return rows.map((row) => row.id)
}

/** Which of these resources stand on an open list for a plan. */
export async function listWaiting(tx: Tx, resourceIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ resource_id: string }>`select resource_id from adoption_entry
    where item_id is null and state in ('assigned', 'approved') and resource_id = any(${[...resourceIds]}::uuid[])`.execute(
    tx,
  )
  return new Set(rows.map((row) => row.resource_id))
}

/** One statement, however many. @returns how many were put on the list. */
export async function insertResourceEntries(
  tx: Tx,
  listId: string,
  rows: readonly Unpriced[],
): Promise<number> {
  const result =
    await sql`insert into adoption_entry (list_id, cloud_id, provider_body_id, body_id, system_id, kind, external_id,
      name, spec, state, resource_id, taken_in_at)
    select ${listId}::uuid, v.cloud_id, v.provider_body_id, v.body_id, v.system_id, v.kind, v.external_id, v.name, v.spec, 'assigned',
      v.id, v.provisioned_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) v(id uuid, cloud_id uuid, provider_body_id uuid, body_id uuid,
      system_id uuid, kind text, external_id text, name text, spec jsonb, provisioned_at timestamptz)
    on conflict (resource_id) where item_id is null and state in ('assigned', 'approved') do nothing`.execute(
      tx,
    )
  return Number(result.numAffectedRows ?? 0n)
}

export interface PricedBy {
  readonly no: string
  readonly takenInAt: Date
  readonly pricedAt: Date
  readonly pricedFrom: Date | null
  readonly plan: PlanTag
  readonly rule: AdoptionPlanRule
}

/** By which list a resource that was taken in got its plan; within the sight of whoever asks. */
export async function findPricedBy(db: Db, resourceId: string): Promise<PricedBy | undefined> {
  const { rows } = await sql<PricedBy>`select l.no, e.taken_in_at as "takenInAt", e.priced_at as "pricedAt",
      (l.priced_from::timestamp at time zone 'Asia/Shanghai') as "pricedFrom", e.plan, e.plan_rule as rule
    from adoption_entry e join adoption_list l on l.id = e.list_id
    where e.resource_id = ${resourceId} and e.state in ('taken-in', 'priced') and e.priced_at is not null
    order by e.priced_at desc limit 1`.execute(db)
  return rows[0]
}
