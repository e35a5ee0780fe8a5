/**
 * The audit trail's two prices: how many durable entries a second against a plain group-commit writer, and by how much a
 * business transaction grows slower when it records its act.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { organisationOperations } from '@yunheng/contract'
import {
  createPerson,
  insertBody,
  insertRegion,
  organisationPolicies,
} from '../server/src/modules/organisation/index.ts'
import { createAuditAppender } from '../server/src/platform/audit/audit-appender.ts'
import { createAudit } from '../server/src/platform/audit/index.ts'
import { toPending } from '../server/src/platform/audit/record-audit.ts'
import { createAuthz } from '../server/src/platform/authz/index.ts'
import { systemClock } from '../server/src/platform/clock.ts'
import type { Ctx } from '../server/src/platform/context.ts'
import { createContextFactory, systemActor } from '../server/src/platform/create-context.ts'
import { sm3Hex } from '../server/src/platform/crypto/index.ts'
import { type Database, migrate, openDatabase } from '../server/src/platform/db/index.ts'
import { createIds } from '../server/src/platform/ids.ts'
import { silentLog } from '../server/src/platform/log/index.ts'
import { createSecrets, parseKeyRing } from '../server/src/platform/secrets/index.ts'
import { withPostgres } from './kit/durable-postgres.ts'
import { measurePairs, median, medianRatio } from './kit/pairs.ts'

const PAIRS = 7
/** Many and short: what the disk does meanwhile then hurts both sides alike. */
const BUSINESS_PAIRS = 31
const ENTRIES = 10_000
const PRODUCERS = 2_000
const BATCH = 1_000
const CLIENTS = 8
const BUSINESS_MS = 1_000
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
let plainHash = ''

await withPostgres(async (url) => {
  const database = openDatabase({ url, poolSize: 20, onError: () => {} })
  const dataDir = mkdtempSync(join(tmpdir(), 'yunheng-bench-audit-'))
  try {
    await migrate(database.owner)
    const parts = { database, clock: systemClock, log: silentLog() }
    const secrets = createSecrets(parseKeyRing(`${'5a'.repeat(31)}01`), systemClock)
    const audit = createAudit({ ...parts, secrets, dataDir })
    const makeCtx = createContextFactory({
      ...parts,
      ids: createIds(systemClock),
      authz: createAuthz(organisationPolicies),
    })
    const ctx = makeCtx(systemActor('bench'), {
      requestId: 'bench',
      address: '10.0.0.1',
      operation: organisationOperations.createPerson,
    })
    const bodies = await prepare(database, ctx)
    audit.sequencer.start()
    await business(ctx, bodies, true, 1_000)
    console.log(`business transaction, ${CLIENTS} clients, with audit (ours) and without (anchor), tx/s`)
    const slow = await measurePairs(BUSINESS_PAIRS, {
      ours: () => business(ctx, bodies, true, BUSINESS_MS),
      anchor: () => business(ctx, bodies, false, BUSINESS_MS),
    })
    const slowdown = 1 - medianRatio(slow)

    console.log(
      'durable entries: appended, acknowledged and sealed (ours), plain group commit (anchor), entries/s',
    )
    await append(ctx, database, 5_000)
    const pairs = await measurePairs(PAIRS, {
      ours: () => append(ctx, database, ENTRIES),
      anchor: () => plainWriter(ctx, database, ENTRIES),
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

async function prepare(database: Database, ctx: Ctx): Promise<string[]> {
  await database.owner.query(
    'create table bench_plain (seq bigint primary key, at timestamptz, act text, object_id text, content json, hash bytea)',
  )
  return ctx.inTx(async (tx) => {
    const region = {
      id: ctx.ids.next(),
      parent_id: null,
      level: 'province',
      code: '990000',
      name: '省',
    } as const
    await insertRegion(tx, { ...region, created_at: ctx.clock.now() }, null)
    const bodies = Array.from({ length: CLIENTS }, () => ctx.ids.next())
    for (const id of bodies) {
      const names = { name: `单位${id}`, short_name: '单位' }
      const body = { id, region_id: region.id, parent_id: null, kind: 'department', ...names } as const
      await insertBody(tx, { ...body, created_at: ctx.clock.now() }, null)
    }
    return bodies
  })
}

/** A use case of the platform itself: load with the action, lock, decide, write, emit, read back. */
async function business(
  ctx: Ctx,
  bodies: readonly string[],
  audited: boolean,
  forMs: number,
): Promise<number> {
  const acting: Ctx = audited ? ctx : { ...ctx, audit: async () => {} }
  const until = performance.now() + forMs
  let done = 0
  const client = async (bodyId: string) => {
    while (performance.now() < until) {
      await createPerson(acting, { bodyId, name: `员工${done}`, phone: '13800000000' })
      done += 1
    }
  }
  const started = performance.now()
  await Promise.all(bodies.map(client))
  return done / ((performance.now() - started) / 1000)
}

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

/** The least one can do with the same entries: one writer, a chain, a thousand a commit; no search, nobody waiting. */
async function plainWriter(ctx: Ctx, database: Database, count: number): Promise<number> {
  const started = performance.now()
  const client = await database.owner.connect()
  try {
    for (let written = 0; written < count; written += BATCH) {
      const rows = Array.from({ length: BATCH }, () => {
        const objectId = ctx.ids.next()
        const entry = toPending(ctx, {
          act: 'bench.append',
          noun: 'request',
          objectId,
          bodyId: null,
          before,
          after,
        })
        plainSeq += 1
        plainHash = sm3Hex(
          `${plainHash}\n${entry.at.toISOString()}\n${entry.act}\n${objectId}\n${entry.content}`,
        )
        return { ...entry, seq: plainSeq, hash: `\\x${plainHash}` }
      })
      await client.query('begin')
      await client.query(
        'insert into bench_plain select * from unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::json[], $6::bytea[])',
        [
          rows.map((row) => row.seq),
          rows.map((row) => row.at),
          rows.map((row) => row.act),
          rows.map((row) => row.object_id),
          rows.map((row) => row.content),
          rows.map((row) => row.hash),
        ],
      )
      await client.query('commit')
    }
  } finally {
    client.release()
  }
  return count / ((performance.now() - started) / 1000)
}
