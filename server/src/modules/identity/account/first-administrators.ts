import { type REGION_LEVELS, type Role, roles } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import {
  findRegionByCode,
  hasPostOfSide,
  insertBody,
  insertPerson,
  insertPost,
  insertRegion,
} from '../../organisation/index.ts'
import { makeInitialPassword } from '../password/initial-password.ts'
import { hashPassword } from '../password/password-hash.ts'
import { requirePassword } from '../password/password-rules.ts'
import { insertAccount } from './account-store.ts'

/** 三员分立: three people, none of whom can do the others' part. */
export const FIRST_ROLES = [
  'system-admin',
  'security-admin',
  'audit-admin',
] as const satisfies readonly Role[]

export interface FirstAdministrators {
  /** Where the platform stands: the root of the division of the land. */
  readonly region: {
    readonly code: string
    readonly name: string
    readonly level: (typeof REGION_LEVELS)[number]
  }
  /** The body whose people they are: the regulator's centre. */
  readonly bodyName: string
  readonly people: Readonly<
    Record<
      (typeof FIRST_ROLES)[number],
      { readonly username: string; readonly name: string; readonly password: string | null }
    >
  >
}

export interface NewAdministrator {
  readonly role: (typeof FIRST_ROLES)[number]
  readonly username: string
  /** Null when it was given. Told once; it must be changed at the first sign-in either way. */
  readonly initialPassword: string | null
}

/**
 * The way into an empty platform: region, body, and the three administrators with their accounts, in one transaction.
 * @throws `identity.administrators_exist` as soon as anybody has held such a post: from then on people appoint people.
 */
export async function createFirstAdministrators(
  ctx: Ctx,
  input: FirstAdministrators,
): Promise<readonly NewAdministrator[]> {
  const prepared = await Promise.all(
    FIRST_ROLES.map(async (role) => {
      const person = input.people[role]
      if (person.password !== null) requirePassword(person.password, person.username)
      const initial = person.password ?? makeInitialPassword()
      return { role, ...person, initial, hash: await hashPassword(initial) }
    }),
  )
  await ctx.inTx(async (tx) => {
    // Two who run this at once: the second waits, and is refused.
    await sql`select pg_advisory_xact_lock(4711, 4)`.execute(tx)
    if (await hasPostOfSide(tx, 'administration')) refuse('identity.administrators_exist')
    const regionId = await ensureRegion(tx, ctx, input.region)
    const bodyId = ctx.ids.next()
    await insertBody(
      tx,
      {
        id: bodyId,
        region_id: regionId,
        parent_id: null,
        kind: 'regulator-centre',
        guide_field: null,
        provider_type: null,
        name: input.bodyName,
        short_name: input.bodyName.slice(0, 60),
        created_at: ctx.clock.now(),
      },
      null,
    )
    const after = { name: input.bodyName, kind: 'regulator-centre' }
    await ctx.audit(tx, { act: 'body.create', noun: 'body', objectId: bodyId, bodyId, after })
    for (const person of prepared) await appoint(tx, ctx, bodyId, person)
  })
  return prepared.map(({ role, username, password, initial }) => ({
    role,
    username,
    initialPassword: password === null ? initial : null,
  }))
}

async function ensureRegion(tx: Tx, ctx: Ctx, region: FirstAdministrators['region']): Promise<string> {
  const known = await findRegionByCode(tx, region.code)
  if (known !== undefined) return known.id
  const id = ctx.ids.next()
  await insertRegion(tx, { id, parent_id: null, ...region, created_at: ctx.clock.now() }, null)
  await ctx.audit(tx, { act: 'region.create', noun: 'region', objectId: id, bodyId: null, after: region })
  return id
}

async function appoint(
  tx: Tx,
  ctx: Ctx,
  bodyId: string,
  person: { readonly role: Role; readonly username: string; readonly name: string; readonly hash: string },
): Promise<void> {
  const { role, username, name } = person
  const [personId, postId, accountId] = [ctx.ids.next(), ctx.ids.next(), ctx.ids.next()]
  const now = ctx.clock.now()
  await insertPerson(tx, { id: personId, body_id: bodyId, name, created_at: now })
  await insertPost(tx, {
    id: postId,
    person_id: personId,
    body_id: bodyId,
    role,
    side: roles[role].side,
    title: roles[role].title.zh,
    valid_from: now,
    created_at: now,
  })
  await insertAccount(
    tx,
    {
      id: accountId,
      person_id: personId,
      username,
      must_change_password: true,
      password_changed_at: now,
      totp_required: false,
      created_at: now,
    },
    person.hash,
  )
  await ctx.audit(tx, { act: 'person.create', noun: 'person', objectId: personId, bodyId, after: { name } })
  await ctx.audit(tx, {
    act: 'post.grant',
    noun: 'post',
    objectId: postId,
    bodyId,
    after: { role, personId, granted: true },
  })
  await ctx.audit(tx, {
    act: 'account.create',
    noun: 'account',
    objectId: accountId,
    label: username,
    bodyId,
    after: { username, personName: name },
  })
}
