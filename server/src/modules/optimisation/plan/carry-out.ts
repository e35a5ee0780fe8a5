/**
 * Carries out an approved plan, one machine at a time: look again whether the move can be done, ask the cloud for it, watch
 * until the machine stands there. What happened is always read from the cloud, so a process that dies in between is no
 * matter: asking once more for a move that is done is a success without an effect.
 */
import type { ConsolidationObstacle } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import type { ReconcileResult, Reconciler } from '../../../platform/reconcile/index.ts'
import {
  type Connections,
  type Connector,
  ConnectorFault,
  findHostRef,
  noteGuestMoved,
} from '../../cloud/index.ts'
import { connectorsOf, findResource, type ResourceRow } from '../../resource/index.ts'
import { findObstacle } from './consolidation.ts'
import {
  type ConsolidationRow,
  findConsolidation,
  findNextMove,
  listToWatch,
  loadConsolidationForUpdate,
  type MoveRow,
  skipWaiting,
  updateConsolidation,
  updateMove,
} from './consolidation-store.ts'
import { isAtRest, readEstate } from './read-estate.ts'

export const CONSOLIDATION_RECONCILER = 'consolidation'

const LOOK_AGAIN_MS = 3_000
const TRY_AGAIN_MS = 60_000
const CALL_TIMEOUT_MS = 60_000
/** A machine that has not arrived by then is looked into by people. */
const MOVE_MAX_MS = 60 * 60_000

/** Faults that pass by themselves: the step waits. All others are the cloud's answer to this machine. */
const PASSING: ReadonlySet<ConnectorFault['fault']> = new Set([
  'unreachable',
  'timeout',
  'rate-limited',
  'internal',
  'nonsense',
  'unauthenticated',
])

export function createConsolidationReconciler(connections: Pick<Connections, 'to'>): Reconciler {
  return {
    name: CONSOLIDATION_RECONCILER,
    concurrency: 2,
    sweepEveryMs: 30_000,
    sweep: (ctx) => listToWatch(ctx.db),
    async reconcile(ctx, id, signal) {
      const plan = await findConsolidation(ctx.db, id)
      const move = plan && (await findNextMove(ctx.db, id))
      if (plan === undefined) return { done: true }
      if (move === undefined) return finish(ctx, id)
      if (move.state === 'waiting' && plan.state !== 'running') return { done: true }
      try {
        return await step(ctx, connections, plan, move, signal)
      } catch (error) {
        if (signal.aborted || !(error instanceof ConnectorFault)) throw error
        return PASSING.has(error.fault)
          ? await keepProblem(ctx, id, error.message)
          : await giveUp(ctx, plan, move, 'refused', error.message)
      }
    },
  }
}

async function step(
  ctx: Ctx,
  connections: Pick<Connections, 'to'>,
  plan: ConsolidationRow,
  move: MoveRow,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  const server = await findResource(ctx.db, move.resource_id)
  const hostRef = await findHostRef(ctx.db, move.to_host_id)
  const project = server?.project_id ? await findResource(ctx.db, server.project_id) : undefined
  if (server === undefined || hostRef === undefined || !project?.external_id)
    return giveUp(ctx, plan, move, 'machine-gone', null)
  const connector = await connectorsOf(connections)(plan.cloud_id)
  const limit = AbortSignal.any([signal, AbortSignal.timeout(CALL_TIMEOUT_MS)])
  const scope = { projectRef: project.external_id, signal: limit }
  const seen = await connector.observe('server', move.guest, scope)
  if (seen === null) return giveUp(ctx, plan, move, 'machine-gone', null)
  if (seen.attributes.host === hostRef && seen.state === 'ready') return arrived(ctx, plan, move)
  // Somebody else moved it meanwhile: the plan was not made for where it stands now.
  if (seen.state === 'ready' && seen.attributes.host !== (await findHostRef(ctx.db, move.from_host_id)))
    return giveUp(ctx, plan, move, 'machine-elsewhere', null)
  if (move.state === 'moving' && seen.state !== 'ready' && seen.state !== 'error')
    return wait(ctx, plan, move)
  return ask(ctx, plan, move, { connector, server, hostRef, scope })
}

interface Asking {
  readonly connector: Connector
  readonly server: ResourceRow
  readonly hostRef: string
  readonly scope: Parameters<Connector['change']>[3]
}

/** It stands still and is not there yet: asked for, if it can be done as things stand now. */
async function ask(
  ctx: Ctx,
  plan: ConsolidationRow,
  move: MoveRow,
  { connector, server, hostRef, scope }: Asking,
): Promise<ReconcileResult> {
  const { estate, promised, held, bonds } = await readEstate(ctx.db, plan.pool_id)
  const isBusy = !isAtRest(server) || held.has(server.id)
  const obstacle = findObstacle(move, estate, promised, isBusy, bonds)
  if (obstacle !== null) return giveUp(ctx, plan, move, obstacle, null)
  const begun = await ctx.inTx(async (tx) => {
    // Halted a moment ago: what was not asked for yet is not asked for any more.
    const now = await loadConsolidationForUpdate(tx, plan.id)
    if (now?.state !== 'running') {
      if (move.state === 'moving') await backToWaiting(tx, ctx, now, move)
      return false
    }
    const started_at = move.started_at ?? ctx.clock.now()
    await updateMove(tx, move, { state: 'moving', started_at })
    return true
  })
  if (!begun) return { done: true }
  await connector.change('server', move.guest, { type: 'migrate', hostRef }, scope)
  return wait(ctx, plan, { ...move, started_at: move.started_at ?? ctx.clock.now() })
}

async function backToWaiting(
  tx: Parameters<typeof updateMove>[0],
  ctx: Ctx,
  plan: ConsolidationRow | undefined,
  move: MoveRow,
): Promise<void> {
  const isOver = plan?.state === 'stopped'
  await updateMove(
    tx,
    move,
    isOver
      ? { state: 'skipped', why: 'stopped', ended_at: ctx.clock.now() }
      : { state: 'waiting', started_at: null },
  )
}

async function wait(ctx: Ctx, plan: ConsolidationRow, move: MoveRow): Promise<ReconcileResult> {
  const sinceMs = ctx.clock.now().getTime() - (move.started_at?.getTime() ?? 0)
  if (move.started_at !== null && sinceMs > MOVE_MAX_MS) return giveUp(ctx, plan, move, 'too-long', null)
  if (plan.problem !== null) await ctx.inTx((tx) => updateConsolidation(tx, plan.id, null, { problem: null }))
  return { done: false, againMs: LOOK_AGAIN_MS }
}

async function arrived(ctx: Ctx, plan: ConsolidationRow, move: MoveRow): Promise<ReconcileResult> {
  await ctx.inTx(async (tx) => {
    await updateMove(tx, move, { state: 'done', ended_at: ctx.clock.now() })
    await noteGuestMoved(tx, { cloudId: plan.cloud_id, guest: move.guest, toHostId: move.to_host_id })
    if (plan.problem !== null) await updateConsolidation(tx, plan.id, null, { problem: null })
    await record(tx, ctx, plan, 'consolidation.step', {
      machine: move.guest,
      resourceId: move.resource_id,
      from: move.from_name,
      to: move.to_name,
    })
  })
  return { done: false, againMs: 0 }
}

/** This machine stays; then its host is not freed, and the others on it need not move either. */
async function giveUp(
  ctx: Ctx,
  plan: ConsolidationRow,
  move: MoveRow,
  why: ConsolidationObstacle,
  words: string | null,
): Promise<ReconcileResult> {
  const now = ctx.clock.now()
  const isFailure = move.state === 'moving' || why === 'refused'
  await ctx.inTx(async (tx) => {
    await updateMove(tx, move, {
      state: isFailure ? 'failed' : 'skipped',
      why,
      words: words?.slice(0, 500) ?? null,
      ended_at: now,
    })
    await skipWaiting(tx, plan.id, 'host-stays', now, move.from_host_id)
    if (isFailure) await record(tx, ctx, plan, 'consolidation.step', { machine: move.guest, why, words })
  })
  return { done: false, againMs: 0 }
}

async function keepProblem(ctx: Ctx, id: string, words: string): Promise<ReconcileResult> {
  await ctx.inTx((tx) => updateConsolidation(tx, id, null, { problem: words.slice(0, 500) }))
  return { done: false, againMs: TRY_AGAIN_MS }
}

/** Nothing waits and nothing is on its way. */
async function finish(ctx: Ctx, id: string): Promise<ReconcileResult> {
  await ctx.inTx(async (tx) => {
    const plan = await loadConsolidationForUpdate(tx, id)
    if (plan?.state !== 'running') return
    const ended_at = ctx.clock.now()
    await updateConsolidation(tx, id, null, { state: 'done', ended_at, problem: null })
    await record(tx, ctx, plan, 'consolidation.done', { done: plan.moves_done, of: plan.moves_all })
    await ctx.emit(tx, {
      type: 'consolidation.done',
      noun: 'consolidation',
      id,
      bodyId: plan.provider_body_id,
    })
    await ctx.nudge(tx, 'cloud-hosts', plan.cloud_id)
  })
  return { done: true }
}

async function record(
  tx: Parameters<typeof updateMove>[0],
  ctx: Ctx,
  plan: ConsolidationRow,
  act: string,
  after: object,
): Promise<void> {
  await ctx.audit(tx, { act, noun: 'consolidation', objectId: plan.id, bodyId: plan.provider_body_id, after })
}
