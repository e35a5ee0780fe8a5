/** SQL on the audit tables, as the application sees them: add to pending, read what is sealed. */
import type { AuditCheckpoint } from '@yunheng/contract'
import { sql } from 'kysely'
import type { Db, Tx } from '../db/index.ts'
import type { ChainRow } from './chain.ts'
import type { EntryContent } from './entry-content.ts'

export async function insertPending(tx: Tx, content: string): Promise<void> {
  await tx.insertInto('audit_pending').values({ content }).execute()
}

export interface EntryFilters {
  readonly noun?: string
  readonly objectId?: string
  readonly personId?: string
  readonly bodyId?: string
  readonly act?: string
  readonly outcome?: string
  readonly requestId?: string
  readonly from?: string
  readonly until?: string
}

export interface EntryRow {
  readonly seq: number
  readonly sealedAt: Date
  readonly previousHash: string
  readonly hash: string
  readonly content: EntryContent
}

const ENTRY_COLUMNS = sql.raw(`seq, sealed_at as "sealedAt", encode(previous_hash, 'hex') as "previousHash",
  encode(hash, 'hex') as hash, content`)

/** Newest first, those before `beforeSeq`. Row-level security adds the scope. */
export async function listEntries(
  db: Db,
  filters: EntryFilters,
  page: { readonly beforeSeq: number | null; readonly limit: number },
): Promise<EntryRow[]> {
  const result = await sql<Omit<EntryRow, 'seq'> & { seq: string }>`
    select ${ENTRY_COLUMNS} from audit_entry
    where ${sql.join([...conditions(filters), beforeSeq(page.beforeSeq)], sql` and `)}
    order by seq desc limit ${page.limit}`.execute(db)
  return result.rows.map((row) => ({ ...row, seq: Number(row.seq) }))
}

export async function findEntry(db: Db, seq: number): Promise<EntryRow | null> {
  const rows = await sql<Omit<EntryRow, 'seq'> & { seq: string }>`
    select ${ENTRY_COLUMNS} from audit_entry where seq = ${seq}`.execute(db)
  const row = rows.rows[0]
  return row === undefined ? null : { ...row, seq: Number(row.seq) }
}

/** Members of the content by which entries are searched; `sql.raw` takes these names only. */
const MEMBERS = ['noun', 'objectId', 'personId', 'act', 'outcome', 'requestId'] as const

function conditions(filters: EntryFilters) {
  const found = MEMBERS.flatMap((name) => {
    const value = filters[name]
    return value === undefined ? [] : [sql<boolean>`content->>${sql.lit(name)} = ${value}`]
  })
  const { bodyId, from, until } = filters
  if (bodyId !== undefined) {
    found.push(sql<boolean>`(content->>'bodyId' = ${bodyId} or content->>'actorBodyId' = ${bodyId})`)
  }
  // Instants are written with milliseconds and Z, so that their texts sort as the times do.
  if (from !== undefined) found.push(sql<boolean>`content->>'at' >= ${new Date(from).toISOString()}`)
  if (until !== undefined) found.push(sql<boolean>`content->>'at' < ${new Date(until).toISOString()}`)
  return found
}

function beforeSeq(seq: number | null) {
  return seq === null ? sql<boolean>`true` : sql<boolean>`seq < ${seq}`
}

const CHAIN_BATCH = 2000

/** The chain as it lies there, for verification: every row, in order, a batch at a time. */
export async function* readChain(db: Db, afterSeq: number): AsyncGenerator<ChainRow[]> {
  let after = afterSeq
  for (;;) {
    const { rows } = await sql<RawChainRow>`
      select seq, encode(previous_hash, 'hex') as "previousHash", encode(hash, 'hex') as hash,
        recorded_at as "recordedAt", sealed_at as "sealedAt", content::text as content
      from audit_entry where seq > ${after} order by seq limit ${CHAIN_BATCH}`.execute(db)
    if (rows.length === 0) return
    const batch = rows.map(toChainRow)
    yield batch
    after = (batch.at(-1) as ChainRow).seq
  }
}

type RawChainRow = Record<'seq' | 'previousHash' | 'hash' | 'content', string> &
  Record<'recordedAt' | 'sealedAt', Date>

function toChainRow(row: RawChainRow): ChainRow {
  return {
    ...row,
    seq: Number(row.seq),
    recordedAt: row.recordedAt.toISOString(),
    sealedAt: row.sealedAt.toISOString(),
  }
}

export async function countPending(db: Db): Promise<number> {
  const { rows } = await sql<{ count: string }>`select audit_pending_count() as count`.execute(db)
  return Number(rows[0]?.count ?? 0)
}

/** Newest first. */
export async function listCheckpoints(
  db: Db,
  page: { readonly beforeSeq: number | null; readonly limit: number },
): Promise<AuditCheckpoint[]> {
  const { rows } = await sql<RawCheckpoint>`
    select seq, encode(hash, 'hex') as hash, at, key_id as "keyId", public_key as "publicKey", signature
    from audit_checkpoint where ${beforeSeq(page.beforeSeq)} order by seq desc limit ${page.limit}`.execute(
    db,
  )
  return rows.map(toCheckpoint)
}

export type RawCheckpoint = Record<'seq' | 'hash' | 'keyId' | 'publicKey' | 'signature', string> & {
  at: Date
}

export function toCheckpoint(row: RawCheckpoint): AuditCheckpoint {
  return {
    format: 'yunheng-audit-checkpoint/1',
    seq: Number(row.seq),
    hash: row.hash,
    at: row.at.toISOString(),
    keyId: row.keyId,
    publicKey: row.publicKey,
    signature: row.signature,
  }
}
