import { type Insertable, type Selectable, sql } from 'kysely'
import {
  containing,
  type Db,
  type PageRequest,
  readPage,
  type Tables,
  type Tx,
  updateVersion,
} from '../../../platform/db/index.ts'

export type AccountRow = Selectable<Tables['account']> & {
  readonly person_name: string
  readonly body_id: string
  readonly deactivated_at: Date | null
  readonly locked_until: Date | null
}

export type CredentialRow = Selectable<Tables['account_credential']>

function selectAccount(db: Db) {
  return db
    .selectFrom('account')
    .innerJoin('person', 'person.id', 'account.person_id')
    .leftJoin('sign_in_guard as guard', (join) =>
      join.on(sql<boolean>`guard.key = 'user:' || lower(account.username)`),
    )
    .selectAll('account')
    .select(['person.name as person_name', 'person.body_id', 'person.deactivated_at', 'guard.locked_until'])
}

export async function findAccount(db: Db, id: string): Promise<AccountRow | undefined> {
  return selectAccount(db).where('account.id', '=', id).executeTakeFirst()
}

export async function findAccountByUsername(db: Db, username: string): Promise<AccountRow | undefined> {
  return selectAccount(db)
    .where(sql<boolean>`lower(account.username) = lower(${username})`)
    .executeTakeFirst()
}

export async function findAccountOfPerson(db: Db, personId: string): Promise<AccountRow | undefined> {
  return selectAccount(db).where('account.person_id', '=', personId).executeTakeFirst()
}

export async function loadAccountForUpdate(tx: Tx, id: string): Promise<AccountRow | undefined> {
  return selectAccount(tx).where('account.id', '=', id).forUpdate('account').executeTakeFirst()
}

export interface AccountFilter {
  readonly personId?: string
  readonly state?: 'active' | 'locked' | 'disabled'
  readonly search?: string
}

export async function listAccounts<W>(
  db: Db,
  filter: AccountFilter & { readonly now: Date },
  page: PageRequest,
  toWire: (row: AccountRow) => W,
) {
  let query = selectAccount(db)
  if (filter.personId !== undefined) query = query.where('account.person_id', '=', filter.personId)
  if (filter.search !== undefined) {
    const pattern = containing(filter.search)
    query = query.where((eb) =>
      eb.or([eb('account.username', 'ilike', pattern), eb('person.name', 'like', pattern)]),
    )
  }
  if (filter.state === 'disabled') query = query.where('account.disabled_at', 'is not', null)
  if (filter.state === 'locked') query = query.where('guard.locked_until', '>', filter.now)
  if (filter.state === 'active') {
    query = query
      .where('account.disabled_at', 'is', null)
      .where((eb) =>
        eb.or([eb('guard.locked_until', 'is', null), eb('guard.locked_until', '<=', filter.now)]),
      )
  }
  return readPage(
    query,
    page,
    { sort: 'account.username', id: 'account.id', cast: 'text', direction: 'asc' },
    (row) => [row.username, row.id],
    toWire,
  )
}

/** How many accounts in sight are in each state; one that is disabled may be locked as well, as in the list. */
export async function countAccounts(
  db: Db,
  now: Date,
): Promise<Readonly<Record<NonNullable<AccountFilter['state']>, number>>> {
  const isLocked = sql`coalesce(guard.locked_until > ${now}, false)`
  const counted = sql<string>`count(*)`
  const row = await db
    .selectFrom('account')
    .innerJoin('person', 'person.id', 'account.person_id')
    .leftJoin('sign_in_guard as guard', (join) =>
      join.on(sql<boolean>`guard.key = 'user:' || lower(account.username)`),
    )
    .select([
      sql<string>`${counted} filter (where disabled_at is null and not ${isLocked})`.as('active'),
      sql<string>`${counted} filter (where ${isLocked})`.as('locked'),
      sql<string>`${counted} filter (where disabled_at is not null)`.as('disabled'),
    ])
    .executeTakeFirstOrThrow()
  return { active: Number(row.active), locked: Number(row.locked), disabled: Number(row.disabled) }
}

export async function insertAccount(
  tx: Tx,
  account: Insertable<Tables['account']>,
  passwordHash: string,
): Promise<void> {
  await tx.insertInto('account').values(account).execute()
  await tx
    .insertInto('account_credential')
    .values({ account_id: account.id, password_hash: passwordHash })
    .execute()
}

type AccountChange = Partial<
  Pick<
    AccountRow,
    | 'disabled_at'
    | 'must_change_password'
    | 'password_changed_at'
    | 'totp_bound_at'
    | 'last_post_id'
    | 'sample'
  >
>

/** @returns false when the version is stale. */
export function updateAccount(
  tx: Tx,
  account: Pick<AccountRow, 'id'>,
  version: number,
  change: AccountChange,
): Promise<boolean> {
  return updateVersion(tx, 'account', account.id, version, change)
}

/** Keeps when and from where the one before was, for the person to see. */
export async function updateSignedIn(
  tx: Tx,
  accountId: string,
  now: Date,
  address: string | null,
  postId: string | null,
): Promise<void> {
  await tx
    .updateTable('account')
    .set({
      previous_sign_in_at: sql`signed_in_at`,
      previous_sign_in_address: sql`signed_in_address`,
      signed_in_at: now,
      signed_in_address: address,
      last_post_id: postId,
    })
    .where('id', '=', accountId)
    .execute()
}

export async function updateLastPost(tx: Tx, accountId: string, postId: string): Promise<void> {
  await tx.updateTable('account').set({ last_post_id: postId }).where('id', '=', accountId).execute()
}

export async function findCredential(db: Db, accountId: string): Promise<CredentialRow> {
  return db
    .selectFrom('account_credential')
    .selectAll()
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
}

export async function loadCredentialForUpdate(tx: Tx, accountId: string): Promise<CredentialRow> {
  return tx
    .selectFrom('account_credential')
    .selectAll()
    .where('account_id', '=', accountId)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

export async function updateCredential(
  tx: Tx,
  accountId: string,
  change: Partial<Pick<CredentialRow, 'password_hash' | 'earlier_hashes' | 'totp_step' | 'recovery_hashes'>>,
): Promise<void> {
  await tx.updateTable('account_credential').set(change).where('account_id', '=', accountId).execute()
}

export async function listSampleAccounts(db: Db) {
  return db
    .selectFrom('account')
    .innerJoin('person', 'person.id', 'account.person_id')
    .innerJoin('post', (join) =>
      join.on('post.id', '=', (eb) =>
        eb
          .selectFrom('post as first')
          .select('first.id')
          .whereRef('first.person_id', '=', 'account.person_id')
          .orderBy('first.created_at')
          .orderBy('first.id')
          .limit(1),
      ),
    )
    .innerJoin('body_directory as place', 'place.id', 'post.body_id')
    .select(['account.username', 'person.name as person_name', 'post.title', 'place.name as body_name'])
    .where('account.sample', '=', true)
    .where('account.disabled_at', 'is', null)
    .orderBy('account.created_at')
    .orderBy('account.id')
    .limit(100)
    .execute()
}
