/**
 * Takes in what was approved, a batch at a time (STYLE 2.9). The id of each resource was fixed with its entry and goes
 * into the tag first, so that whoever is killed between the cloud and our own record finds on the next pass what he had
 * done: nothing is lost, and nothing is made twice.
 */
import type { Ctx } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { ReconcileResult, Reconciler } from '../../../platform/reconcile/index.ts'
import { dayInChina } from '../../../platform/worktime/index.ts'
import { type Connections, type Connector, ConnectorFault, type ResourceKind } from '../../cloud/index.ts'
import { noteAllObserved } from '../../inventory/index.ts'
import {
  type Adoptable,
  type ConnectorOf,
  connectorsOf,
  type Found,
  listLacking,
  type Place,
  type PlanTag,
  type TakenIn,
  takeInResources,
} from '../../resource/index.ts'
import { TAKE_IN_BATCH } from '../adoption.ts'
import { findList, type ListRow, loadListForUpdate, updateList } from '../list/list-store.ts'
import type { ClosedUntil } from '../ports.ts'
import { type Looked, lookAndClaim } from './look.ts'
import { ADOPTION_RECONCILER } from './names.ts'
import { isPricedBy, priceResourcesOf, priceTakenIn } from './price-taken-in.ts'
import {
  type ApprovedEntry,
  listApproved,
  listDuePrices,
  listTakingIn,
  lockApproved,
  updateLeftOut,
  updateTakenIn,
} from './take-in-store.ts'

/** Calls to one cloud at a time: a batch of a hundred takes seconds, and no cloud is put under load by it. */
const CALLS_AT_ONCE = 8
const CALL_TIMEOUT_MS = 60_000
const RETRY_MS = 30_000
const SWEEP_LIMIT = 20

/** Nothing is closed unless somebody says so. */
const OPEN: ClosedUntil = async () => new Map()

export function createAdoptionReconciler(
  connections: Pick<Connections, 'to'>,
  closedUntil: ClosedUntil = OPEN,
): Reconciler {
  const connectorOf = connectorsOf(connections)
  return {
    name: ADOPTION_RECONCILER,
    concurrency: 2,
    sweepEveryMs: 15_000,
    sweep: async (ctx) => [
      ...(await listTakingIn(ctx.db, SWEEP_LIMIT)),
      ...(await listDuePrices(ctx.db, dayInChina(ctx.clock.now()), SWEEP_LIMIT)),
    ],
    reconcile: (ctx, id, signal) => pass(ctx, { connectorOf, closedUntil }, id, signal),
  }
}

async function pass(
  ctx: Ctx,
  { connectorOf, closedUntil }: { readonly connectorOf: ConnectorOf; readonly closedUntil: ClosedUntil },
  id: string,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  const list = await findList(ctx.db, id)
  if (list?.state === 'done') return { done: await priceTakenIn(ctx, id), againMs: 0 }
  if (list?.state !== 'taking-in') return { done: true }
  if (list.sort === 'plan') return pricePass(ctx, closedUntil, id)
  const entries = await listApproved(ctx.db, id, TAKE_IN_BATCH)
  if (entries.length === 0) {
    await finish(ctx, id)
    return { done: true }
  }
  const asked = ctx.clock.now()
  const lacking = await listLacking(ctx.db, list.cloud_id, entries.map(toAdoptable))
  const able = entries.filter((entry) => !lacking.has(entry.id))
  const { looked, fault } = await lookAtAll(connectorOf, list, able, signal)
  signal.throwIfAborted()
  const lost = entries.filter((entry) => lacking.has(entry.id))
  await ctx.inTx(async (tx) => {
    await updateLeftOut(
      tx,
      lost.map((entry) => entry.id),
      'adoption.needs_other',
    )
    await keep(ctx, tx, list, looked, asked, fault)
  })
  return { done: false, againMs: fault === null ? 0 : RETRY_MS }
}

const toAdoptable = (entry: ApprovedEntry): Adoptable => {
  const kind = entry.kind as Adoptable['kind']
  return { id: entry.id, kind, projectRef: entry.project_ref, spec: { ...(entry.spec as object), kind } }
}

/** Of a day that has not come the sweep reminds. */
async function pricePass(ctx: Ctx, closedUntil: ClosedUntil, id: string): Promise<ReconcileResult> {
  const left = await priceResourcesOf(ctx, closedUntil, id)
  if (left === 'done') await finish(ctx, id)
  return left === 'more' ? { done: false, againMs: 0 } : { done: true }
}

/** What was answered before a fault is kept: it is true, whatever happened to the next one. */
async function lookAtAll(
  connectorOf: ConnectorOf,
  list: ListRow,
  entries: readonly ApprovedEntry[],
  signal: AbortSignal,
): Promise<{ readonly looked: readonly Looked[]; readonly fault: ConnectorFault | null }> {
  const looked: Looked[] = []
  const failed: unknown[] = []
  const waiting = [...entries]
  const work = async (connector: Connector) => {
    for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
      if (failed.length > 0 || signal.aborted) return
      const call = AbortSignal.any([signal, AbortSignal.timeout(CALL_TIMEOUT_MS)])
      looked.push(await lookAndClaim(connector, entry, call))
    }
  }
  try {
    const connector = await connectorOf(list.cloud_id)
    const workers = Array.from({ length: CALLS_AT_ONCE }, () =>
      work(connector).catch((error: unknown) => failed.push(error)),
    )
    await Promise.all(workers)
  } catch (error) {
    failed.push(error)
  }
  const [error] = failed
  if (error !== undefined && !(error instanceof ConnectorFault)) throw error
  return { looked, fault: error ?? null }
}

async function keep(
  ctx: Ctx,
  tx: Tx,
  list: ListRow,
  looked: readonly Looked[],
  asked: Date,
  fault: ConnectorFault | null,
): Promise<void> {
  const now = ctx.clock.now()
  const locked = await loadListForUpdate(tx, list.id)
  if (locked === undefined) return
  const ids = looked.map(({ entry }) => entry.id)
  const still = ids.length === 0 ? new Set<string>() : await lockApproved(tx, ids)
  const mine = looked
    .filter(({ entry }) => still.has(entry.id))
    .sort((one, other) => (one.entry.id < other.entry.id ? -1 : 1))
  const arePriced = isPricedBy(list, now)
  const found = mine.flatMap((one): Found[] => (one.reason === null ? [foundOf(one, arePriced)] : []))
  const outcomes = await takeInResources(tx, ctx, placeOf(list), found)
  const of = (wanted: TakenIn) =>
    mine.flatMap(({ entry }) => (outcomes.get(entry.resource_id) === wanted ? [entry.id] : []))
  await updateTakenIn(tx, of('taken-in'), now, arePriced)
  await updateLeftOut(tx, of('needs-other'), 'adoption.needs_other')
  await updateLeftOut(tx, of('unreadable'), 'adoption.unreadable')
  for (const reason of new Set(mine.map((one) => one.reason)))
    if (reason !== null)
      await updateLeftOut(
        tx,
        mine.flatMap((one) => (one.reason === reason ? [one.entry.id] : [])),
        reason,
      )
  const looks = mine.map(({ entry, observed }) => ({
    kind: entry.kind as ResourceKind,
    externalId: entry.external_id,
    observed,
  }))
  await noteAllObserved(ctx, tx, { cloudId: list.cloud_id, asked }, looks)
  const trouble = fault && JSON.stringify({ words: fault.message.slice(0, 500), at: now.toISOString() })
  if (trouble !== null || list.trouble !== null) await updateList(tx, list, null, { trouble })
  const { id, body_id: bodyId } = list
  await ctx.emit(tx, { type: 'adoption.changed', noun: 'adoption', id, bodyId })
}

const foundOf = ({ entry, observed }: Looked & { readonly reason: null }, isPriced: boolean): Found => ({
  id: entry.resource_id,
  observed,
  systemId: entry.system_id,
  plan: isPriced ? (entry.plan as PlanTag | null) : null,
})

const placeOf = (list: ListRow): Place => ({
  cloudId: list.cloud_id,
  providerBodyId: list.provider_body_id,
  poolId: list.pool_id,
  networkZone: list.network_zone,
  bodyId: list.body_id,
  no: list.no,
})

async function finish(ctx: Ctx, id: string): Promise<void> {
  await ctx.inTx(async (tx) => {
    const list = await loadListForUpdate(tx, id)
    if (list?.state !== 'taking-in') return
    const { no, body_id: bodyId, cloud_id: cloudId, counts } = list
    await updateList(tx, list, null, { state: 'done', done_at: ctx.clock.now(), trouble: null })
    const of = { act: 'adoption.done', noun: 'adoption', objectId: id, label: no, bodyId } as const
    await ctx.audit(tx, { ...of, before: { state: 'taking-in' }, after: { state: 'done', ...counts } })
    await ctx.emit(tx, { type: 'adoption.done', noun: 'adoption', id, bodyId, payload: { cloudId } })
  })
}
