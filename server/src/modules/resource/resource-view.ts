import {
  type Condition,
  RESOURCE_ACTIONS,
  type Resource,
  type ResourceHistoryEntry,
  type ResourceItem,
} from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { wordsOf } from '../../platform/errors.ts'
import type { HistoryRow } from './history-store.ts'
import { historyWords } from './history-words.ts'
import { listNeighbours, type NeighbourRef } from './link-store.ts'
import { isWithoutPlan, type ListedRow, type NamedRow } from './list-store.ts'
import { progressOf } from './progress.ts'
import { mostPressing } from './reconcile/conditions.ts'
import { addressesOf, type StoredCondition, sizesOf } from './resource.ts'
import { refuseAbility, refuseAction } from './resource-rules.ts'

export function toItem(row: ListedRow): ResourceItem {
  const condition = mostPressing(row.conditions)
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    state: row.state,
    agreement: row.agreement,
    body: { id: row.body_id, name: row.body_name },
    system: { id: row.system_id, name: row.system_name },
    provider: { id: row.provider_body_id, name: row.provider_name },
    cloud: { id: row.cloud_id, name: row.cloud_name, isSimulated: row.cloud_kind === 'simulated' },
    pool: { id: row.pool_id, name: row.pool_name },
    networkZone: row.network_zone,
    plan: row.plan === null ? null : { ...row.plan },
    isWithoutPlan: isWithoutPlan(row),
    sizes: sizesOf(row.spec),
    addresses: [...addressesOf(row.attributes)],
    condition: condition === null ? null : toCondition(condition),
    observedAt: iso(row.observed_at),
    expiresAt: iso(row.expires_at),
    createdAt: row.created_at.toISOString(),
    version: row.version,
  }
}

export async function toResource(ctx: Ctx, row: NamedRow): Promise<Resource> {
  const { foundation, burden } = await listNeighbours(ctx.db, row)
  return {
    ...toItem(row),
    node: { id: row.node_id, name: row.node_name, kind: row.node_kind },
    zone: { id: row.zone_id, name: row.zone_name },
    poolClass: row.pool_class,
    requestId: row.request_id,
    requestLineId: row.request_line_id,
    placementId: row.placement_id,
    desired: { presence: row.presence, spec: row.spec, since: row.intended_at.toISOString() },
    observed: toObserved(row),
    differences: [...row.differences],
    conditions: row.conditions.map(toCondition),
    progress: progressOf(row, foundation),
    coolingUntil: iso(row.cooling_until),
    provisionedAt: iso(row.provisioned_at),
    releasedAt: iso(row.released_at),
    standsOn: foundation.slice(0, 100).map(toRef),
    carries: burden.slice(0, 200).map(toRef),
    actions: actionsOf(ctx, row),
  }
}

function toObserved(row: NamedRow): Resource['observed'] {
  if (row.observed_state === null || row.observed_at === null || row.external_id === null) return null
  return {
    state: row.observed_state,
    nativeState: row.native_state ?? '',
    externalId: row.external_id,
    spec: { ...row.observed_spec },
    attributes: { ...row.attributes },
    observedAt: row.observed_at.toISOString(),
  }
}

/** Regulators decide about drift and move what is not built; the department runs the rest. */
const NEEDED = { acceptObserved: ['approve', 'resource'], move: ['operate', 'placement'] } as const

function actionsOf(ctx: Ctx, row: NamedRow): Resource['actions'] {
  const now = ctx.clock.now()
  const entries = RESOURCE_ACTIONS.map((verb) => {
    const [action, noun] =
      verb === 'acceptObserved' || verb === 'move' ? NEEDED[verb] : (['operate', 'resource'] as const)
    const refusal = refuseAbility(verb, row, row.cloud_abilities) ?? refuseAction(verb, row, now)
    return [verb, ctx.authz.allowance(ctx.actor, action, noun, refusal)]
  })
  return Object.fromEntries(entries) as Resource['actions']
}

function toRef({ id, kind, name, state, agreement }: NeighbourRef): Resource['standsOn'][number] {
  return { id, kind, name, state, agreement }
}

export function toCondition(stored: StoredCondition): Condition {
  return {
    type: stored.type,
    reason: stored.reason,
    text: wordsOf(stored.reason, stored.details),
    cloudWords: stored.cloudWords,
    cloudRequestId: stored.cloudRequestId,
    since: stored.since,
    attempts: stored.attempts,
    nextTryAt: stored.nextTryAt,
  }
}

export function toHistoryEntry(row: HistoryRow): ResourceHistoryEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    sort: row.sort,
    code: row.code,
    text: historyWords(row.code, row.details),
    actor: row.actor,
    differences: [...row.differences],
    cloudWords: row.cloud_words,
  }
}

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null
}
