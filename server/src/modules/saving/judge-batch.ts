/** Reads the facts and measures of some resources at once, and judges them. Writes nothing. */
import type { MeasureMetric } from '@yunheng/contract'
import type { Db } from '../../platform/db/index.ts'
import { findPricesInForce } from '../catalogue/index.ts'
import { type Summary, sumWindow } from '../measure/index.ts'
import { type DayWindow, lastDays, lastMonths } from './civil-days.ts'
import { type JudgedMeasures, type JudgedResource, type Judgement, judge, type Measures } from './judge.ts'
import { type PricedResource, type Prices, type Saving, savingOf } from './judge-price.ts'
import { type JudgedRow, listExemptionsOf, listJudged, listSizedDays } from './judged-store.ts'
import type { Thresholds } from './thresholds.ts'

export interface Judged {
  readonly row: JudgedRow
  readonly judgement: Judgement
  /** What the finding would save; null where nothing was found. */
  readonly saving: Saving | null
  readonly measures: JudgedMeasures | null
}

const NIL = '00000000-0000-0000-0000-000000000000'
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
  for (let after = NIL; ; ) {
    signal?.throwIfAborted()
    const rows = await listJudged(db, after, BATCH)
    const exemptions = await listExemptionsOf(db, [...new Set(rows.map((row) => row.system_id))])
    const sized = await listSizedDays(db, serversAmong(rows))
    const told: (readonly Judged[])[] = []
    for (const version of thresholds) {
      const measures = await measuresOf(db, rows, version, today)
      const judged: Judged[] = []
      for (const row of rows) {
        const mine = (exemptions.get(row.system_id) ?? []).filter(
          ({ resourceId }) => resourceId === null || resourceId === row.id,
        )
        const of = measures.get(row.id) ?? null
        const judgement = judge(toJudged(row, sized), of, mine, version, today)
        const saving =
          judgement.is === 'found'
            ? savingOf(toPriced(row), judgement.finding, await prices(row.provider_body_id))
            : null
        judged.push({ row, judgement, saving, measures: of })
      }
      told.push(judged)
    }
    yield told
    if (rows.length < BATCH) return
    after = (rows.at(-1) as JudgedRow).id
  }
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
