/** SQL on what exists in a simulated cloud, and on which of it stands on what. */
import type { ExternalId, ObservedState, ResourceKind } from '../../modules/cloud/connector.ts'
import { type Room, refuseCall } from './room.ts'

export interface Settling {
  readonly state: ObservedState
  readonly nativeState: string
  readonly spec?: Record<string, unknown>
  readonly attributes?: Record<string, unknown>
  readonly fault?: string
}

export interface Thing {
  readonly ref: ExternalId
  readonly kind: ResourceKind
  readonly resourceId: string | null
  readonly projectRef: ExternalId | null
  readonly name: string
  readonly state: ObservedState
  readonly nativeState: string
  // biome-ignore lint/suspicious/noExplicitAny: the spec of any kind; each maker and change reads its own.
  readonly spec: Record<string, any>
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly attributes: Record<string, any>
  readonly fault: string | null
  readonly createdAt: Date
}

const COLUMNS = `ref, kind, resource_id as "resourceId", project_ref as "projectRef", name, state,
  native_state as "nativeState", spec, attributes, fault, created_at as "createdAt"`

export interface NewThing {
  readonly ref: ExternalId
  readonly kind: ResourceKind
  readonly resourceId: string | null
  readonly projectRef: ExternalId | null
  readonly name: string
  readonly nativeState: string
  readonly state: ObservedState
  readonly spec: Record<string, unknown>
  readonly attributes: Record<string, unknown>
  readonly number: number
  /** What it becomes, and when; null when it is ready at once. */
  readonly settling: { readonly at: Date; readonly into: Settling } | null
}

export async function insertThing(room: Room, thing: NewThing): Promise<void> {
  await room.db.query(
    `insert into simulated.thing (cloud, ref, kind, resource_id, project_ref, name, state, native_state, spec, attributes,
       settles_at, settles, number, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)`,
    [
      room.cloud,
      thing.ref,
      thing.kind,
      thing.resourceId,
      thing.projectRef,
      thing.name,
      thing.state,
      thing.nativeState,
      JSON.stringify(thing.spec),
      JSON.stringify(thing.attributes),
      thing.settling?.at ?? null,
      thing.settling ? JSON.stringify(thing.settling.into) : null,
      thing.number,
      room.now,
    ],
  )
}

/** The thing with this reference in this project (any project when null). Locked, so that changes do not cross. */
export async function loadThingForUpdate(
  room: Room,
  kind: ResourceKind,
  ref: ExternalId,
  projectRef: ExternalId | null,
): Promise<Thing | null> {
  const { rows } = await room.db.query<Thing>(
    `select ${COLUMNS} from simulated.thing
     where cloud = $1 and ref = $2 and kind = $3 and ($4::text is null or project_ref = $4) for update`,
    [room.cloud, ref, kind, projectRef],
  )
  return rows[0] ?? null
}

/** All that carry the tag, oldest first: a lost answer may have left two. */
export async function findThingsByTag(
  room: Room,
  kind: ResourceKind,
  resourceId: string,
  projectRef: ExternalId | null,
): Promise<readonly Thing[]> {
  const { rows } = await room.db.query<Thing>(
    `select ${COLUMNS} from simulated.thing
     where cloud = $1 and resource_id = $2 and kind = $3 and ($4::text is null or project_ref = $4) order by number`,
    [room.cloud, resourceId, kind, projectRef],
  )
  return rows
}

export async function findThing(
  room: Room,
  kind: ResourceKind,
  ref: ExternalId,
  projectRef: ExternalId | null,
): Promise<Thing | null> {
  const { rows } = await room.db.query<Thing>(
    `select ${COLUMNS} from simulated.thing
     where cloud = $1 and ref = $2 and kind = $3 and ($4::text is null or project_ref = $4)`,
    [room.cloud, ref, kind, projectRef],
  )
  return rows[0] ?? null
}

/** What something new is to stand on: held, so that it cannot be removed before the new thing is there. */
export async function needThing(
  room: Room,
  kind: ResourceKind,
  ref: ExternalId,
  projectRef: ExternalId,
): Promise<Thing> {
  const { rows } = await room.db.query<Thing>(
    `select ${COLUMNS} from simulated.thing
     where cloud = $1 and ref = $2 and kind = $3 and project_ref = $4 and state <> 'removing' for share`,
    [room.cloud, ref, kind, projectRef],
  )
  return rows[0] ?? refuseCall('not-found', `The ${kind} ${ref} could not be found.`)
}

export async function needProject(room: Room, projectRef: ExternalId): Promise<void> {
  const { rowCount } = await room.db.query(
    `select 1 from simulated.thing
     where cloud = $1 and ref = $2 and kind = 'project' and state <> 'removing' for share`,
    [room.cloud, projectRef],
  )
  if (rowCount === 0) refuseCall('not-found', `The project ${projectRef} could not be found.`)
}

export async function listThings(
  room: Room,
  kind: ResourceKind,
  page: { readonly after: number; readonly since: Date | null; readonly limit: number },
): Promise<readonly (Thing & { readonly number: string })[]> {
  const { rows } = await room.db.query<Thing & { number: string }>(
    `select ${COLUMNS}, number from simulated.thing
     where cloud = $1 and kind = $2 and number > $3 and ($4::timestamptz is null or updated_at >= $4)
     order by number limit $5`,
    [room.cloud, kind, page.after, page.since, page.limit],
  )
  return rows
}

export interface ThingPatch {
  readonly name?: string
  readonly state?: ObservedState
  readonly nativeState?: string
  readonly spec?: Record<string, unknown>
  readonly attributes?: Record<string, unknown>
  readonly settling?: { readonly at: Date; readonly into: Settling | { readonly gone: true } }
}

export async function updateThing(room: Room, ref: ExternalId, patch: ThingPatch): Promise<void> {
  await room.db.query(
    `update simulated.thing set name = coalesce($3, name), state = coalesce($4, state),
       native_state = coalesce($5, native_state), spec = spec || $6::jsonb, attributes = attributes || $7::jsonb,
       settles_at = case when $11 then $8 else settles_at end, settles = case when $11 then $9 else settles end,
       updated_at = $10
     where cloud = $1 and ref = $2`,
    [
      room.cloud,
      ref,
      patch.name ?? null,
      patch.state ?? null,
      patch.nativeState ?? null,
      JSON.stringify(patch.spec ?? {}),
      JSON.stringify(patch.attributes ?? {}),
      patch.settling?.at ?? null,
      patch.settling ? JSON.stringify(patch.settling.into) : null,
      room.now,
      // A new state replaces the work that was under way; a new name does not.
      patch.state !== undefined || patch.settling !== undefined,
    ],
  )
}

/** Whose it is from now on. */
export async function updateTag(room: Room, ref: ExternalId, resourceId: string): Promise<void> {
  await room.db.query(
    'update simulated.thing set resource_id = $3, updated_at = $4 where cloud = $1 and ref = $2',
    [room.cloud, ref, resourceId, room.now],
  )
}

export async function removeThing(room: Room, ref: ExternalId): Promise<void> {
  await room.db.query('delete from simulated.link where cloud = $1 and from_ref = $2', [room.cloud, ref])
  await room.db.query('delete from simulated.address where cloud = $1 and owner_ref = $2', [room.cloud, ref])
  await room.db.query('delete from simulated.thing where cloud = $1 and ref = $2', [room.cloud, ref])
}

/** Work that is done by now takes effect. What is gone is returned, for its room to be given back. */
export async function settleThings(room: Room): Promise<readonly Thing[]> {
  await room.db.query(
    `update simulated.thing set state = settles->>'state', native_state = settles->>'nativeState',
       spec = spec || coalesce(settles->'spec', '{}'), attributes = attributes || coalesce(settles->'attributes', '{}'),
       fault = settles->>'fault', updated_at = settles_at, settles_at = null, settles = null
     where (cloud, ref) in (
       select cloud, ref from simulated.thing
       where cloud = $1 and settles_at <= $2 and not settles ? 'gone' for update skip locked)`,
    [room.cloud, room.now],
  )
  const { rows } = await room.db.query<Thing>(
    `select ${COLUMNS} from simulated.thing where cloud = $1 and settles_at <= $2 and settles ? 'gone'
     order by ref limit 1000 for update skip locked`,
    [room.cloud, room.now],
  )
  return rows
}

// ------------------------------------------------------------------------------------------------- links

export async function insertLinks(room: Room, from: ExternalId, to: readonly ExternalId[]): Promise<void> {
  await room.db.query(
    `insert into simulated.link (cloud, from_ref, to_ref) select $1, $2, unnest($3::text[]) on conflict do nothing`,
    [room.cloud, from, [...to]],
  )
}

export async function removeLinks(room: Room, from: ExternalId, to: readonly ExternalId[]): Promise<void> {
  await room.db.query(
    'delete from simulated.link where cloud = $1 and from_ref = $2 and to_ref = any($3::text[])',
    [room.cloud, from, [...to]],
  )
}

/** What stands on this, of these kinds. */
export async function listStanding(
  room: Room,
  on: ExternalId,
  kinds: readonly ResourceKind[],
): Promise<readonly Thing[]> {
  const { rows } = await room.db.query<Thing>(
    `select ${COLUMNS} from simulated.thing
     where cloud = $1 and kind = any($3::text[])
       and ref in (select from_ref from simulated.link where cloud = $1 and to_ref = $2)
     order by number`,
    [room.cloud, on, [...kinds]],
  )
  return rows
}

export async function hasThings(room: Room, projectRef: ExternalId): Promise<boolean> {
  const { rowCount } = await room.db.query(
    'select 1 from simulated.thing where cloud = $1 and project_ref = $2 limit 1',
    [room.cloud, projectRef],
  )
  return rowCount !== 0
}
