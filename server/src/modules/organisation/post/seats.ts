import { type Role, roles } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Db } from '../../../platform/db/index.ts'
import type { BodyRow } from '../body/body-store.ts'
import { ROLES_OF_BODY } from './post.ts'

/** A right that goes with a post: this role in this body, whoever holds it. */
export interface Seat {
  readonly role: Role
  readonly bodyId: string
}

export interface SeatHolder {
  readonly personId: string
  readonly name: string
  readonly role: Role
  readonly bodyId: string
  readonly bodyName: string
}

/** People who hold one of these seats now, by name. `db` must see the whole tree. */
export async function listSeatHolders(
  db: Db,
  seats: readonly Seat[],
  now: Date,
): Promise<readonly SeatHolder[]> {
  if (seats.length === 0) return []
  const rows = await db
    .selectFrom('post')
    .innerJoin('person', 'person.id', 'post.person_id')
    .innerJoin('body_directory as place', 'place.id', 'post.body_id')
    .select(['person.id', 'person.name', 'post.role', 'post.body_id', 'place.name as body_name'])
    .distinct()
    .where((eb) =>
      eb.or(
        seats.map((seat) => eb.and([eb('post.role', '=', seat.role), eb('post.body_id', '=', seat.bodyId)])),
      ),
    )
    .where('person.deactivated_at', 'is', null)
    .where('post.valid_from', '<=', now)
    .where((eb) => eb.or([eb('post.valid_to', 'is', null), eb('post.valid_to', '>', now)]))
    .where((eb) => eb.or([eb('post.ended_at', 'is', null), eb('post.ended_at', '>', now)]))
    .orderBy('person.name')
    .orderBy('person.id')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    personId: row.id,
    name: row.name,
    role: row.role as Role,
    bodyId: row.body_id,
    bodyName: row.body_name,
  }))
}

/** Names and home bodies of active people. `db` must see the whole tree. */
export async function listPeopleByIds(
  db: Db,
  ids: readonly string[],
): Promise<
  readonly {
    readonly personId: string
    readonly name: string
    readonly bodyId: string
    readonly bodyName: string
  }[]
> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('person')
    .innerJoin('body_directory as home', 'home.id', 'person.body_id')
    .select(['person.id', 'person.name', 'person.body_id', 'home.name as body_name'])
    .where('person.id', 'in', [...ids])
    .where('person.deactivated_at', 'is', null)
    .execute()
  return rows.map((row) => ({
    personId: row.id,
    name: row.name,
    bodyId: row.body_id,
    bodyName: row.body_name,
  }))
}

/**
 * The authority of a kind that answers for a body, seen from its region: at the given level, or at the body's own, and
 * if none stands there at the next level above (R30, R45: a county manages its own; where it has no authority of its
 * own, the city does). `db` must see the whole tree.
 */
export async function findAuthority(
  db: Db,
  bodyId: string,
  kind: 'regulator-bureau' | 'regulator-centre' | 'operations',
  from: 'own-level' | 'city' | 'province',
): Promise<string | null> {
  const place = await db
    .selectFrom('body')
    .innerJoin('region', 'region.id', 'body.region_id')
    .select('region.path')
    .where('body.id', '=', bodyId)
    .executeTakeFirst()
  if (!place) return null
  const regionIds = place.path.split('/').filter(Boolean)
  const rows = await db
    .selectFrom('body')
    .innerJoin('region', 'region.id', 'body.region_id')
    .select(['body.id', 'region.id as region_id', 'region.level'])
    .where('region.id', 'in', regionIds)
    .where('body.kind', '=', kind)
    .where('body.closed_at', 'is', null)
    .orderBy('body.created_at')
    .orderBy('body.id')
    .execute()
  const highest = {
    'own-level': ['province', 'city', 'county', 'street', 'community'],
    city: ['province', 'city'],
    province: ['province'],
  }
  const inReach = rows.filter((row) => highest[from].includes(row.level))
  // From the innermost region outwards.
  for (const regionId of regionIds.reverse()) {
    const found = inReach.find((row) => row.region_id === regionId)
    if (found) return found.id
  }
  return null
}

/** The seats that a body has by its kind, whether anybody sits there or not; those of administration left out. */
export function seatsOf(body: { readonly id: string; readonly kind: BodyRow['kind'] }): readonly Seat[] {
  return ROLES_OF_BODY[body.kind]
    .filter((role) => roles[role].side !== 'administration')
    .map((role) => ({ role, bodyId: body.id }))
}

/** Of each guiding field the authority nearest above a body. `db` must see the whole tree. */
export async function listGuidesOf(db: Db, bodyId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('body as guide')
    .innerJoin('region as place', 'place.id', 'guide.region_id')
    .innerJoin('body as own', (join) => join.on('own.id', '=', bodyId))
    .innerJoin('region as home', 'home.id', 'own.region_id')
    .select(['guide.id', 'guide.guide_field'])
    .distinctOn('guide.guide_field')
    .where('guide.kind', '=', 'guide')
    .where('guide.closed_at', 'is', null)
    .where(sql<boolean>`home.path || '/' like place.path || '/%'`)
    .orderBy('guide.guide_field')
    .orderBy(sql`length(place.path)`, 'desc')
    .orderBy('guide.id')
    .execute()
  return rows.map((row) => row.id)
}
