/**
 * Brings usage up to the last whole hour: first whoever's past became known anew, then everybody's hours since the mark. Each
 * batch is a transaction of its own; killed anywhere, the next pass derives the same again and writes only what is missing.
 */
import type pg from 'pg'
import type { Ctx } from '../../platform/context.ts'
import { type Database, SCOPE_ALL } from '../../platform/db/index.ts'
import { inLanes } from '../../platform/lanes.ts'
import { dayBeginOf, hourOf, piecesOf, type Window } from './civil-month.ts'
import { type Counted, countUsage } from './count/count-usage.ts'
import { readCounted } from './count/reading-store.ts'
import { deriveUsage, type Phase, type UsageRow } from './derive-usage.ts'
import { goesByTraffic, meteredAmounts, TRAFFIC_KINDS } from './metered-amounts.ts'
import { type OrderedUnits, orderedUnitsOf } from './ordered-units.ts'
import {
  type Due,
  findFirstHour,
  forgetDue,
  listDue,
  listLiving,
  readPhases,
  type StoredPhase,
} from './phase-store.ts'
import type { ClosedUntil } from './ports.ts'
import { ensureSubjects, listHolders } from './subject-store.ts'
import { ensureMonth, findMark, mergeUsage, openMetering, openSecondLane, saveMark } from './usage-store.ts'

export interface MeteringParts {
  readonly database: Database
  /** Nothing is closed unless somebody says so. */
  readonly closedUntil?: ClosedUntil
}

/** Resources at a time, and hours of all of them together: some ten thousand rows. */
const BATCH = 1000
const RESOURCE_HOURS = 24 * BATCH
/**
 * Whoever is behind takes a week of few rather than a day of many: what a resource was is read once for more hours, and its hours
 * stand together. Killed, no more than this is derived again.
 */
const HOURS_MIN = 168
/** So many batches of resources are known before they are derived. */
const BATCHES_LISTED = 16
/** With fewer connections there is one lane: the lock holds one, and others are waited for meanwhile. */
const POOL_FOR_LANES = 5
/** What happened is known a little later: an hour is derived when it has been over for so long. */
const LAG_MS = 300_000
export const NIL = '00000000-0000-0000-0000-000000000000'

/** @returns the first hour that is not to be derived yet. */
export const endOf = (now: Date): number => hourOf(new Date(now.getTime() - LAG_MS))

/** @returns rows written or taken away, and up to which hour; null when another process meters just now. */
export async function meterUsage(
  ctx: Ctx,
  parts: MeteringParts,
  signal: AbortSignal,
): Promise<{ readonly written: number; readonly upTo: number } | null> {
  return parts.database.withConnection(SCOPE_ALL, async (client) => {
    if (!(await openMetering(client))) return null
    const session: Session = { ctx, client, signal, closedUntil: parts.closedUntil }
    const end = endOf(ctx.clock.now())
    const mark = (await findMark(client)) ?? (await findFirstHour(client)) ?? end
    let written = await catchUpDue(session, mark)
    const living = await listLiving(client, { from: mark, to: end }, NIL, BATCH + 1)
    const windows = [...piecesOf({ from: mark, to: end }, hoursFor(living.length))]
    const isMuch = windows.some((window) => living.length > batchFor(window))
    await withLanes(parts.database, client, isMuch, async (lanes) => {
      for (const window of windows) {
        written += await meterWindow(session, lanes, window)
        await saveMark(client, window.to)
      }
    })
    return { written, upTo: Math.max(mark, end) }
  })
}

/** Where there is much: a second connection, so that one batch is derived while the database takes in another. */
async function withLanes(
  database: Database,
  first: pg.ClientBase,
  isMuch: boolean,
  run: (lanes: readonly pg.ClientBase[]) => Promise<void>,
): Promise<void> {
  if (!isMuch || database.pool.options.max < POOL_FOR_LANES) return run([first])
  return database.withConnection(SCOPE_ALL, async (second) =>
    run((await openSecondLane(second)) ? [first, second] : [first]),
  )
}

interface Session {
  readonly ctx: Ctx
  readonly client: pg.ClientBase
  readonly signal: AbortSignal
  readonly closedUntil: ClosedUntil | undefined
}

const hoursFor = (resources: number) =>
  Math.max(HOURS_MIN, Math.floor(RESOURCE_HOURS / Math.max(1, resources)))
/** How many resources of so many hours are a batch. */
const batchFor = ({ from, to }: Window) =>
  Math.max(1, Math.min(BATCH, Math.floor(RESOURCE_HOURS / Math.max(1, to - from))))

function batchesOf(resourceIds: readonly string[], window: Window): readonly (readonly string[])[] {
  const size = batchFor(window)
  return Array.from({ length: Math.ceil(resourceIds.length / size) }, (_, at) =>
    resourceIds.slice(at * size, (at + 1) * size),
  )
}

const DAY_H = 24

/**
 * Whose past became known anew: from then on up to the mark, those of one day together. What begins after the mark is derived in its
 * turn.
 */
async function catchUpDue(session: Session, mark: number): Promise<number> {
  let written = 0
  for (let after = NIL; ; ) {
    const due = await listDue(session.client, after, BATCH)
    const past = due.filter((one) => hourOf(one.since) < mark)
    for (const [day, some] of Map.groupBy(past, (one) => Math.floor(hourOf(one.since) / DAY_H)))
      written += await deriveAgain(session, some, { from: day * DAY_H, to: mark })
    await forgetDue(session.client, due)
    if (due.length < BATCH) return written
    after = (due.at(-1) as Due).resource_id
  }
}

async function deriveAgain(session: Session, due: readonly Due[], window: Window): Promise<number> {
  const ids = due.map((one) => one.resource_id)
  let written = 0
  for (const piece of piecesOf(window, hoursFor(ids.length))) {
    await ensureMonth(session.client, piece)
    for (const some of batchesOf(ids, piece)) written += await derive(session, some, piece)
  }
  return written
}

async function meterWindow(
  session: Session,
  lanes: readonly pg.ClientBase[],
  window: Window,
): Promise<number> {
  // Before there are lanes: two that make it at once do not see each other's.
  await ensureMonth(session.client, window)
  const limit = BATCHES_LISTED * batchFor(window)
  let written = 0
  for (let after = NIL; ; ) {
    const ids = await listLiving(session.client, window, after, limit)
    await inLanes(lanes, batchesOf(ids, window), async (some, client) => {
      const more = await derive({ ...session, client }, some, window)
      written += more
    })
    if (ids.length < limit) return written
    after = ids.at(-1) as string
  }
}

/** One batch, one transaction. */
async function derive(session: Session, resourceIds: readonly string[], window: Window): Promise<number> {
  const { ctx, client, signal } = session
  signal.throwIfAborted()
  if (resourceIds.length === 0) return 0
  // A day that ends in the window counts by what it was before, too.
  const stored = await readPhases(client, resourceIds, { from: dayBeginOf(window.from), to: window.to })
  const units = await orderedUnitsOf(ctx.db, stored)
  const carriers = stored.filter(({ kind }) => TRAFFIC_KINDS.includes(kind)).map((one) => one.resource_id)
  const counted = await readCounted(client, [...new Set(carriers)], window)
  return inTx(client, async () => {
    const subjects = await ensureSubjects(
      client,
      stored.map((phase) => ({ phase, tier: tierOf(phase) })),
    )
    const derived = rowsOf(stored, { subjects, units, counted }, window)
    return mergeUsage(client, { resourceIds, window, derived, ...(await closedFor(session, resourceIds)) })
  })
}

interface Known {
  readonly subjects: readonly number[]
  readonly units: OrderedUnits
  readonly counted: ReadonlyMap<string, Counted>
}

function rowsOf(
  stored: readonly StoredPhase[],
  { subjects, units, counted }: Known,
  window: Window,
): readonly UsageRow[] {
  const rows: UsageRow[] = []
  const byResource = Map.groupBy(stored.keys(), (index) => stored[index]?.resource_id as string)
  for (const [resourceId, indexes] of byResource) {
    const phases = [...indexes].map((index) =>
      toPhase(stored[index] as StoredPhase, subjects[index] as number, units),
    )
    for (const row of deriveUsage(phases, window)) rows.push(row)
    const own = counted.get(resourceId)
    if (own !== undefined) rows.push(...countUsage(phases, own, window))
  }
  return rows
}

/** No month is closed while the session lasts: whoever closes waits for its lock. */
async function closedFor({ ctx, client, closedUntil }: Session, resourceIds: readonly string[]) {
  if (closedUntil === undefined) return {}
  const until = await closedUntil(ctx.db, await listHolders(client, resourceIds))
  const hours = new Map([...until].map(([bodyId, at]) => [bodyId, hourOf(at)]))
  return { closed: { until: hours, knownAt: ctx.clock.now() } }
}

function toPhase(stored: StoredPhase, subject: number, units: OrderedUnits): Phase {
  const ordered = units.of(stored)
  return {
    at: stored.at.getTime(),
    ordinal: Number(stored.ordinal),
    condition: stored.condition,
    subject,
    amounts: meteredAmounts(stored.kind, stored.spec, ordered),
    goesByTraffic: goesByTraffic(stored.kind, ordered),
  }
}

/** Storage is priced by tier: what was sold, or the cloud's own name of it. */
function tierOf({ spec }: StoredPhase): string | null {
  const { tier, volumeType } = spec
  if (typeof tier === 'string') return tier
  return typeof volumeType === 'string' ? volumeType : null
}

async function inTx<T>(client: pg.ClientBase, run: () => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    const value = await run()
    await client.query('commit')
    return value
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}
