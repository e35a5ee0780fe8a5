import type { Role } from '@yunheng/contract'
import type { Db } from '../../../platform/db/index.ts'

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
