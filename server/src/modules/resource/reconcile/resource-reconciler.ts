/**
 * Drives each resource toward what should be, one step a pass (STYLE 2.9). It takes no input but the id; killed at any
 * instant, the next pass finds by tag what the last one made.
 */
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { assert } from '../../../platform/errors.ts'
import type { ReconcileResult, Reconciler } from '../../../platform/reconcile/index.ts'
import { type Connector, ConnectorFault, type Observed } from '../../cloud/index.ts'
import { listNeighbours } from '../link-store.ts'
import type { ResourcePorts } from '../ports.ts'
import type { ResourceRow } from '../resource.ts'
import { claimFirstAsk, findResource, listDueLooks, updateFacts } from '../resource-store.ts'
import { reconcileService } from '../work-order/reconcile-service.ts'
import { type Breakers, createBreakers } from './breaker.ts'
import { conditionOfFault, type NewCondition, waitMsAfter } from './conditions.ts'
import { isAnswer, lookForLate } from './late-arrival.ts'
import { type Action, LATE_ANSWER_MS, type Neighbour, nextAction, objectsIn } from './next-action.ts'
import { againAfter, isNoNews, nextLook, waitAfterBreak } from './next-look.ts'
import type { Outcome, Seen } from './outcome.ts'
import { RESOURCE_RECONCILER, recordOutcome } from './record-outcome.ts'

export interface ReconcilerOptions {
  /** How often a settled resource is looked at, so that what was changed outside is seen. Spread in time. */
  readonly refreshEveryMs: number
  /** See {@link LATE_ANSWER_MS}. */
  readonly lateAnswerMs: number
  /** Longest that one call to a cloud may take. */
  readonly callTimeoutMs: number
  readonly concurrency: number
}

export const DEFAULT_RECONCILER_OPTIONS: ReconcilerOptions = {
  refreshEveryMs: 15 * 60_000,
  lateAnswerMs: LATE_ANSWER_MS,
  callTimeoutMs: 60_000,
  concurrency: 32,
}

const SWEEP_LIMIT = 500

export function createResourceReconciler(ports: ResourcePorts, options: ReconcilerOptions): Reconciler {
  const breakers = createBreakers()
  return {
    name: RESOURCE_RECONCILER,
    concurrency: options.concurrency,
    sweepEveryMs: 5_000,
    sweep: (ctx) => listDueLooks(ctx.db, ctx.clock.now(), SWEEP_LIMIT),
    async reconcile(ctx, id, signal) {
      const row = await findResource(ctx.db, id)
      if (row === undefined) return { done: true }
      if (row.kind === 'service') return reconcileService(ctx, ports, id)
      if (row.released_at !== null) return lookForLate(ctx, ports, row, signal)
      const asked = ctx.clock.now()
      const outcome = await pass(ctx, ports, options, breakers, row, signal)
      signal.throwIfAborted()
      return keep(ctx, ports, options, row, outcome, asked)
    },
  }
}

/** Looks, decides, takes at most one step. Whatever the cloud does wrong becomes a condition, never an exception. */
async function pass(
  ctx: Ctx,
  ports: ResourcePorts,
  options: ReconcilerOptions,
  breakers: Breakers,
  row: ResourceRow,
  signal: AbortSignal,
): Promise<Outcome> {
  let observed: Observed | null | undefined
  let action: Action | null = null
  try {
    const neighbours = await listNeighbours(ctx.db, row)
    const project = neighbours.foundation.find((one) => one.id === row.project_id)
    const projectRef = project?.externalId ?? null
    breakers.check(row.cloud_id, ctx.clock.now().getTime())
    const connector = await ports.connectorOf(row.cloud_id)
    const { kinds } = await connector.capabilities(limitOf(signal, options))
    if (!kinds.includes(row.kind as never))
      return outcomeOf({ conditions: [{ type: 'PersonNeeded', reason: 'resource.connector_missing' }] })
    const calls = createCalls(connector, row, projectRef, options.callTimeoutMs, signal)
    observed = needsLook(row, project) ? await calls.look() : null
    action = nextAction(
      { row, observed, ...neighbours, notBefore: notBefore(row) },
      ctx.clock.now(),
      options.lateAnswerMs,
    )
    observed = await act(ctx, row, action, calls, observed)
    const settled = action.do === 'create' ? settledAtOnce(row, observed, neighbours, ctx.clock.now()) : null
    breakers.succeeded(row.cloud_id)
    return outcomeOf({ observed, action: settled ?? action, conditions: conditionsOf(action, observed) })
  } catch (error) {
    if (signal.aborted) throw error
    if (!(error instanceof ConnectorFault)) throw error
    breakers.failed(row.cloud_id, error, ctx.clock.now().getTime())
    const isRefused = action?.do === 'create' && isAnswer(error)
    return { ...outcomeOf({ observed, fault: error, row, now: ctx.clock.now() }), isRefused }
  }
}

/** A project that does not exist yet holds nothing, and what was never asked for is not there: no call is needed. */
function needsLook(row: ResourceRow, project: Neighbour | undefined): boolean {
  if (row.asked_at === null) return false
  return row.kind === 'project' || (project !== undefined && project.externalId !== null)
}

function limitOf(signal: AbortSignal, { callTimeoutMs }: ReconcilerOptions): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(callTimeoutMs)])
}

function notBefore(row: ResourceRow): Date | null {
  const broken = row.conditions.find((one) => one.reason === 'resource.cloud_error')
  return row.built_at === null && broken?.nextTryAt ? new Date(broken.nextTryAt) : null
}

type Calls = ReturnType<typeof createCalls>

function createCalls(
  connector: Connector,
  row: ResourceRow,
  projectRef: string | null,
  timeoutMs: number,
  signal: AbortSignal,
) {
  const scope = () => ({ projectRef, signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) })
  const { kind } = row
  assert(kind !== 'service', 'a service has no connector')
  return {
    /** By its identifier; by its tag while none is known. */
    look: () =>
      row.external_id === null
        ? connector.find(kind, row.id, scope())
        : connector.observe(kind, row.external_id, scope()),
    ensure: (spec: Parameters<Connector['ensure']>[1], isFirst: boolean) =>
      connector.ensure(row.id, spec, { ...scope(), isFirst }),
    change: (externalId: string, change: Parameters<Connector['change']>[2]) =>
      connector.change(kind, externalId, change, scope()),
    remove: (externalId: string) => connector.remove(kind, externalId, scope()),
  }
}

/** @returns what is known of the thing after the step: the answer of a create, otherwise what was seen before. */
async function act(
  ctx: Ctx,
  row: ResourceRow,
  action: Action,
  calls: Calls,
  observed: Observed | null,
): Promise<Observed | null> {
  switch (action.do) {
    case 'create':
      return calls.ensure(action.spec, await writeDownAsking(ctx, row))
    case 'change':
      if (observed !== null) await calls.change(observed.externalId, action.change)
      return observed
    case 'remove':
      if (observed !== null) await calls.remove(observed.externalId)
      return observed
    default:
      return observed
  }
}

/** Before the call: from here on, absence has to be proved. @returns whether it was never asked for before. */
async function writeDownAsking(ctx: Ctx, row: ResourceRow): Promise<boolean> {
  const now = ctx.clock.now()
  return ctx.inTx(async (tx) => {
    if (row.asked_at === null && (await claimFirstAsk(tx, row.id, now))) return true
    await updateFacts(tx, row.id, { asked_at: now })
    return false
  })
}

/** Made and ready in one call, with nothing left to do: no need for another pass to say so. */
function settledAtOnce(
  row: ResourceRow,
  observed: Observed | null,
  neighbours: { readonly foundation: readonly Neighbour[]; readonly burden: readonly Neighbour[] },
  now: Date,
): Action | null {
  if (observed?.state !== 'ready') return null
  const action = nextAction({ row: { ...row, built_at: now }, observed, ...neighbours, notBefore: null }, now)
  return action.do === 'settle' ? action : null
}

function conditionsOf(action: Action, observed: Observed | null): readonly NewCondition[] {
  const found: NewCondition[] = []
  const duplicates = observed?.attributes.duplicates
  if (Array.isArray(duplicates) && duplicates.length > 0)
    found.push({
      type: 'PersonNeeded',
      reason: 'resource.duplicated',
      details: { refs: duplicates.join(', ').slice(0, 300) },
    })
  const broken = observed?.state === 'error' && (action.do === 'rest' || action.do === 'remove')
  if (broken) found.push({ type: 'CloudFault', reason: 'resource.cloud_error', cloudWords: observed.fault })
  if (action.do === 'wait') {
    const reason = action.for === 'foundation' ? 'resource.waits_for' : 'resource.waits_for_removal'
    found.push({ type: 'Waiting', reason, details: { names: action.names.slice(0, 10).join('、') } })
  }
  if (action.do === 'rest' && action.because === 'not-empty')
    found.push({
      type: 'PersonNeeded',
      reason: 'resource.bucket_not_empty',
      details: { objects: observed === null ? 0 : objectsIn(observed) },
    })
  if (action.do === 'rest' && action.because === 'missing')
    found.push({ type: 'Missing', reason: 'resource.vanished' })
  if (action.do === 'rest' && action.because === 'drift') {
    const fields = action.gaps.map((gap) => gap.field).join(', ')
    found.push({ type: 'Drift', reason: 'resource.drifted', details: { fields } })
  }
  return found
}

function outcomeOf(
  parts:
    | Partial<Outcome>
    | {
        readonly observed: Outcome['observed']
        readonly fault: ConnectorFault
        readonly row: ResourceRow
        readonly now: Date
      },
): Outcome {
  if (!('fault' in parts))
    return { observed: undefined, action: null, conditions: [], nextTryAt: null, ...parts }
  const condition = conditionOfFault(parts.fault)
  const before = parts.row.conditions.find((one) => one.reason === condition.reason)
  const waitMs = waitMsAfter(parts.fault, (before?.attempts ?? 0) + 1)
  return {
    observed: parts.observed,
    action: null,
    conditions: [condition],
    nextTryAt: new Date(parts.now.getTime() + waitMs),
  }
}

async function keep(
  ctx: Ctx,
  ports: ResourcePorts,
  options: ReconcilerOptions,
  read: ResourceRow,
  outcome: Outcome,
  asked: Date,
): Promise<ReconcileResult> {
  const now = ctx.clock.now()
  if (isNoNews(read, outcome, now)) return againAfter(outcome, read, now, null)
  const broken = outcome.action?.do === 'remove' && outcome.action.why === 'broken'
  const nextTryAt = broken ? new Date(now.getTime() + waitAfterBreak(read)) : outcome.nextTryAt
  const { row, isOvertaken } = await ctx.inTx(async (tx) => {
    const kept = await recordOutcome(tx, ctx, ports, read, { ...outcome, nextTryAt })
    const lookAt = nextLook(kept.row, options.refreshEveryMs, now, ctx.ids.next())
    await note(ctx, tx, ports, read, outcome, asked)
    await updateFacts(tx, read.id, { look_at: lookAt, ...nothingOnItsWay(read, outcome, options, now) })
    return kept
  })
  if (isOvertaken) return { done: false, againMs: 0 }
  if (row.released_at !== null) return { done: true }
  return againAfter(outcome, row, now, nextTryAt)
}

const isWhole = (seen: Seen | Observed): seen is Observed => 'resourceId' in seen

async function note(
  ctx: Ctx,
  tx: Tx,
  ports: ResourcePorts,
  { cloud_id, kind, external_id }: ResourceRow,
  { observed }: Outcome,
  asked: Date,
): Promise<void> {
  const externalId = observed?.externalId ?? external_id
  if (observed === undefined || externalId === null || kind === 'service') return
  if (observed !== null && !isWhole(observed)) return
  await ports.noteObserved(ctx, tx, { cloudId: cloud_id, kind, externalId, observed, asked })
}

/**
 * The cloud refused it, or it was seen and has gone: there is nothing to wait for before it is made again, as if it had
 * been asked for long ago. That it was asked for stays: parts of it may be there.
 */
function nothingOnItsWay(
  read: ResourceRow,
  { isRefused, observed }: Outcome,
  { lateAnswerMs }: ReconcilerOptions,
  now: Date,
): { readonly asked_at?: Date } {
  const wasThere = observed === null && read.external_id !== null
  return isRefused || wasThere ? { asked_at: new Date(now.getTime() - lateAnswerMs) } : {}
}
