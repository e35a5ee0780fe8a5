/** Reads the facts and measures of some resources at once, and judges them. Writes nothing. */
import type { MeasureMetric, SavingRule } from '@yunheng/contract'
import type { Db } from '../../platform/db/index.ts'
import { findPricesInForce } from '../catalogue/index.ts'
import { type Summary, sumWindow } from '../measure/index.ts'
import { type DayWindow, lastDays, lastMonths } from './civil-days.ts'
import type { JudgedMeasures, Measures } from './figures.ts'
import { type JudgedResource, type Judgement, judge, unrefuted } from './judge.ts'
import { type PricedResource, type Prices, type Saving, savingOf } from './judge-price.ts'
import { type JudgedRow, listExemptionsOf, listJudged, listJudgedOn, listSizedDays } from './judged-store.ts'
import type { Thresholds } from './thresholds.ts'

export interface Judged {
  readonly row: JudgedRow
  readonly judgement: Judgement
  /** What the finding would save; null where nothing was found. */
  readonly saving: Saving | null
  readonly measures: JudgedMeasures | null
  /** Rules by which a notice about it goes on, found or not. */
  readonly unrefuted: () => readonly SavingRule[]
}

/** Every id follows it. */
export const FIRST = '00000000-0000-0000-0000-000000000000'
const BATCH = 500

/** Prices of each provider on the day, asked once. */
function createPriceBook(db: Db, today: string): (providerBodyId: string) => Promise<Prices> {
  const known = new Map<string, Promise<Prices>>()
  return (providerBodyId) => {
    const prices = known.get(providerBodyId) ?? findPricesInForce(db, providerBodyId, today)
    known.set(providerBodyId, prices)
    return prices
  }
}

/** Everything in sight, batch by batch. */
export async function* judgeAll(
  db: Db,
  thresholds: readonly Thresholds[],
  today: string,
  signal?: AbortSignal,
): AsyncGenerator<readonly (readonly Judged[])[]> {
  const prices = createPriceBook(db, today)
  for (let after = FIRST; ; ) {
    signal?.throwIfAborted()
    const rows = await listJudged(db, after, BATCH)
    yield await judgeRows(db, { rows, thresholds, day: today, prices })
    if (rows.length < BATCH) return
    after = (rows.at(-1) as JudgedRow).id
  }
}

export interface JudgedBatch {
  readonly versions: readonly (readonly Judged[])[]
  readonly count: number
  /** From where the next ones follow; null where there are none. */
  readonly next: string | null
}

/** The next ones as they were when a day began. */
export async function judgeOn(
  db: Db,
  thresholds: readonly Thresholds[],
  day: string,
  after: string,
): Promise<JudgedBatch> {
  const rows = await listJudgedOn(db, day, after, BATCH)
  const versions = await judgeRows(db, {
    rows,
    thresholds,
    day,
    prices: createPriceBook(db, day),
    before: day,
  })
  return { versions, count: rows.length, next: rows.length < BATCH ? null : (rows.at(-1) as JudgedRow).id }
}

interface ToJudge {
  readonly rows: readonly JudgedRow[]
  readonly thresholds: readonly Thresholds[]
  readonly day: string
  readonly prices: ReturnType<typeof createPriceBook>
  /** What came later is not looked at. */
  readonly before?: string
}

async function judgeRows(
  db: Db,
  { rows, thresholds, day, prices, before }: ToJudge,
): Promise<readonly (readonly Judged[])[]> {
  const exemptions = await listExemptionsOf(db, [...new Set(rows.map((row) => row.system_id))])
  const sized = await listSizedDays(db, serversAmong(rows), before)
  const told: (readonly Judged[])[] = []
  for (const version of thresholds) {
    const measures = await measuresOf(db, rows, version, day)
    const all: Judged[] = []
    for (const row of rows) {
      const mine = (exemptions.get(row.system_id) ?? []).filter(
        ({ resourceId }) => resourceId === null || resourceId === row.id,
      )
      const of = measures.get(row.id) ?? null
      const judged = toJudged(row, sized)
      const judgement = judge(judged, of, mine, version, day)
      const saving =
        judgement.is === 'found'
          ? savingOf(toPriced(row), judgement.finding, await prices(row.provider_body_id))
          : null
      const open = () => unrefuted(judged, of, mine, version, day)
      all.push({ row, judgement, saving, measures: of, unrefuted: open })
    }
    told.push(all)
  }
  return told
}

const serversAmong = (rows: readonly JudgedRow[]) =>
  rows.filter(({ kind }) => kind === 'server').map(({ id }) => id)

const toJudged = (row: JudgedRow, sized: ReadonlyMap<string, string>): JudgedResource => ({
  kind: row.kind,
  vcpus: row.vcpus ?? 0,
  memoryMiB: row.memory_mib ?? 0,
  deliveredOn: row.delivered_on,
  sizedOn: sized.get(row.id) ?? null,
  stoppedOn: row.stopped_on,
  isUnseen: row.is_unseen,
  unusedOn: row.unused_on,
  expiresOn: row.expires_on,
})

const toPriced = (row: JudgedRow): PricedResource => ({
  kind: row.kind,
  plan: row.plan,
  poolId: row.pool_id,
  vcpus: row.vcpus ?? 0,
  memoryMiB: row.memory_mib ?? 0,
  diskGiB: row.disk_gib ?? 0,
  isOff: row.stopped_on !== null,
})

/** The windows of these thresholds, for the servers among these; nobody else has measures. */
async function measuresOf(
  db: Db,
  rows: readonly JudgedRow[],
  thresholds: Thresholds,
  today: string,
): Promise<ReadonlyMap<string, JudgedMeasures>> {
  const ids = serversAmong(rows)
  if (ids.length === 0) return new Map()
  const windows = windowsOf(thresholds, today)
  const read = async (window: DayWindow) => ({ window, sums: await sumWindow(db, ids, window) })
  const idle = await read(windows.idle)
  const undersized = await read(windows.undersized)
  const months: Awaited<ReturnType<typeof read>>[] = []
  for (const window of windows.months) months.push(await read(window))
  const of = ({ window, sums }: Awaited<ReturnType<typeof read>>, id: string): Measures => ({
    window,
    of: sums.get(id) ?? NOT_MEASURED,
  })
  return new Map(
    ids.map((id) => [
      id,
      { idle: of(idle, id), undersized: of(undersized, id), months: months.map((month) => of(month, id)) },
    ]),
  )
}

const NOT_MEASURED: ReadonlyMap<MeasureMetric, Summary> = new Map()

export const windowsOf = ({ idle, undersized, oversized }: Thresholds, today: string) => ({
  idle: lastDays(today, idle.days),
  undersized: lastDays(today, undersized.days),
  months: lastMonths(today, oversized.months),
})
