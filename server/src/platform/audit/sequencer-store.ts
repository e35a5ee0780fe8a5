/** SQL of the one process that seals. It works as the owner: the application may neither read pending nor write entries. */
import type { AuditCheckpoint } from '@yunheng/contract'
import type pg from 'pg'
import { type RawCheckpoint, toCheckpoint } from './audit-store.ts'
import { type ChainRow, GENESIS_HASH } from './chain.ts'

/** Advisory lock of the chain: whoever holds it reads the tail and writes behind it, so that it cannot fork. */
const CHAIN_LOCK = '4711, 20'

export interface Tail {
  readonly seq: number
  readonly hash: string
  readonly sealedAt: Date
}

export interface PendingRow {
  /** Where the row lies; nobody moves it while the transaction that read it lasts. */
  readonly place: string
  readonly recordedAt: string
  readonly statement: string
}

export async function hasPending(owner: pg.Pool): Promise<boolean> {
  const result = await owner.query('select from audit_pending limit 1')
  return result.rowCount === 1
}

/** Held until the transaction ends; false when another process seals just now. */
export async function tryLockChain(client: pg.ClientBase): Promise<boolean> {
  const result = await client.query(`select pg_try_advisory_xact_lock(${CHAIN_LOCK}) as held`)
  return result.rows[0]?.held === true
}

/** The last entry, and the present instant of the database; never before the last seal, should its clock go back. */
export async function readTail(client: pg.ClientBase): Promise<{ tail: Tail; now: Date }> {
  const result = await client.query(`
    select seq, encode(hash, 'hex') as hash, sealed_at as "sealedAt", date_trunc('milliseconds', clock_timestamp()) as now
    from (select 1) as one left join lateral (select * from audit_entry order by seq desc limit 1) as last on true`)
  const row = result.rows[0] as { seq: string | null; hash: string | null; sealedAt: Date | null; now: Date }
  const sealedAt = row.sealedAt ?? new Date(0)
  return {
    tail: { seq: Number(row.seq ?? 0), hash: row.hash ?? GENESIS_HASH, sealedAt },
    now: new Date(Math.max(row.now.getTime(), sealedAt.getTime())),
  }
}

/**
 * In the order in which the database took them, to the microsecond and by their number within it: an act that began after
 * another was done stands behind it. The statement is put together here as {@link statementOf} does it: one
 * column to read instead of nine, a third of the time.
 */
export async function readPending(client: pg.ClientBase, limit: number): Promise<PendingRow[]> {
  const result = await client.query<[place: string, recordedAt: string, at: string, rest: string]>({
    text: `select ctid::text, (date_trunc('milliseconds', recorded_at) at time zone 'UTC')::text, (at at time zone 'UTC')::text,
        concat(act, chr(10), outcome, chr(10), noun, chr(10), object_id, chr(10), person_id, chr(10), body_id, chr(10),
          actor_body_id, chr(10), content)
      from audit_pending order by recorded_at, arrival limit $1`,
    values: [limit],
    rowMode: 'array',
  })
  return result.rows.map(([place, recordedAt, at, rest]) => ({
    place,
    recordedAt: toIso(recordedAt),
    statement: `${toIso(at)}\n${rest}`,
  }))
}

/** PostgreSQL leaves out trailing zeros: `2026-03-01 08:00:00.5` → `2026-03-01T08:00:00.500Z`. */
function toIso(text: string): string {
  const fraction = text.slice(20).padEnd(3, '0')
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`
}

/**
 * Moves the pending rows into the chain. Only numbers and digests travel back; what they say stays in the database, so
 * that what is kept is byte for byte what was read.
 */
export async function movePending(
  client: pg.ClientBase,
  pending: readonly PendingRow[],
  sealed: readonly ChainRow[],
): Promise<void> {
  const result = await client.query(
    `with seal as (
       select * from unnest($1::tid[], $2::bigint[], $3::text[], $4::text[]) as s (place, seq, previous_hash, hash)
     ), taken as (
       delete from audit_pending as p using seal where p.ctid = seal.place
       returning seal.seq, seal.previous_hash, seal.hash, p.*
     )
     insert into audit_entry (seq, previous_hash, recorded_at, sealed_at, at, act, outcome, noun, object_id, person_id,
       body_id, actor_body_id, content, hash)
     select seq, decode(previous_hash, 'hex'), date_trunc('milliseconds', recorded_at), $5::timestamptz, at, act, outcome, noun, object_id, person_id,
       body_id, actor_body_id, content, decode(hash, 'hex')
     from taken`,
    [
      pending.map((row) => row.place),
      sealed.map((row) => row.seq),
      sealed.map((row) => row.previousHash),
      sealed.map((row) => row.hash),
      sealed[0]?.sealedAt,
    ],
  )
  if (result.rowCount !== sealed.length) {
    throw new Error(`assertion: sealed ${sealed.length} entries, the database moved ${result.rowCount}`)
  }
}

/** The table is emptied all the time: without this its pages would be read in vain by every pass. */
export async function vacuumPending(client: pg.ClientBase): Promise<void> {
  await client.query('vacuum audit_pending')
}

export async function findLastCheckpoint(client: pg.ClientBase | pg.Pool): Promise<AuditCheckpoint | null> {
  const result = await client.query<RawCheckpoint>(`
    select seq, encode(hash, 'hex') as hash, at, key_id as "keyId", public_key as "publicKey", signature
    from audit_checkpoint order by seq desc limit 1`)
  const row = result.rows[0]
  return row === undefined ? null : toCheckpoint(row)
}

/** False when the entry has one already. */
export async function insertCheckpoint(
  client: pg.ClientBase | pg.Pool,
  checkpoint: AuditCheckpoint,
): Promise<boolean> {
  const { seq, hash, at, keyId, publicKey, signature } = checkpoint
  const result = await client.query(
    `insert into audit_checkpoint (seq, hash, at, key_id, public_key, signature)
     values ($1, $2, $3, $4, $5, $6) on conflict (seq) do nothing`,
    [seq, `\\x${hash}`, at, keyId, publicKey, signature],
  )
  return result.rowCount === 1
}
