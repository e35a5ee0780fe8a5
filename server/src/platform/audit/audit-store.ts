/** SQL on the audit tables, as the application sees them: add to pending, read what is sealed. */

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { AuditCheckpoint, AuditOutcome } from '@yunheng/contract'
import { type Selectable, sql } from 'kysely'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Db, Tables } from '../db/index.ts'
import type { PendingEntry } from '../journal/index.ts'
import { type ChainRow, statementOf } from './chain.ts'
import type { EntryContent } from './entry-content.ts'

/** Many at once, durable when it returns: COPY is one statement, hence one transaction. */
export async function copyPending(pool: pg.Pool, entries: readonly PendingEntry[]): Promise<void> {
  const client = await pool.connect()
  try {
    const sink = client.query(
      copyFrom(`copy audit_pending (at, act, outcome, noun, object_id, person_id, body_id, actor_body_id, content)
        from stdin`),
    )
    await pipeline(Readable.from([entries.map(toCopyLine).join('')]), sink)
    client.release()
  } catch (error) {
    client.release(true)
    throw error
  }
}

function toCopyLine(entry: PendingEntry): string {
  const { at, act, outcome, noun, object_id, person_id, body_id, actor_body_id, content } = entry
  const fields = [at.toISOString(), act, outcome, noun, object_id, person_id, body_id, actor_body_id, content]
  return `${fields.map(toCopyField).join('\t')}\n`
}

const COPY_ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function toCopyField(value: string | null): string {
  if (value === null) return '\\N'
  return value.replace(/[\\\n\r\t]/g, (sign) => COPY_ESCAPES[sign] as string)
}

export interface EntryFilters {
  readonly noun?: string
  readonly objectId?: string
  readonly personId?: string
  readonly bodyId?: string
  readonly act?: string
  readonly outcome?: AuditOutcome
  readonly requestId?: string
  readonly from?: string
  readonly until?: string
}

type Row = Selectable<Tables['audit_entry']>
export type EntryRow = Omit<Row, 'content' | 'seq'> & { readonly seq: number; readonly content: EntryContent }

/** Newest first, those before `beforeSeq`. Row-level security adds the scope. */
export async function listEntries(
  db: Db,
  filters: EntryFilters,
  page: { readonly beforeSeq: number | null; readonly limit: number },
): Promise<EntryRow[]> {
  const { noun, objectId, personId, bodyId, act, outcome, requestId, from, until } = filters
  let query = db.selectFrom('audit_entry').selectAll()
  if (page.beforeSeq !== null) query = query.where('seq', '<', String(page.beforeSeq))
  if (noun !== undefined) query = query.where('noun', '=', noun)
  if (objectId !== undefined) query = query.where('object_id', '=', objectId)
  if (personId !== undefined) query = query.where('person_id', '=', personId)
  if (act !== undefined) query = query.where('act', '=', act)
  if (outcome !== undefined) query = query.where('outcome', '=', outcome)
  if (from !== undefined) query = query.where('at', '>=', new Date(from))
  if (until !== undefined) query = query.where('at', '<', new Date(until))
  if (requestId !== undefined) query = query.where(sql<boolean>`content->>'requestId' = ${requestId}`)
  if (bodyId !== undefined) {
    query = query.where((eb) => eb.or([eb('body_id', '=', bodyId), eb('actor_body_id', '=', bodyId)]))
  }
  const rows = await query.orderBy('seq', 'desc').limit(page.limit).execute()
  return rows.map(toEntryRow)
}

export async function findEntry(db: Db, seq: number): Promise<EntryRow | null> {
  const row = await db.selectFrom('audit_entry').selectAll().where('seq', '=', String(seq)).executeTakeFirst()
  return row === undefined ? null : toEntryRow(row)
}

function toEntryRow(row: Row): EntryRow {
  return { ...row, seq: Number(row.seq), content: row.content as EntryContent }
}

const CHAIN_BATCH = 2000

/** The chain as it lies there, for verification: every row, in order, a batch at a time. */
export async function* readChain(db: Db, afterSeq: number): AsyncGenerator<ChainRow[]> {
  let after = afterSeq
  for (;;) {
    const { rows } = await sql<RawChainRow>`
      select seq, previous_hash, hash, recorded_at, sealed_at, at, act, outcome, noun, object_id, person_id, body_id,
        actor_body_id, content::text as content
      from audit_entry where seq > ${after} order by seq limit ${CHAIN_BATCH}`.execute(db)
    if (rows.length === 0) return
    const batch = rows.map(toChainRow)
    yield batch
    after = (batch.at(-1) as ChainRow).seq
  }
}

type RawChainRow = Omit<Row, 'content'> & { readonly content: string }

function toChainRow(row: RawChainRow): ChainRow {
  return {
    seq: Number(row.seq),
    previousHash: row.previous_hash.toString('hex'),
    recordedAt: row.recorded_at.toISOString(),
    sealedAt: row.sealed_at.toISOString(),
    statement: toStatement(row),
    hash: row.hash.toString('hex'),
  }
}

function toStatement(row: RawChainRow): string {
  return statementOf({
    at: row.at.toISOString(),
    act: row.act,
    outcome: row.outcome,
    noun: row.noun,
    objectId: row.object_id,
    personId: row.person_id,
    bodyId: row.body_id,
    actorBodyId: row.actor_body_id,
    content: row.content,
  })
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
    from audit_checkpoint where ${page.beforeSeq === null ? sql`true` : sql`seq < ${page.beforeSeq}`} order by seq desc limit ${page.limit}`.execute(
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
