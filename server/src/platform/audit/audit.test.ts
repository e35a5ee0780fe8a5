import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useDatabase } from '../../../test/kit/database.ts'
import { createAuthz } from '../authz/index.ts'
import { systemClock } from '../clock.ts'
import type { Ctx } from '../context.ts'
import { createContextFactory, systemActor } from '../create-context.ts'
import { SCOPE_ALL } from '../db/index.ts'
import { createIds } from '../ids.ts'
import { silentLog } from '../log/index.ts'
import { createSecrets, parseKeyRing } from '../secrets/index.ts'
import { type Audit, createAudit } from './audit.ts'
import { readChain } from './audit-store.ts'
import type { ChainRow } from './chain.ts'
import { sealBatch } from './sequencer.ts'

const db = useDatabase()
let dataDir = ''
let audit: Audit
let ctx: Ctx
const secrets = createSecrets(parseKeyRing(`${'ab'.repeat(31)}01`), systemClock)

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'audit-'))
  const { database } = db.current
  const parts = { database, clock: systemClock, log: silentLog() }
  audit = createAudit({ ...parts, secrets, dataDir })
  const makeCtx = createContextFactory({ ...parts, ids: createIds(systemClock), authz: createAuthz([]) })
  ctx = makeCtx(systemActor('test'), { requestId: 'r-1', address: null, operation: null })
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const owner = () => db.current.database.owner

/** One act in a transaction of its own. */
async function anAct(after: unknown = { n: 1 }, act = 'test.act'): Promise<void> {
  await ctx.inTx((tx) =>
    ctx.audit(tx, { act, noun: 'region', objectId: ctx.ids.next(), bodyId: null, after }),
  )
}

async function sealAll(): Promise<void> {
  // A sequencer that was cut off may hold the chain for a moment longer: what counts is that nothing is left.
  while ((await owner().query('select from audit_pending limit 1')).rowCount === 1)
    await sealBatch(owner(), 500)
}

async function chain(): Promise<ChainRow[]> {
  const rows: ChainRow[] = []
  for await (const batch of readChain(db.current.database.as(SCOPE_ALL), 0)) rows.push(...batch)
  return rows
}

/** What only the owner of the database can do, and only by switching the guard off first. */
async function tamper(statement: string): Promise<void> {
  const client = await owner().connect()
  try {
    await client.query('begin; alter table audit_entry disable trigger all')
    await client.query(statement)
    await client.query('alter table audit_entry enable always trigger audit_entry_append_only; commit')
  } finally {
    client.release()
  }
}

describe('an audit entry', () => {
  it('is there if and only if its transaction commits', async () => {
    await anAct()
    await expect(
      ctx.inTx(async (tx) => {
        await ctx.audit(tx, { act: 'test.lost', noun: 'region', objectId: null, bodyId: null })
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    await sealAll()
    const texts = (await chain()).map((row) => row.statement)
    expect(texts.filter((text) => text.includes('test.act'))).toHaveLength(1)
    expect(texts.filter((text) => text.includes('test.lost'))).toHaveLength(0)
  })

  it('names actor, act, object, change and request, and never a secret (R56)', async () => {
    await anAct(
      { name: '甲', password: 'hunter2', nested: { apiToken: 'x'.repeat(50) }, nul: 'a\0b' },
      'test.content',
    )
    await sealAll()
    const lines = (await chain()).at(-1)?.statement.split('\n') ?? []
    expect(lines.slice(1, 4)).toEqual(['test.content', 'done', 'region'])
    const content = JSON.parse(lines.at(-1) ?? '')
    expect(content).toMatchObject({
      v: 1,
      actorKind: 'system',
      actorName: 'test',
      origin: 'live',
      requestId: 'r-1',
      changes: [
        ['name', null, '甲'],
        ['password', null, '[secret]'],
        ['nested', null, '{"apiToken":"[secret]"}'],
        ['nul', null, 'a\ufffdb'],
      ],
    })
    expect(content.afterDigest).toMatch(/^[0-9a-f]{64}$/)
  })

  it('fails the act when it cannot be written, and says so (F23)', async () => {
    await owner().query('revoke insert (content) on audit_pending from yunheng_app')
    try {
      await expect(anAct()).rejects.toMatchObject({ reason: 'audit.not_recorded' })
    } finally {
      await owner().query('grant insert (content) on audit_pending to yunheng_app')
    }
  })
})

describe('the database', () => {
  const refused = (run: Promise<unknown>) => expect(run).rejects.toMatchObject({ code: '42501' })

  it('lets the application add and read, nothing else', async () => {
    await anAct()
    await sealAll()
    const pool = db.current.database.pool
    const statements = [
      'update audit_entry set seq = seq',
      'delete from audit_entry',
      'truncate audit_entry',
      `insert into audit_entry select * from audit_entry`,
      'select * from audit_pending',
      'delete from audit_pending',
      `insert into audit_pending (at, act, outcome, noun, content, recorded_at) values (now(), 'a', 'done', 'n', '{}', now())`,
      'delete from audit_checkpoint',
    ]
    for (const statement of statements) await refused(pool.query(statement))
    const seen = await sql<{ n: string }>`select count(*) as n from audit_entry`.execute(
      db.current.database.as(SCOPE_ALL),
    )
    expect(Number(seen.rows[0]?.n)).toBeGreaterThan(0)
  })

  it('refuses change and removal to its owner as well', async () => {
    for (const statement of [
      'update audit_entry set seq = seq',
      'delete from audit_entry',
      'truncate audit_entry',
      `update audit_pending set act = act`,
      'truncate audit_pending',
    ]) {
      await anAct()
      await refused(owner().query(statement))
    }
    await sealAll()
  })

  it('refuses an entry whose lines could be read in two ways, or that is no JSON', async () => {
    const insert = (objectId: string, content = '{}') =>
      db.current.database.pool.query(
        `insert into audit_pending (at, act, outcome, noun, object_id, content) values (now(), 'a', 'done', 'n', $1, $2)`,
        [objectId, content],
      )
    for (const objectId of ['', 'a\nb', 'x'.repeat(201)]) await expect(insert(objectId)).rejects.toThrow()
    await expect(insert('a', '{')).rejects.toThrow()
    await insert('a', '{"nul":"\\u0000"}')
    await sealAll()
    expect((await audit.verify([])).sound).toBe(true)
  })
})

describe('sealing', () => {
  it('loses nothing when it dies between reading and committing', async () => {
    await sealAll()
    const before = (await chain()).length
    for (let index = 0; index < 20; index += 1) await anAct()
    await expect(sealBatch(dyingPool(), 500)).rejects.toThrow(
      /terminat|ended|clos|connection error|ECONNRESET|EPIPE/i,
    )
    expect((await chain()).length).toBe(before)
    await sealAll()
    const rows = await chain()
    expect(rows.length).toBe(before + 20)
    expect((await audit.verify([])).sound).toBe(true)
  })

  it('never forks or skips with three sequencers and eight writers at once, and keeps their order', async () => {
    await sealAll()
    const before = (await chain()).length
    let writing = true
    const sequencers = Array.from({ length: 3 }, async () => {
      while (writing) await sealBatch(owner(), 7)
    })
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let index = 0; index < 40; index += 1) await anAct({ writer, index })
    })
    await Promise.all(writers)
    writing = false
    await Promise.all(sequencers)
    await sealAll()
    const rows = await chain()
    expect(rows.length).toBe(before + 320)
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => index + 1))
    const recorded = rows
      .slice(before)
      .map(
        (row) => JSON.parse(row.statement.split('\n').at(-1) ?? '') as { changes: [string, null, string][] },
      )
    for (let writer = 0; writer < 8; writer += 1) {
      const own = recorded.filter(({ changes }) => changes[0]?.[2] === `${writer}`)
      expect(own.map(({ changes }) => Number(changes[1]?.[2]))).toEqual(
        Array.from({ length: 40 }, (_, index) => index),
      )
    }
    expect((await audit.verify([])).sound).toBe(true)
  })

  it('happens by itself, soon after the act', async () => {
    await sealAll()
    audit.sequencer.start()
    try {
      const before = (await chain()).length
      await anAct()
      while ((await chain()).length === before) await setTimeout(50)
      expect(await chain()).toHaveLength(before + 1)
    } finally {
      await audit.sequencer.stop()
    }
  })
})

/** A pool whose connection is cut by the server right before the commit. */
function dyingPool(): pg.Pool {
  const connect = async () => {
    const client = await owner().connect()
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    client.query = (async (...args: unknown[]) => {
      if (args[0] === 'commit')
        await owner().query('select pg_terminate_backend($1, 5000)', [
          (client as unknown as { processID: number }).processID,
        ])
      return query(...args)
    }) as typeof client.query
    client.on('error', () => {})
    return client
  }
  return { connect } as unknown as pg.Pool
}

describe('yunheng audit verify, through PostgreSQL (R56)', () => {
  it('names the first bad entry and what was done to it', async () => {
    for (let index = 0; index < 60; index += 1) await anAct({ index })
    await sealAll()
    const kept = await audit.sign()
    const outside = kept === null ? [] : [kept]
    expect(await audit.verify(outside)).toMatchObject({ sound: true, outsideCheckpoint: true, finding: null })
    const cases = [
      [
        `update audit_entry set content = replace(content::text, '"live"', '"Live"')::json where seq = 5`,
        'altered',
        5,
      ],
      [`update audit_entry set hash = set_byte(hash, 0, get_byte(hash, 0) # 1) where seq = 9`, 'altered', 9],
      [`update audit_entry set recorded_at = recorded_at - interval '1 day' where seq = 12`, 'altered', 12],
      [`update audit_entry set object_id = 'x' where seq = 13`, 'altered', 13],
      ['delete from audit_entry where seq = 7', 'removed', 7],
      [
        `delete from audit_entry where seq = 7; update audit_entry set seq = seq - 1000 where seq > 7; update audit_entry set seq = seq + 999 where seq < 0`,
        'removed',
        7,
      ],
      [
        `update audit_entry a set (at, object_id, content, recorded_at) = (b.at, b.object_id, b.content, b.recorded_at) from audit_entry b where (a.seq, b.seq) in ((11, 30), (30, 11))`,
        'swapped',
        11,
      ],
    ] as const
    await owner().query('alter table audit_entry drop constraint audit_entry_seq_check')
    const copy = `create temp table kept as select * from audit_entry`
    const back = `delete from audit_entry; insert into audit_entry select * from kept; drop table kept`
    for (const [statement, flaw, seq] of cases) {
      const client = await owner().connect()
      try {
        await client.query('alter table audit_entry disable trigger all')
        await client.query(`${copy}; ${statement}`)
        const report = await audit.verify(outside)
        expect({ flaw: report.finding?.flaw, seq: report.finding?.seq }).toEqual({ flaw, seq })
        expect(report.finding?.text.zh).toContain(String(seq))
        await client.query(back)
      } finally {
        client.release()
      }
    }
    expect((await audit.verify(outside)).sound).toBe(true)
    await tamper('delete from audit_entry where seq > 50')
    expect((await audit.verify(outside)).finding).toMatchObject({ flaw: 'truncated', seq: 51 })
  })
})
