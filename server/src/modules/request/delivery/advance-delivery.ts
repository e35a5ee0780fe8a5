import type { Text } from '@yunheng/contract'
import type { Authorised } from '../../../platform/authz/index.ts'
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { assert } from '../../../platform/errors.ts'
import type { Doors, LineProgress } from '../doors.ts'
import { insertRequestEvent } from '../event-store.ts'
import { type LineRow, listLines, updateLineStates } from '../line-store.ts'
import { nextState } from '../request.ts'
import { loadRequestForUpdate, type RequestRow, updateRequest } from '../request-store.ts'
import { rulesOfRequest } from '../rules-of-request.ts'
import { beginTerms, endTerms } from '../term/begin-terms.ts'
import type { StoredCondition } from './allocate.ts'
import { releaseBudget } from './commit-budget.ts'

type Row = Authorised<RequestRow, 'operate'>

/**
 * Reads how far the resources of a request are and moves lines and request along. It takes no input but the id and may
 * run at any time: what it writes depends only on what is.
 * @returns whether there is nothing left to follow.
 */
export async function advanceDelivery(doors: Doors, ctx: Ctx, requestId: string): Promise<boolean> {
  return ctx.inTx(async (tx) => {
    const request = (await loadRequestForUpdate(tx, requestId, {
      personId: null,
      seesDrafts: true,
    })) as Row | undefined
    if (!request || nextState(request.state, 'deliver') === null) return true
    const lines = await listLines(tx, requestId)
    const progress = await doors.supply.progress(
      tx,
      requestId,
      lines.map((line) => ({ lineId: line.id, resourceId: line.resourceId })),
    )
    const moved = lines.map((line) => ({ line, state: nextLineState(line, progress.get(line.id)) }))
    await writeLines(doors, ctx, tx, request, moved, progress)
    return writeRequest(doors, ctx, tx, request, moved, progress)
  })
}

type Moved = { readonly line: LineRow; readonly state: LineRow['state'] }

/** Where a line stands by its resources and the ground under them. What the department refused stays refused until it says otherwise. */
export function nextLineState(
  line: Pick<LineRow, 'state'>,
  progress: Pick<LineProgress, 'resources' | 'waitsFor'> | undefined,
): LineRow['state'] {
  if (line.state !== 'provisioning' && line.state !== 'failing') return line.state
  const resources = progress?.resources ?? []
  const waitsFor = progress?.waitsFor ?? []
  const isBuilt = resources.length > 0 && resources.every((each) => each.ready)
  if (isBuilt && waitsFor.length === 0) return 'delivered'
  const fails =
    resources.some((each) => !each.ready && each.problem !== null) || waitsFor.some((each) => each.failing)
  return fails ? 'failing' : 'provisioning'
}

async function writeLines(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  request: Row,
  moved: readonly Moved[],
  progress: ReadonlyMap<string, LineProgress>,
): Promise<void> {
  const now = ctx.clock.now()
  for (const { line, state } of moved) {
    if (state === line.state) continue
    const isDelivery = state === 'delivered'
    await updateLineStates(tx, request.id, [line.id], state, isDelivery ? now : undefined)
    if (!isDelivery) continue
    await insertRequestEvent(tx, ctx, request.id, 'line-delivered', { line: line.number })
    // The term runs from delivery, confirmed or not: nobody keeps a test machine by not answering.
    if (request.kind === 'new')
      await beginTerms(doors, ctx, tx, request, {
        lineId: line.id,
        resources: progress.get(line.id)?.resources ?? [],
      })
  }
}

async function writeRequest(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  request: Row,
  moved: readonly Moved[],
  progress: ReadonlyMap<string, LineProgress>,
): Promise<boolean> {
  const isThere = (state: LineRow['state']) => state === 'delivered' || state === 'confirmed'
  const there = moved.filter(({ state }) => isThere(state)).length
  if (there === moved.length) {
    await (request.kind === 'release'
      ? completeRelease(doors, ctx, tx, request, moved)
      : markDelivered(doors, ctx, tx, request))
    return true
  }
  const act = there > 0 ? 'deliver-part' : null
  const state = act === null ? request.state : nextState(request.state, act)
  assert(state !== null, 'what moves can be delivered in part')
  const condition = failingOf(ctx, request, moved, progress)
  const isSame =
    state === request.state && JSON.stringify(condition) === JSON.stringify(request.condition ?? null)
  if (!isSame) {
    await updateRequest(tx, request, null, {
      state,
      condition: condition === null ? null : JSON.stringify(condition),
      updated_at: ctx.clock.now(),
    })
    await ctx.emit(tx, {
      type: 'request.progressed',
      noun: 'request',
      id: request.id,
      bodyId: request.body_id,
    })
  }
  return false
}

function failingOf(
  ctx: Ctx,
  request: Row,
  moved: readonly Moved[],
  progress: ReadonlyMap<string, LineProgress>,
): StoredCondition | null {
  const failing = moved.find(({ state }) => state === 'failing')
  if (!failing) return null
  const known = request.condition as StoredCondition | null
  const words = whatFails(progress.get(failing.line.id))
  return {
    type: 'delivery-failing',
    reason: 'request.delivery_failing',
    details: {
      line: failing.line.number,
      words: words?.zh ?? '',
      wordsEn: words?.en ?? '',
    },
    since: known?.type === 'delivery-failing' ? known.since : ctx.clock.now().toISOString(),
  }
}

function whatFails(progress: LineProgress | undefined): Text | null {
  const resource = progress?.resources.find((each) => !each.ready && each.problem !== null)
  return resource?.problem ?? progress?.waitsFor.find((each) => each.failing)?.text ?? null
}

async function markDelivered(doors: Doors, ctx: Ctx, tx: Tx, request: Row): Promise<void> {
  const now = ctx.clock.now()
  const rules = await rulesOfRequest(doors, tx, ctx, request)
  const papersDueAt =
    request.purpose === 'emergency' && request.kind === 'new'
      ? await doors.calendar.dueAfter(tx, now, rules.emergencyPapersWorkingDays.value)
      : null
  await updateRequest(tx, request, null, {
    state: 'delivered',
    condition: null,
    delivered_at: request.delivered_at ?? now,
    updated_at: now,
    ...(papersDueAt && request.papers_due_at === null ? { papers_due_at: papersDueAt } : {}),
  })
  await insertRequestEvent(tx, ctx, request.id, 'delivered')
  await note(ctx, tx, request, 'request.delivered')
}

async function completeRelease(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  request: Row,
  moved: readonly Moved[],
): Promise<void> {
  const now = ctx.clock.now()
  await updateRequest(tx, request, null, {
    state: 'completed',
    condition: null,
    delivered_at: now,
    completed_at: now,
    updated_at: now,
  })
  const resourceIds = moved.flatMap(({ line }) => line.resourceId ?? [])
  await endTerms(tx, resourceIds, now)
  await releaseBudget(doors, ctx, tx, resourceIds)
  await insertRequestEvent(tx, ctx, request.id, 'completed')
  await note(ctx, tx, request, 'request.completed')
}

async function note(ctx: Ctx, tx: Tx, request: Row, type: string): Promise<void> {
  await ctx.audit(tx, {
    act: type,
    noun: 'request',
    objectId: request.id,
    bodyId: request.body_id,
    before: { state: request.state },
  })
  await ctx.emit(tx, { type, noun: 'request', id: request.id, bodyId: request.body_id })
}
