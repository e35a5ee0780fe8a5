/**
 * A statement of so many rows, as a provider uploads it (compressed CSV): unfolded, decoded, every row read and checked, written,
 * and compared with usage and charges of as many resources, behind the call where they are many; against one binary COPY of the rows' names and amounts into a table with
 * the same key. A second time it adds nothing.
 *   npm run bench -- statement [rows] [pairs]
 */
import { gzipSync } from 'node:zlib'
import { statementOperations as operations } from '@yunheng/contract'
import { saveMark, windowOfMonth } from '../server/src/modules/metering/index.ts'
import { comparisonReconciler } from '../server/src/modules/statement/index.ts'
import {
  copyInto,
  createCopyRows,
  type Database,
  migrate,
  openDatabase,
  SCOPE_ALL,
} from '../server/src/platform/db/index.ts'
import { setupCtx } from '../server/test/kit/clouds.ts'
import { openServer, type TestServer } from '../server/test/kit/open-server.ts'
import { withPostgres } from './kit/durable-postgres.ts'
import { measurePairs, median, medianRatio } from './kit/pairs.ts'

const [ROWS = 300_000, PAIRS = 3] = process.argv.slice(2).map(Number)
const MONTH = '2026-08'
const WINDOW = windowOfMonth(MONTH)
const idOf = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
/** Thousandths of a unit × seconds; 分. One row in a thousand is billed too dear. */
const heldOf = (n: number) => (1 + (n % 16)) * 1000 * 3600 * 24
const fenOf = (n: number) => 100 + (n % 9973)

await withPostgres(async (url) => {
  const database = openDatabase({ url, poolSize: 6, onError: () => {} })
  try {
    await migrate(database.owner)
    const server = await openServer(database)
    try {
      await givenMonth(database, server)
      await measure(database, server)
    } finally {
      await server.close()
    }
  } finally {
    await database.close()
  }
})

async function givenMonth({ owner, withConnection }: Database, { world, clock }: TestServer): Promise<void> {
  clock.set('2026-10-10T02:00:00.000Z')
  await withConnection(SCOPE_ALL, (client) => saveMark(client, WINDOW.to))
  const bodies = [world.bodies.department, world.bodies.provider]
  await owner.query(
    `insert into resource (id, kind, name, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, request_id,
       created_by, created_at, presence, spec, intended_at, external_id, state, agreement, differences, conditions, wanted,
       reserved, allocated, search)
     select ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'server', 'vm ' || n, $1, $1, $2, $1, $1,
       'government-extranet', $1, 'bench', now(), 'present', '{}', now(), 'i-' || n, 'ready', 'level', '[]', '[]', '{}', '{}', '{}', ''
     from generate_series(0, $3::int - 1) n`,
    [...bodies, ROWS],
  )
  await owner.query(
    `insert into usage_subject (resource_id, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, kind)
     select id, body_id, system_id, provider_body_id, cloud_id, pool_id, network_zone, kind from resource order by id`,
  )
  await owner.query(
    `insert into usage_month (month, subject_id, meter, holding, quantity)
     select $1::date, id, 1, 1, (1 + n % 16) * 1000 * 3600 * 24::bigint
     from (select id, row_number() over (order by resource_id) - 1 as n from usage_subject) s`,
    [`${MONTH}-01`],
  )
  const bill = await owner.query<{ id: string }>(
    `insert into bill (id, body_id, month, rated_at, created_at) values (gen_random_uuid(), $1, $2::date, now(), now()) returning id`,
    [world.bodies.department, `${MONTH}-01`],
  )
  await owner.query(
    `insert into charge (bill_id, no, category, subject_id, system_id, meter, from_hour, to_hour, serving, stopped, unseen,
       price_version_id, price_position, factor, billable, amount)
     select $1, n + 1, 'usage', id, system_id, 1, $2, $3, 1, 0, 0, $1, 0, null, 1, 100 + n % 9973
     from (select id, system_id, row_number() over (order by resource_id) - 1 as n from usage_subject) s`,
    [bill.rows[0]?.id, WINDOW.from, WINDOW.to],
  )
  await owner.query('vacuum analyze')
}

function file(turn: number): Buffer {
  const rows = Array.from({ length: ROWS }, (_, n) => {
    const fen = fenOf(n) + (n % 1000 === 0 ? 100 : 0)
    return `i-${n},vcpu,${heldOf(n) / 1000},单位·秒,${(fen / 100).toFixed(2)},CNY,${MONTH}`
  })
  // Each turn another file, so that none is a replay.
  return gzipSync(`资源编号,计量项,用量,计量单位,金额,币种,账期\n${rows.join('\n')}\n${'\n'.repeat(turn)}`)
}

async function measure(database: Database, server: TestServer): Promise<void> {
  const { owner } = database
  await owner.query(
    'create table line_copied (statement_id uuid, no int, resource_ref text, item text, amount bigint)',
  )
  await owner.query('alter table line_copied add primary key (statement_id, no)')
  let turn = 0
  const handIn = async (content: Buffer) => {
    const { status, body } = await server.call(server.world.people.providerAdmin, operations.handIn, {
      body: {
        month: MONTH,
        providerId: null,
        fileName: 'bench.csv.gz',
        contentBase64: content.toString('base64'),
      },
    })
    if (status !== 200 || body.statement === null) throw new Error(JSON.stringify(body).slice(0, 500))
    return { isReplay: body.isReplay, statement: body.statement }
  }
  const seconds = { taken: 0, compared: 0 }
  const compare = async (id: string) => {
    await comparisonReconciler.reconcile(setupCtx(server), id, AbortSignal.timeout(600_000))
    const params = { id }
    return (await server.call(server.world.people.providerAdmin, operations.get, { params })).body
  }
  const pairs = await measurePairs(PAIRS, {
    async ours() {
      turn += 1
      const content = file(turn)
      return rate(async () => {
        const begun = performance.now()
        const { statement } = await handIn(content)
        const taken = performance.now()
        const { lines, openDifferences } =
          statement.comparing === null ? statement : await compare(statement.id)
        seconds.taken = (taken - begun) / 1000
        seconds.compared = (performance.now() - taken) / 1000
        if (lines !== ROWS || openDifferences !== Math.ceil(ROWS / 1000))
          throw new Error(`${lines} lines, ${openDifferences} differences`)
      })
    },
    async anchor() {
      await owner.query('truncate line_copied')
      await owner.query('checkpoint')
      return rate(() => copyLines(database))
    },
  })
  const { isReplay } = await handIn(file(turn))
  const [ours, anchor] = [median(pairs.map((pair) => pair.ours)), median(pairs.map((pair) => pair.anchor))]
  console.log(
    `statement rows=${ROWS} ours=${Math.round(ours)}/s anchor=${Math.round(anchor)}/s ratio=${medianRatio(pairs).toFixed(2)} replay=${isReplay} taken=${seconds.taken.toFixed(1)}s compared=${seconds.compared.toFixed(1)}s rss=${Math.round(process.memoryUsage().rss / 2 ** 20)}MiB`,
  )
}

async function copyLines({ owner }: Database): Promise<void> {
  const rows = createCopyRows()
  for (let n = 0; n < ROWS; n++) {
    rows.row(5)
    rows.uuid(idOf(0))
    rows.int(n)
    rows.text(`i-${n}`)
    rows.text('vcpu')
    rows.bigint(fenOf(n))
  }
  const client = await owner.connect()
  try {
    await copyInto(client, 'line_copied (statement_id, no, resource_ref, item, amount)', rows)
  } finally {
    client.release()
  }
}

/** Rows a second. */
async function rate(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await run()
  return ROWS / ((performance.now() - begun) / 1000)
}
