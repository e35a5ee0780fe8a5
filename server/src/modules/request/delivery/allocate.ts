import { type ReasonCode, reasons } from '@yunheng/contract'
import type { Authorised } from '../../../platform/authz/index.ts'
import type { Ctx } from '../../../platform/context.ts'
import { inSavepoint, type Tx } from '../../../platform/db/index.ts'
import { AppError, assert } from '../../../platform/errors.ts'
import { pricesOfProviders } from '../compare-providers.ts'
import type { Allocation, AllocationLine, Doors, Override } from '../doors.ts'
import { insertRequestEvent } from '../event-store.ts'
import { termOf } from '../form/load-form.ts'
import { type LineRow, listLines, updateLineStates } from '../line-store.ts'
import { loadRequestForUpdate, type RequestRow, updateRequest } from '../request-store.ts'
import { finishRenewal } from '../term/renew-terms.ts'
import { holdPlaced, lockCeilings } from './hold-ceiling.ts'
import { RECONCILER } from './names.ts'

type Row = Authorised<RequestRow, 'operate' | 'approve'>

/**
 * Carries out what was approved: room and quota are claimed and the intended resources written, all or nothing. When there
 * is no room the request waits in sight of the regulator, and is tried again by itself; it is never lost.
 */
export async function allocateApproved(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  requestId: string,
  override: Override | null,
): Promise<void> {
  const request = (await loadRequestForUpdate(tx, requestId, {
    personId: null,
    seesDrafts: true,
  })) as Row | undefined
  assert(request?.state === 'approved', 'only what was approved is allotted')
  if (request.kind === 'renew') return finishRenewal(doors, ctx, tx, request)
  const lines = await listLines(tx, requestId)
  const outcome = await attempt(tx, () => carryOut(doors, ctx, tx, request, lines, override))
  if ('refusal' in outcome) return wait(ctx, tx, request, lines, outcome.refusal)
  await markAllocated(ctx, tx, request, lines, { providerIds: outcome.value, override })
}

/** Tries what waits once more. As at its approval, the contracts are waited for before room is. */
export async function allocateWaiting(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  request: RequestRow,
  override: Override | null,
): Promise<void> {
  await lockCeilings(doors, ctx, tx, request)
  await allocateApproved(doors, ctx, tx, request.id, override)
}

async function carryOut(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  request: Row,
  lines: readonly LineRow[],
  override: Override | null,
): Promise<readonly string[]> {
  if (request.kind === 'release') {
    const ids = lines.flatMap((line) => line.resourceId ?? [])
    await doors.supply.release(ctx, tx, ids, { atOnce: false, reason: request.no })
    return []
  }
  const planned = await withPlans(doors, tx, lines)
  if (request.kind === 'change') {
    const providers = new Set<string>()
    for (const line of planned) {
      const resourceId = lines.find((each) => each.id === line.lineId)?.resourceId
      assert(resourceId, 'a change names its resource')
      for (const id of (await doors.supply.change(ctx, tx, resourceId, line)).providerIds) providers.add(id)
    }
    return [...providers]
  }
  const allocation = await toAllocation(doors, ctx, tx, request, planned, override)
  const { providerIds } = await doors.supply.allocate(ctx, tx, allocation)
  await holdPlaced(doors, ctx, tx, request, providerIds)
  await doors.catalogue.unpinOthers(
    tx,
    lines.map((line) => line.id),
    providerIds,
  )
  return providerIds
}

/** What placement is asked for a new request; for what it would say of one, as well. */
export async function toAllocation(
  doors: Doors,
  ctx: Ctx,
  tx: Tx,
  request: RequestRow,
  lines: readonly AllocationLine[],
  override: Override | null,
): Promise<Allocation> {
  const { body_id: bodyId, pool_class: poolClass, network_zone: networkZone } = request
  const place = { bodyId, poolClass, networkZone, atEdge: request.at_edge, atRecovery: request.at_recovery }
  const priced = lines.map(({ plan, quantity, parameters }) => ({
    planId: plan.planId,
    quantity,
    parameters: { ...parameters },
  }))
  // What was taken off the catalogue since has no price any more: then cost says nothing for or against a pool.
  const offers = lines.every(({ plan }) => plan.isPublished)
    ? await pricesOfProviders(doors, ctx, tx, { place, lines: priced, term: { months: 1, days: 0 } })
    : []
  return {
    ...place,
    requestId: request.id,
    requestNo: request.no,
    systemId: request.system_id,
    systemCode: request.system_code,
    preference:
      request.preferred_provider_id === null
        ? null
        : { providerBodyId: request.preferred_provider_id, reason: request.provider_reason ?? '' },
    override,
    prices: offers.flatMap(({ provider, estimate }) =>
      estimate.priceVersion === null || estimate.perMonth === null
        ? []
        : [{ providerBodyId: provider.id, perMonthMinor: estimate.perMonth.amountMinor }],
    ),
    lines,
  }
}

export async function withPlans(doors: Doors, tx: Tx, lines: readonly LineRow[]): Promise<AllocationLine[]> {
  const plans = await doors.catalogue.findPlans(
    tx,
    lines.flatMap((line) => line.planId ?? []),
  )
  return lines.map((line) => {
    const plan = line.planId === null ? undefined : plans.get(line.planId)
    assert(plan, 'an approved line has its plan: published versions never go')
    const unit = doors.catalogue.unitOf(plan, line.parameters)
    assert(unit.ok, 'an approved line fits its plan: the gate asked')
    return {
      lineId: line.id,
      number: line.number,
      plan,
      quantity: line.quantity,
      parameters: unit.parameters,
      serverLine: line.serverLine,
      dimensions: unit.dimensions,
    }
  })
}

type Outcome<T> = { readonly value: T } | { readonly refusal: AppError }

/** Runs within a savepoint: a refusal for want of room undoes what it had written, and nothing else. */
async function attempt<T>(tx: Tx, run: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await inSavepoint(tx, run) }
  } catch (error) {
    if (!(error instanceof AppError) || !WAITS.has(error.kind)) throw error
    return { refusal: error }
  }
}

/** Refusals that time or a regulator can mend: the approval stands, the request waits. */
const WAITS: ReadonlySet<AppError['kind']> = new Set(['capacity', 'precondition', 'conflict', 'unavailable'])

async function wait(
  ctx: Ctx,
  tx: Tx,
  request: Row,
  lines: readonly LineRow[],
  refusal: AppError,
): Promise<void> {
  const known = request.condition as StoredCondition | null
  const details = { ...refusal.details }
  const condition: StoredCondition = {
    type: 'waiting-for-capacity',
    reason: refusal.reason,
    details,
    since: known?.type === 'waiting-for-capacity' ? known.since : ctx.clock.now().toISOString(),
  }
  await ctx.nudge(tx, RECONCILER.allocation, request.id, new Date(ctx.clock.now().getTime() + RETRY_MS))
  // Tried again with the same result: nothing new to say.
  if (known && JSON.stringify(known) === JSON.stringify(condition)) return
  await updateRequest(tx, request, null, { condition: JSON.stringify(condition) })
  if (known) return
  await updateLineStates(
    tx,
    request.id,
    lines.map((line) => line.id),
    'waiting',
  )
  const words = wordsOfCondition(condition)
  await insertRequestEvent(tx, ctx, request.id, 'waiting', { why: words.zh, whyEn: words.en })
  await ctx.emit(tx, { type: 'request.waiting', noun: 'request', id: request.id, bodyId: request.body_id })
}

const RETRY_MS = 60_000

export interface StoredCondition {
  readonly type: 'waiting-for-capacity' | 'papers-overdue' | 'delivery-failing'
  readonly reason: string
  readonly details: Readonly<Record<string, string | number>>
  readonly since: string
}

export function wordsOfCondition(condition: Pick<StoredCondition, 'reason' | 'details'>): {
  zh: string
  en: string
} {
  const text = reasons[condition.reason as ReasonCode]
  const fill = (words: string) =>
    words.replace(/\{(\w+)\}/g, (whole, name: string) => String(condition.details[name] ?? whole))
  return text ? { zh: fill(text.zh), en: fill(text.en) } : { zh: condition.reason, en: condition.reason }
}

async function markAllocated(
  ctx: Ctx,
  tx: Tx,
  request: Row,
  lines: readonly LineRow[],
  { providerIds, override }: { readonly providerIds: readonly string[]; readonly override: Override | null },
): Promise<void> {
  const now = ctx.clock.now()
  await updateRequest(tx, request, null, {
    state: 'provisioning',
    condition: null,
    provider_ids: [...providerIds],
    allocated_at: now,
    // R117: the allocation names who allotted it; the rule did when nobody had to.
    allotted_by:
      ctx.actor.kind === 'person' ? `${ctx.actor.name}（${ctx.actor.post?.bodyName ?? ''}）` : null,
    updated_at: now,
  })
  await updateLineStates(
    tx,
    request.id,
    lines.map((line) => line.id),
    'provisioning',
  )
  await insertRequestEvent(tx, ctx, request.id, 'allocated')
  await ctx.audit(tx, {
    act: 'request.allocated',
    noun: 'request',
    objectId: request.id,
    bodyId: request.body_id,
    after: {
      providerIds,
      ...(override && { override }),
      projectApprovalNo: request.project_approval_no,
      term: termOf({ termMonths: request.term_months, until: request.until }, now),
    },
  })
  await ctx.emit(tx, {
    type: 'request.allocated',
    noun: 'request',
    id: request.id,
    bodyId: request.body_id,
    payload: { providerIds },
  })
  if (override)
    await ctx.emit(tx, {
      type: 'request.pools-named',
      noun: 'request',
      id: request.id,
      bodyId: request.body_id,
      payload: { reason: override.reason, providerIds },
    })
  await ctx.nudge(tx, RECONCILER.delivery, request.id)
}
