import type { Drift, DriftCounts, DriftDecision, ReasonCode } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { wordsOf } from '../../platform/errors.ts'
import { refuseTakingOver } from '../resource/index.ts'
import type { DecisionRow } from './decision-store.ts'
import { refuseChoice, rightOf } from './drift-rules.ts'
import type { DriftRow } from './drift-store.ts'

export function toDrift(ctx: Ctx, row: DriftRow): Drift {
  return {
    id: row.id,
    sort: row.sort,
    kind: row.kind,
    name: row.name,
    externalId: row.external_id,
    cloud: { id: row.cloud_id, name: row.cloud_name },
    body: refOf(row.body_id, row.body_name),
    system: refOf(row.system_id, row.system_name),
    resource:
      row.resource_id === null || row.version === null
        ? null
        : { id: row.resource_id, name: row.resource_name ?? row.name, version: row.version },
    itemId: row.item_id,
    standing: row.standing,
    differences: [...row.differences],
    since: row.since.toISOString(),
    accepted: acceptedOf(row),
    byRequest:
      row.sort === 'changed' && refuseTakingOver(row.differences)?.reason === 'resource.change_by_request',
    removal: removalOf(row),
    actions: actionsOf(ctx, row),
  }
}

const refOf = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' })

function acceptedOf(row: DriftRow): Drift['accepted'] {
  const { accepted_reason: reason, accepted_until: until, accepted_by: by, accepted_at: at } = row
  if (reason === null || at === null) return null
  return { reason, until, by: by ?? '', at: at.toISOString() }
}

function removalOf({ removal_wanted_at: wantedAt, removal_problem: problem }: DriftRow): Drift['removal'] {
  if (wantedAt === null) return null
  const words = problem === null ? null : wordsOf(problem.reason as ReasonCode, problem.details)
  return { wantedAt: wantedAt.toISOString(), problem: words }
}

const VERBS = {
  takeOver: 'take-over',
  putBack: 'put-back',
  accept: 'accept',
  withdraw: 'withdraw',
} as const

function actionsOf(ctx: Ctx, row: DriftRow): Drift['actions'] {
  const isRegulator = ctx.authz.may(ctx.actor, 'approve', 'resource')
  const entries = Object.entries(VERBS).map(([verb, choice]) => {
    const [action, noun] = rightOf(choice, row, isRegulator)
    return [verb, ctx.authz.allowance(ctx.actor, action, noun, refuseChoice(choice, row))]
  })
  return Object.fromEntries(entries) as Drift['actions']
}

export function toDecision(row: DecisionRow): DriftDecision {
  return {
    id: row.id,
    subjectId: row.subject_id,
    sort: row.sort,
    choice: row.choice,
    kind: row.kind,
    name: row.name,
    cloud: { id: row.cloud_id, name: row.cloud_name },
    differences: [...row.differences],
    reason: row.reason,
    until: row.until,
    actor: row.actor,
    at: row.at.toISOString(),
  }
}

export const COUNTED_MAX = 1_000

/** One more than the bound is counted, so that "more" is known. */
export const toCounted = (found: number): DriftCounts['changed'] => ({
  count: Math.min(found, COUNTED_MAX),
  isMore: found > COUNTED_MAX,
})
