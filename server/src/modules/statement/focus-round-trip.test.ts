/** What the platform writes as FOCUS 1.2 it reads as a provider's statement, and finds nothing to differ about (R299). */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { billOperations, DIMENSIONS, exportOperations, isCounted, RESOURCE_KINDS } from '@yunheng/contract'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { faultsOfFocusHead, faultsOfFocusRow, readFocus } from '../../../test/kit/focus-specification.ts'
import { useServer } from '../../../test/kit/server.ts'
import type { Download, Route } from '../../platform/http/index.ts'
import { csvHead, csvRows } from '../../platform/xlsx/index.ts'
import { FOCUS_COLUMNS, type FocusChargeRow, focusRowsOf } from '../billing/index.ts'
import { createExportModule } from '../export/index.ts'
import { dimensionOfMeter, meterNumber, windowOfMonth } from '../metering/index.ts'
import { fenText } from './file/amount.ts'
import { lookAt } from './file/decode.ts'
import { readFile } from './file/read-file.ts'
import type { ParsedLine } from './file/read-line.ts'
import { differencesOf, handIn, type Thing, writeMonth } from './month.fixture.ts'

const MONTH = '2026-09'
const window = windowOfMonth(MONTH)
const before = windowOfMonth('2026-08')
const BILLIONTH = 1_000_000_000n
const VERSION = '0199a000-0000-7000-8000-0000000000aa'

const columns = FOCUS_COLUMNS.map(([title, kind, value]) => ({ title, kind, value }))

const uuid = (no: number) => `0199a000-0000-7000-8000-${no.toString(16).padStart(12, '0')}`
const text = fc.string({ maxLength: 20 }).filter((one) => !one.includes('\ufffd'))

const anyCharge = fc.record({
  resource: fc.integer({ min: 1, max: 4 }),
  kind: fc.constantFrom(...RESOURCE_KINDS),
  meter: fc.constantFrom(...DIMENSIONS.map(meterNumber)),
  category: fc.constantFrom('usage' as const, 'usage' as const, 'adjustment' as const, 'once' as const),
  isGivenBack: fc.boolean(),
  held: fc.bigInt({ min: 0n, max: 10n ** 13n }),
  amount: fc.integer({ min: 0, max: 100_000_000 }),
  name: text,
  isTiered: fc.boolean(),
  isPriced: fc.boolean(),
})
type AnyCharge = typeof anyCharge extends fc.Arbitrary<infer One> ? One : never

const tiers = [
  { upTo: '10', unitPrice: '1.25' },
  { upTo: null, unitPrice: '0.333333333' },
]
const line = (position: number, some: readonly { upTo: string | null; unitPrice: string }[]) => ({
  position,
  dimension: 'vcpu',
  per: 'month',
  tiers: some,
  weights: { stopped: '0', unseen: '1' },
})
const versions = new Map([
  [
    VERSION,
    {
      versionId: VERSION,
      versionName: '价格',
      source: '合同',
      lines: [line(0, tiers.slice(1)), line(1, tiers)],
    },
  ],
]) as unknown as Parameters<typeof focusRowsOf>[1]

const UNPRICED = {
  price_version_id: null,
  price_position: null,
  factor: null,
  billable: null,
  amount: null,
  unpriced: 'no-clause',
} as const

/** What is counted as it flows is whole thousandths, held for the whole month. */
const MONTH_S = BigInt((window.to - window.from) * 3600)
const heldIn = ({ meter, held }: AnyCharge) =>
  isCounted(dimensionOfMeter(meter)) ? (held % 1_000_000n) * MONTH_S : held

function rowOf(any: AnyCharge, at: number): FocusChargeRow {
  const one = { ...any, held: heldIn(any) }
  const isEarlier = one.category === 'adjustment'
  return {
    bill_id: uuid(0xb1),
    body_id: uuid(0xb2),
    body_name: one.name,
    month: MONTH,
    no: at + 1,
    category: one.category,
    meter: one.meter,
    from_hour: isEarlier ? before.from : window.from,
    to_hour: isEarlier ? before.to : window.to,
    held: one.category === 'once' ? '0' : one.held.toString(),
    ...(one.isPriced || one.category !== 'usage'
      ? {
          price_version_id: VERSION,
          price_position: one.isTiered ? 1 : 0,
          factor: '850000000',
          billable: (one.held * BILLIONTH).toString(),
          amount: String(one.category === 'adjustment' || one.isGivenBack ? -one.amount : one.amount),
          unpriced: null,
        }
      : UNPRICED),
    disputed_no: one.category === 'adjustment' && one.isGivenBack ? 1 : null,
    disputed_bill_id: one.category === 'adjustment' && one.isGivenBack ? uuid(0xb9) : null,
    system_id: uuid(0xb3),
    system_name: one.name,
    project_no: null,
    resource_id: uuid(one.resource),
    resource_name: one.name,
    kind: one.kind,
    network_zone: 'government-extranet',
    provider_name: '磐石云',
    offering_code: 'ecs',
    offering_title: one.name === '' ? null : one.name,
    plan_code: null,
    zone_name: null,
    node_id: null,
    node_name: null,
  }
}

/** Of a whole file, by the specification. */
function faultsOf(file: string): readonly string[] {
  const { names, rows } = readFocus(file)
  return [...faultsOfFocusHead(names), ...rows.flatMap(faultsOfFocusRow)]
}

async function readBack(file: string): Promise<readonly ParsedLine[]> {
  const content = Buffer.from(file)
  const lines: ParsedLine[] = []
  const expected = { month: MONTH, monthSeconds: (window.to - window.from) * 3600 }
  for await (const batch of readFile(content, await lookAt(content), expected)) {
    expect(batch.faults).toEqual([])
    lines.push(...batch.lines)
  }
  return lines
}

describe('R276 R299: what is exported as FOCUS 1.2', () => {
  it('reads back the same: each resource, item and month with what it held and what it was billed (property)', async () => {
    const some = fc.array(anyCharge, { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(some, async (charges) => {
        const rows = charges.map((one, at) =>
          // Usage of the month is never below nothing.
          rowOf(one.category === 'usage' ? { ...one, isGivenBack: false } : one, at),
        )
        const told = rows.flatMap((row) => focusRowsOf(row, versions, BigInt(row.billable ?? 0) * 3n))
        const file = csvHead(columns, false) + csvRows(columns, told)
        expect(faultsOf(file)).toEqual([])
        const lines = await readBack(file)
        const cells = new Map<string, { fen: bigint; held: bigint }>()
        const add = (key: string, fen: bigint, held: bigint) => {
          const cell = cells.get(key) ?? { fen: 0n, held: 0n }
          cells.set(key, { fen: cell.fen + fen, held: cell.held + held })
        }
        for (const row of rows) {
          const category =
            row.disputed_no !== null ? 'credit' : row.category === 'once' ? 'purchase' : 'usage'
          const month = row.category === 'adjustment' ? '2026-08' : null
          const held = category === 'usage' && row.category === 'usage' ? BigInt(row.held) : 0n
          add(`${row.resource_id} ${row.meter} ${category} ${month}`, BigInt(row.amount ?? 0), held)
        }
        for (const one of lines)
          add(
            `${one.resourceRef} ${one.meter} ${one.category} ${one.serviceMonth}`,
            -BigInt(fenText(one.amount)),
            -BigInt(one.held ?? 0),
          )
        expect([...cells].filter(([, { fen, held }]) => fen !== 0n || held !== 0n)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

const server = useServer()
const HELD = 3n * 1000n * 3600n * 720n
const THINGS: readonly Thing[] = Array.from({ length: 20 }, (_, at) => ({
  id: uuid(0x500 + at),
  isApproved: true,
  externalId: `vm-${at}`,
  endedAt: null,
  held: [
    { dimension: 'vcpu' as const, held: HELD + BigInt(at), fen: BigInt(1000 + at) },
    { dimension: 'memory-gib' as const, held: 2n * HELD, fen: at % 5 === 0 ? null : BigInt(7 * at) },
  ],
  ...(at % 4 === 0 ? { adjusted: [{ month: '2026-07', fen: BigInt(-100 - at) }] } : {}),
}))

beforeAll(async () => {
  server.current.clock.set('2026-10-09T02:00:00.000Z')
  await writeMonth(server.current, MONTH, THINGS)
})

describe('R276 R299: a month of a provider', () => {
  const fileOf = async (query: string, persona = server.current.world.people.centre) =>
    server.current.api.inject({
      method: 'GET',
      url: `/api/v1/bills/focus?${query}`,
      headers: { authorization: `Bearer ${persona.postId}` },
    })

  it('is exported by those who see bills, and by nobody else', async () => {
    const { people } = server.current.world
    expect((await fileOf(`month=${MONTH}`, people.providerAdmin)).statusCode).toBe(403)
    const of = `month=${MONTH}&contractId=${uuid(0x999)}`
    expect((await fileOf(of)).json().reason).toBe('bill.focus_contract')
    const { provider, otherProvider } = server.current.world.bodies
    const rows = async (query: string) => (await fileOf(query)).payload.trimEnd().split('\r\n').length - 1
    expect(await rows(`month=${MONTH}`)).toBe(45)
    expect(await rows(`month=${MONTH}&providerBodyId=${provider}`)).toBe(45)
    expect(await rows(`month=${MONTH}&providerBodyId=${otherProvider}`)).toBe(0)
    expect(await rows('month=2026-05')).toBe(0)
  })

  it('is written in the background as well, byte for byte the same', async () => {
    const { centre } = server.current.world.people
    const dir = await mkdtemp(join(tmpdir(), 'yunheng-focus-'))
    const { makeCtx, routes } = server.current.composition
    const exporting = createExportModule({ dir, makeCtx, routes: () => routes })
    const started = await server.current.call(centre, exportOperations.start, {
      body: { list: 'bill.export-focus', filters: { month: MONTH }, format: 'csv', language: 'zh' },
    })
    expect(started.status).toBe(202)
    const { id } = started.body
    await exporting.reconcilers[0]?.reconcile(
      (await server.current.ctxOf(centre)).asSystem('test'),
      id,
      new AbortController().signal,
    )
    const ended = await server.current.call(centre, exportOperations.get, { params: { id } })
    expect([ended.body.state, ended.body.rows]).toEqual(['ready', 45])
    expect(ended.body.fileName).toMatch(/^focus-2026-09-.*\.csv$/)
    const download = exporting.routes.find(
      ({ operation }) => operation.id === exportOperations.download.id,
    ) as Route
    const ctx = { ...(await server.current.ctxOf(centre)), operation: exportOperations.download }
    const answer = (await download.handle(ctx, { params: { id } } as never, {} as never)) as Download
    // R275: noted as that list when it is fetched.
    expect(answer.issuedAs).toMatchObject({ operationId: 'bill.export-focus', noun: 'bill' })
    expect((await buffer(answer.content as never)).toString()).toBe((await fileOf(`month=${MONTH}`)).payload)
    await rm(dir, { recursive: true, force: true })
  })

  it('handed in by the provider as it was exported differs in nothing, to the 分', async () => {
    const { provider } = server.current.world.bodies
    const { payload } = await fileOf(`month=${MONTH}&providerBodyId=${provider}`)
    expect(faultsOf(payload)).toEqual([])
    expect(readFocus(payload).rows).toHaveLength(45)
    // No mark stands before the first column.
    expect(payload.startsWith('AvailabilityZone,')).toBe(true)
    const { people } = server.current.world
    const { status, body } = await handIn(server.current, people.providerAdmin, MONTH, payload)
    expect([status, body.faults, body.statement?.state]).toEqual([200, [], 'compared'])
    expect(await differencesOf(server.current, body)).toEqual([])
    const bills = await server.current.call(people.centre, billOperations.list, { query: { month: MONTH } })
    expect(bills.body.items).toHaveLength(1)
    const sum = THINGS.flatMap(({ held, adjusted = [] }) => [...held, ...adjusted]).reduce(
      (total, { fen }) => total + (fen ?? 0n),
      0n,
    )
    expect(body.statement?.amount.amountMinor).toBe(Number(sum))
  })
})
