/**
 * One scan of one cloud: pages are read, compared and written as they come; in memory are the fingerprints of what is known
 * and at most two batches of what differs. What has changed or appeared is a fact and is kept even when the scan fails
 * later; that something is gone is believed only when the whole cloud has been shown (F9).
 */
import type pg from 'pg'
import type { Ctx } from '../../../platform/context.ts'
import { type Database, SCOPE_ALL } from '../../../platform/db/index.ts'
import { type Connector, ConnectorFault } from '../../cloud/index.ts'
import { listOurs } from '../item/item-store.ts'
import { createKnownThings, type KnownThings } from './known-things.ts'
import { type PageReader, readPages } from './read-pages.ts'
import {
  failureOf,
  INTERRUPTED,
  isShrunk,
  type NextScan,
  type ScanFailure,
  type ScanOptions,
} from './scan.ts'
import {
  findWish,
  insertScan,
  removeWish,
  type ScanCounts,
  updateScanComplete,
  updateScanFailed,
  updateScanProgress,
  updateScansInterrupted,
} from './scan-store.ts'
import {
  countGone,
  listLookedAt,
  markVanished,
  openStaging,
  readKnown,
  type Scanned,
  sendUnseen,
} from './staging-store.ts'
import { createIntake, type Intake, type Prepared } from './take-in.ts'

export interface ScanParts {
  readonly database: Database
  readonly options: ScanOptions
}

/** Owned by module resource: it looks at one resource and says what it finds (Drift, Missing). */
const RESOURCE_RECONCILER = 'resource'

type Counts = { -readonly [K in keyof ScanCounts]: ScanCounts[K] }

/** @returns whether it ran to its end; null when another process scans this cloud just now. */
export async function runScan(
  ctx: Ctx,
  { database, options }: ScanParts,
  cloudId: string,
  next: Pick<NextScan, 'sort' | 'since'>,
  open: () => Promise<Connector>,
  signal: AbortSignal,
): Promise<boolean | null> {
  return database.withConnection(SCOPE_ALL, async (client) => {
    if (!(await openStaging(client, cloudId))) return null
    const scanId = ctx.ids.next()
    const beganAt = ctx.clock.now()
    await ctx.inTx(async (tx) => {
      await updateScansInterrupted(tx, cloudId, INTERRUPTED, beganAt)
      await insertScan(tx, { id: scanId, cloudId, sort: next.sort, now: beganAt })
    })
    const counts: Counts = { pages: 0, seen: 0, appeared: 0, changed: 0, vanished: 0 }
    const intake = createIntake(client, { cloudId, scanId, ids: ctx.ids })
    const known = createKnownThings()
    let failure: ScanFailure | null
    try {
      const connector = await open()
      const { kinds } = await connector.capabilities(signal)
      // An incremental one shows little, and proves no absence: it is compared with the rows themselves.
      if (next.sort === 'full') await readKnown(client, cloudId, known)
      const tell = createTeller(ctx, scanId, counts)
      await readPages(connector.inventory({ kinds, since: next.since, signal }), {
        batchRows: options.batchRows,
        known,
        counts,
        now: () => ctx.clock.now(),
        tell,
        prepare(batch) {
          const prepared = intake.prepare(batch)
          return async () => nudge(ctx, await takeIn(ctx, intake, prepared, known, counts))
        },
      } satisfies PageReader)
      signal.throwIfAborted()
      const scanned = { cloudId, scanId, kinds, beganAt, now: ctx.clock.now() }
      failure = next.sort === 'full' ? await bury(ctx, client, scanned, known, counts) : null
      await nudge(ctx, await shownAsBefore(client, scanned, known))
    } catch (error) {
      failure = signal.aborted ? INTERRUPTED : error instanceof ConnectorFault ? failureOf(error) : null
      if (failure === null) {
        await end(ctx, { cloudId, scanId, beganAt }, counts, INTERRUPTED)
        throw error
      }
    }
    await end(ctx, { cloudId, scanId, beganAt }, counts, failure)
    return failure === null
  })
}

const TELL_EVERY_MS = 2_000

/** Somebody may be waiting for the scan: now and then its row says how far it has come. */
function createTeller(ctx: Ctx, scanId: string, counts: Counts): () => Promise<void> {
  let toldAtMs = ctx.clock.now().getTime()
  return async () => {
    const nowMs = ctx.clock.now().getTime()
    if (nowMs - toldAtMs < TELL_EVERY_MS) return
    toldAtMs = nowMs
    await ctx.inTx((tx) => updateScanProgress(tx, scanId, { ...counts }))
  }
}

async function takeIn(
  ctx: Ctx,
  intake: Intake,
  prepared: Prepared,
  known: KnownThings,
  counts: Counts,
): Promise<readonly string[]> {
  const taken = await intake.takeIn(prepared, ctx.clock.now())
  counts.appeared += taken.appeared
  counts.changed += taken.changed
  for (const fingerprint of taken.superseded) known.supersede(fingerprint)
  return taken.resourceIds
}

/** Absence, after the whole cloud was shown. @returns why it is not believed, or null. */
async function bury(
  ctx: Ctx,
  client: pg.ClientBase,
  scanned: Scanned,
  known: KnownThings,
  counts: Counts,
): Promise<ScanFailure | null> {
  if ((await sendUnseen(client, known)) === 0) return null
  const wish = await findWish(ctx.db, scanned.cloudId)
  const { standing, gone } = await countGone(client, scanned)
  if (isShrunk(standing, gone) && !wish?.loss_reason)
    return { reason: 'inventory.scan_shrunk', details: { standing, gone }, cloudRequestId: null }
  if (gone === 0) return null
  const vanished = await markVanished(client, scanned)
  counts.vanished = vanished.count
  await nudge(ctx, vanished.resourceIds)
  return null
}

/** A look is written a moment after it was told. */
const LOOK_LAG_MS = 60_000

/**
 * What a look told otherwise while the scan ran, and a page then told as it was known before: which of the two is younger
 * is not known any more, so it is looked at once again.
 */
async function shownAsBefore(
  client: pg.ClientBase,
  { cloudId, beganAt }: Scanned,
  known: KnownThings,
): Promise<readonly string[]> {
  if (known.count === 0) return []
  const looked = await listLookedAt(client, cloudId, new Date(beganAt.getTime() - LOOK_LAG_MS))
  return known.seenAmong(new Set(looked.keys())).flatMap((id) => looked.get(id) ?? [])
}

/** Which of these are ours is looked at: what that finds is said once, at the resource. A lost nudge costs time only. */
async function nudge(ctx: Ctx, resourceIds: readonly string[]): Promise<void> {
  if (resourceIds.length === 0) return
  const ours = await listOurs(ctx.db, resourceIds)
  if (ours.length === 0) return
  await ctx.inTx((tx) => ctx.nudge(tx, RESOURCE_RECONCILER, ours))
}

async function end(
  ctx: Ctx,
  scan: { readonly cloudId: string; readonly scanId: string; readonly beganAt: Date },
  counts: ScanCounts,
  failure: ScanFailure | null,
): Promise<void> {
  const { cloudId, scanId, beganAt } = scan
  const now = ctx.clock.now()
  await ctx.inTx(async (tx) => {
    if (failure === null) {
      await updateScanComplete(tx, scanId, counts, now)
      await removeWish(tx, cloudId, beganAt)
    } else await updateScanFailed(tx, scanId, counts, failure, now)
    await ctx.emit(tx, {
      type: 'inventory.scanned',
      noun: 'cloud',
      id: cloudId,
      bodyId: null,
      payload: { scanId, complete: failure === null, ...counts },
    })
  })
}
