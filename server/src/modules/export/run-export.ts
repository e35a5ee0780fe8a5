/**
 * One export from its beginning to its end: the operation that exports the list at once is asked as the person from his
 * post, and what it would have bounded is written whole.
 */

import type { ReasonCode } from '@yunheng/contract'
import type { Actor, Ctx } from '../../platform/context.ts'
import type { MakeCtx } from '../../platform/create-context.ts'
import { AppError, assert, isPassing, refuse } from '../../platform/errors.ts'
import { type Download, NO_HTTP, type Route } from '../../platform/http/index.ts'
import type { ReconcileResult } from '../../platform/reconcile/index.ts'
import { dayInChina } from '../../platform/worktime/index.ts'
import { isListDownload, type WholeList } from '../../platform/xlsx/index.ts'
import { actorOfAsked, findPersonName } from '../organisation/index.ts'
import { ATTEMPTS_MAX, KEEP_MS, ROOM_LEFT_BYTES } from './export.ts'
import type { ExportFiles } from './export-files.ts'
import { type ExportRow, updateBegun, updateFailed, updateProgress, updateReady } from './export-store.ts'
import { writeExport } from './write-export.ts'

export interface ExportParts {
  readonly files: ExportFiles
  readonly makeCtx: MakeCtx
  /** All routes, of whichever module. */
  readonly routes: () => readonly Route[]
}

const DONE: ReconcileResult = { done: true }

/** Cancelled, or begun anew by another process: nobody wants this run any more. */
class Unwanted extends Error {}

export async function runExport(
  ctx: Ctx,
  parts: ExportParts,
  id: string,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  const row = await ctx.inTx((tx) => updateBegun(tx, id))
  if (row === null) return DONE
  if (row.attempts > ATTEMPTS_MAX) return fail(ctx, row, 'export.broken')
  const part = await parts.files.begin(id, row.attempts)
  try {
    const list = await openList(ctx, parts, row)
    const rows = await writeExport(part, row.format, list, createTeller(ctx, parts, row, list, signal))
    await finish(ctx, parts, row, part, { rows, name: list.name })
    return DONE
  } catch (error) {
    await parts.files.discard(part)
    if (error instanceof Unwanted) return DONE
    if (signal.aborted) return { done: false, againMs: 0 }
    if (error instanceof AppError && !isPassing(error)) return fail(ctx, row, error.reason, error.details)
    // Tried again by itself, a little later each time, until it has been begun too often.
    throw error
  }
}

async function openList(ctx: Ctx, { makeCtx, routes }: ExportParts, row: ExportRow): Promise<WholeList> {
  const actor = await actorOf(ctx, row)
  const route = routes().find(({ operation }) => operation.id === row.list)
  assert(route, `no list ${row.list}`)
  const call = { requestId: ctx.ids.next(), address: null, operation: route.operation }
  const query = { ...(row.filters as Record<string, unknown>), language: row.language }
  const input = { params: {}, query, body: undefined } as Parameters<Route['handle']>[1]
  const download = (await route.handle(makeCtx(actor, call), input, NO_HTTP)) as Download
  assert(isListDownload(download), `${row.list} is no list`)
  return download.whole
}

/** A post that has ended, or passed to another person, sees nothing any more. */
async function actorOf(ctx: Ctx, row: ExportRow): Promise<Actor> {
  const asked = { ...row, person_name: await findPersonName(ctx.db, row.person_id) }
  const actor = (await actorOfAsked(ctx.db, asked, ctx.clock.now())) ?? refuse('export.post_ended')
  return { ...actor, via: { kind: 'session', id: row.id, readOnly: true } }
}

const TELL_EVERY_MS = 1_000

/** Asked after each page: told now and then how far it has come, it says whether to go on. */
function createTeller(
  ctx: Ctx,
  { files }: ExportParts,
  row: ExportRow,
  list: WholeList,
  signal: AbortSignal,
): (rows: number) => Promise<void> {
  let expected: Awaited<ReturnType<WholeList['count']>> | undefined
  let nextMs = Number.NEGATIVE_INFINITY
  return async (rows) => {
    signal.throwIfAborted()
    if (performance.now() < nextMs) return
    nextMs = performance.now() + TELL_EVERY_MS
    if (expected === undefined) expected = await list.count()
    const progress = { rows, expected }
    if (!(await ctx.inTx((tx) => updateProgress(tx, row, progress)))) throw new Unwanted()
    if ((await files.freeBytes()) < ROOM_LEFT_BYTES) throw new AppError('export.no_room')
  }
}

async function finish(
  ctx: Ctx,
  { files }: ExportParts,
  row: ExportRow,
  part: string,
  { rows, name }: { readonly rows: number; readonly name: string },
): Promise<void> {
  if (!(await ctx.inTx((tx) => updateProgress(tx, row, { rows, expected: null })))) throw new Unwanted()
  const sizeBytes = await files.keep(part, row.id, row.format)
  const now = ctx.clock.now()
  const day = dayInChina(now)
  const file = {
    rows,
    sizeBytes,
    name: `${name}-${day}.${row.format}`,
    keptUntil: new Date(now.getTime() + KEEP_MS),
  }
  const counts = await ctx.inTx(async (tx) => {
    const isOurs = await updateReady(tx, row, file, now)
    if (isOurs) await tell(ctx, tx, row, 'export.ready', rows)
    return isOurs
  })
  if (!counts) await files.remove(row.id)
}

async function fail(
  ctx: Ctx,
  row: ExportRow,
  reason: ReasonCode,
  details: Readonly<Record<string, string | number>> = {},
): Promise<ReconcileResult> {
  await ctx.inTx(async (tx) => {
    if (await updateFailed(tx, row, { reason, details }, ctx.clock.now()))
      await tell(ctx, tx, row, 'export.failed', row.rows)
  })
  return DONE
}

const tell = (ctx: Ctx, tx: Parameters<Ctx['emit']>[0], row: ExportRow, type: string, rows: number) =>
  ctx.emit(tx, {
    type,
    noun: 'export',
    id: row.id,
    bodyId: row.body_id,
    payload: { personId: row.person_id, list: row.list, rows },
  })
