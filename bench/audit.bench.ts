/**
 * The audit trail's two prices: how many durable entries a second against a plain group-commit writer, and by how much a
 * business transaction grows slower when it records its act.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAuditAppender } from '../server/src/platform/audit/audit-appender.ts'
import { createAudit } from '../server/src/platform/audit/index.ts'
import { createAuthz } from '../server/src/platform/authz/index.ts'
import { systemClock } from '../server/src/platform/clock.ts'
import type { Ctx } from '../server/src/platform/context.ts'
import { createContextFactory, systemActor } from '../server/src/platform/create-context.ts'
import { sm3 } from '../server/src/platform/crypto/index.ts'
import { type Database, migrate, openDatabase } from '../server/src/platform/db/index.ts'
import { createIds } from '../server/src/platform/ids.ts'
import { silentLog } from '../server/src/platform/log/index.ts'
import { createSecrets, parseKeyRing } from '../server/src/platform/secrets/index.ts'
import { withPostgres } from './kit/durable-postgres.ts'
import { measurePairs, median, medianRatio } from './kit/pairs.ts'

const PAIRS = 7
const ENTRIES = 20_000
const PRODUCERS = 2_000
const BATCH = 1_000
const CLIENTS = 8
const BUSINESS_MS = 2_000
const GOAL = 0.5
const SLOWDOWN_GOAL = 0.15

const after = {
  name: '办公系统扩容',
  cpu: 8,
  memoryGiB: 32,
  zone: 'government-extranet',
  until: '2027-03-01',
}
const before = { ...after, cpu: 4, memoryGiB: 16 }

/** Tail of the plain writer's chain. */
let plainSeq = 0
let plainHash: Uint8Array = Buffer.alloc(32)

await withPostgres(async (url) => {
  const database = openDatabase({ url, poolSize: 20, onError: () => {} })
  const dataDir = mkdtempSync(join(tmpdir(), 'yunheng-bench-audit-'))
  try {
    await migrate(database.owner)
    await prepare(database)
    const parts = { database, clock: systemClock, log: silentLog() }
    const secrets = createSecrets(parseKeyRing(`${'5a'.repeat(31)}01`), systemClock)
    const audit = createAudit({ ...parts, secrets, dataDir })
    const makeCtx = createContextFactory({ ...parts, ids: createIds(systemClock), authz: createAuthz([]) })
    const ctx = makeCtx(systemActor('bench'), { requestId: 'bench', address: '10.0.0.1', operation: null })
    audit.sequencer.start()
    await business(ctx, database, true, 1_000)
    console.log(`business transaction, ${CLIENTS} clients, with audit (ours) and without (anchor), tx/s`)
    const slow = await measurePairs(PAIRS, {
      ours: () => business(ctx, database, true, BUSINESS_MS),
      anchor: () => business(ctx, database, false, BUSINESS_MS),
    })
    const slowdown = 1 - medianRatio(slow)

    console.log(
      'durable entries: appended, acknowledged and sealed (ours), plain group commit (anchor), entries/s',
    )
    await append(ctx, database, 5_000)
    const pairs = await measurePairs(PAIRS, {
      ours: () => append(ctx, database, ENTRIES),
      anchor: () => plainWriter(database, ENTRIES),
    })
    await audit.sequencer.stop()
    const report = await audit.verify([])
    if (!report.sound) throw new Error('the chain of the bench is not sound')
    const ours = median(pairs.map((pair) => pair.ours))
    const anchor = median(pairs.map((pair) => pair.anchor))
    const ratio = medianRatio(pairs)
    console.log(`verified ${report.entryCount} entries in ${report.tookMs} ms`)
    console.log(
      `audit-slowdown ours=${percent(slowdown)} goal=${percent(SLOWDOWN_GOAL)} ${slowdown <= SLOWDOWN_GOAL ? 'pass' : 'short'}`,
    )
    console.log(
      `audit ours=${Math.round(ours)}/s anchor=${Math.round(anchor)}/s ratio=${ratio.toFixed(2)} goal=${GOAL} ${ratio >= GOAL ? 'pass' : 'short'}`,
    )
  } finally {
    await database.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
})

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`
}

async function prepare(database: Database): Promise<void> {
  await database.owner.query(`
    create table bench_quota (id int primary key, used int not null);
    insert into bench_quota select n, 0 from generate_series(1, 1000) as n;
    create table bench_request (id uuid primary key, quota_id int not null, content jsonb not null, at timestamptz not null);
    create table bench_plain (seq bigint primary key, content json not null, hash bytea not null)`)
}

/** Lock a row, decide, change it, write another: the shape of a use case, through the platform's own transaction. */
async function business(ctx: Ctx, database: Database, audited: boolean, forMs: number): Promise<number> {
  const until = performance.now() + forMs
  let done = 0
  const client = async () => {
    while (performance.now() < until) {
      const id = ctx.ids.next()
      const quota = 1 + Math.floor(1000 * ((done * 0.618) % 1))
      await ctx.inTx(async (tx) => {
        const raw = tx as unknown as RawTx
        await raw.selectFrom('bench_quota').select('used').where('id', '=', quota).forUpdate().execute()
        await raw
          .updateTable('bench_quota')
          .set((eb) => ({ used: eb('used', '+', 1) }))
          .where('id', '=', quota)
          .execute()
        await raw
          .insertInto('bench_request')
          .values({ id, quota_id: quota, content: JSON.stringify(after), at: ctx.clock.now() })
          .execute()
        await ctx.emit(tx, { type: 'request.changed', noun: 'request', id, bodyId: null })
        if (audited) {
          await ctx.audit(tx, {
            act: 'bench.change',
            noun: 'request',
            objectId: id,
            bodyId: null,
            before,
            after,
          })
        }
      })
      done += 1
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: CLIENTS }, client))
  const rate = done / ((performance.now() - started) / 1000)
  await sealed(database)
  return rate
}

type RawTx = import('kysely').Transaction<{
  bench_quota: { id: number; used: number }
  bench_request: { id: string; quota_id: number; content: string; at: Date }
}>

/** Many callers at once, each waiting for its own entry to be durable; the clock stops when all are sealed as well. */
async function append(ctx: Ctx, database: Database, count: number): Promise<number> {
  const appender = createAuditAppender(database)
  let left = count
  const producer = async () => {
    while (left > 0) {
      left -= 1
      const objectId = ctx.ids.next()
      await appender.append(ctx, {
        act: 'bench.append',
        noun: 'request',
        objectId,
        bodyId: null,
        before,
        after,
      })
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: PRODUCERS }, producer))
  const ackedMs = performance.now() - started
  await sealed(database)
  const totalMs = performance.now() - started
  console.log(`    acknowledged ${Math.round(count / (ackedMs / 1000))}/s`)
  return count / (totalMs / 1000)
}

async function sealed(database: Database): Promise<void> {
  for (;;) {
    const result = await database.owner.query('select from audit_pending limit 1')
    if (result.rowCount === 0) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** The least one can do: one writer, a chain, a thousand entries a commit, no search, no second table, nobody waiting. */
async function plainWriter(database: Database, count: number): Promise<number> {
  const started = performance.now()
  const client = await database.owner.connect()
  try {
    for (let written = 0; written < count; written += BATCH) {
      const rows = Array.from({ length: BATCH }, () => {
        plainSeq += 1
        const content = JSON.stringify({
          v: 1,
          at: new Date().toISOString(),
          act: 'bench.append',
          noun: 'request',
          before,
          after,
          seq: plainSeq,
        })
        plainHash = sm3(plainHash, content)
        return { seq: plainSeq, content, hash: `\\x${Buffer.from(plainHash).toString('hex')}` }
      })
      await client.query('begin')
      await client.query(
        `insert into bench_plain select * from unnest($1::bigint[], $2::json[], $3::bytea[])`,
        [rows.map((row) => row.seq), rows.map((row) => row.content), rows.map((row) => row.hash)],
      )
      await client.query('commit')
    }
  } finally {
    client.release()
  }
  return count / ((performance.now() - started) / 1000)
}
