import { type Role, roles } from '@yunheng/contract'
import { sql } from 'kysely'
import type { ActingPost } from '../../../platform/context.ts'
import type { Db, Scope } from '../../../platform/db/index.ts'

/** Whom a person may act as now: his valid posts, oldest first. `db` must see the person's own posts. */
export async function listActingPosts(db: Db, personId: string, now: Date): Promise<readonly ActingPost[]> {
  const rows = await db
    .selectFrom('post')
    .innerJoin('body_directory as place', 'place.id', 'post.body_id')
    .innerJoin('person', 'person.id', 'post.person_id')
    .select(['post.id', 'post.title', 'post.role', 'post.body_id', 'place.name', 'place.region_id'])
    .where('post.person_id', '=', personId)
    .where('person.deactivated_at', 'is', null)
    .where('post.valid_from', '<=', now)
    .where((eb) => eb.or([eb('post.valid_to', 'is', null), eb('post.valid_to', '>', now)]))
    .where((eb) => eb.or([eb('post.ended_at', 'is', null), eb('post.ended_at', '>', now)]))
    .orderBy('post.created_at')
    .orderBy('post.id')
    .limit(50)
    .execute()
  return rows.map((row) => ({
    postId: row.id,
    title: row.title,
    role: row.role as Role,
    bodyId: row.body_id,
    bodyName: row.name,
    regionId: row.region_id,
  }))
}

/**
 * What a post may see (contract/roles, `reach`). A province-level regulator sees everything; a county's is limited to
 * its own tree (R45); a provider to itself and its clouds (R42). `db` must see the whole tree.
 */
export async function scopeOfPost(db: Db, post: ActingPost, personId: string): Promise<Scope> {
  const reach = roles[post.role].reach
  if (reach === 'platform') return { all: true }
  if (reach === 'provider') return { all: false, bodyIds: [post.bodyId], providerId: post.bodyId, personId }
  if (reach === 'region') return regionScope(db, post, personId)
  const rows = await db
    .selectFrom('body')
    .innerJoin('body as top', (join) => join.on('top.id', '=', post.bodyId))
    .select('body.id')
    .where(sql<boolean>`body.path like top.path || '%'`)
    .execute()
  return { all: false, bodyIds: rows.map((row) => row.id), providerId: null, personId }
}

async function regionScope(db: Db, post: ActingPost, personId: string): Promise<Scope> {
  const region = await db
    .selectFrom('region')
    .select(['path', 'parent_id'])
    .where('id', '=', post.regionId)
    .executeTakeFirstOrThrow()
  if (region.parent_id === null) return { all: true }
  const rows = await db
    .selectFrom('body')
    .innerJoin('region', 'region.id', 'body.region_id')
    .select('body.id')
    .where('region.path', 'like', `${region.path}%`)
    .execute()
  return { all: false, bodyIds: rows.map((row) => row.id), providerId: null, personId }
}
