/** Small day-to-day acts: a name, rules, a retry, what to do about a difference. */
import type { ResourceSpec, SecurityRule } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { normaliseRules } from '../intend/rules.ts'
import { type ResourceRow, searchTextOf } from '../resource.ts'
import { changeIntent } from './change-intent.ts'
import { refuseTakingOver } from './settle-drift.ts'

export async function renameResource(ctx: Ctx, id: string, version: number, name: string): Promise<void> {
  const trimmed = name.trim()
  await changeIntent(ctx, id, {
    verb: 'rename',
    act: 'resource.rename',
    version,
    change: (row) => ({ name: trimmed, search: searchTextOf({ ...row, name: trimmed }, row.attributes) }),
    details: { name: trimmed },
  })
}

/** @throws `resource.rule_invalid`. */
export async function setRules(
  ctx: Ctx,
  id: string,
  version: number,
  rules: readonly SecurityRule[],
): Promise<void> {
  await changeIntent(ctx, id, {
    verb: 'setRules',
    act: 'resource.set-rules',
    version,
    change: (row) => {
      assert(row.spec.kind === 'security-group', 'the rule lets only groups through')
      return { spec: { ...row.spec, rules: normaliseRules(rules) } }
    },
  })
}

/** Drives the same intent again, now: after a failure without waiting, and over what was changed outside. */
export async function retryResource(ctx: Ctx, id: string, version: number): Promise<void> {
  await changeIntent(ctx, id, {
    verb: 'retry',
    act: 'resource.retry',
    version,
    change: (row) => ({ conditions: row.conditions.map((one) => ({ ...one, nextTryAt: null })) }),
  })
}

/** What vanished is made again, empty: a person has seen that its data is gone, and says why. */
export async function recreateResource(
  ctx: Ctx,
  id: string,
  version: number,
  reason: string,
  right: 'operate' | 'approve' = 'operate',
): Promise<void> {
  await changeIntent(ctx, id, {
    verb: 'recreate',
    act: 'resource.recreate',
    version,
    right,
    change: () => ({
      external_id: null,
      observed_state: null,
      observed_spec: null,
      attributes: null,
      built_at: null,
      conditions: [],
      state: 'waiting',
    }),
    details: { reason },
  })
}

/** The regulator takes over what somebody changed outside: from now on that is what should be. */
export async function acceptObserved(ctx: Ctx, id: string, version: number, reason: string): Promise<void> {
  await changeIntent(ctx, id, {
    verb: 'acceptObserved',
    act: 'resource.accept-observed',
    version,
    right: 'approve',
    change: (row) => {
      const refusal = refuseTakingOver(row.differences)
      if (refusal) refuse(refusal.reason, { details: { field: refusal.field } })
      return takenOver(row)
    },
    details: { reason },
  })
}

function takenOver(row: ResourceRow) {
  const seen = row.observed_spec ?? {}
  const named = row.differences.find(({ field }) => field === 'name')?.observed
  return { spec: specTakenOver(row.spec, seen), ...(named ? { name: named } : {}) }
}

function specTakenOver(spec: ResourceSpec, seen: Readonly<Record<string, unknown>>): ResourceSpec {
  if (spec.kind === 'server') {
    const power = seen.power === 'on' || seen.power === 'off' ? seen.power : spec.power
    const reboots = typeof seen.rebootGeneration === 'number' ? seen.rebootGeneration : spec.rebootGeneration
    return { ...spec, power, rebootGeneration: reboots }
  }
  if (spec.kind === 'security-group' && Array.isArray(seen.rules))
    return { ...spec, rules: normaliseRules(seen.rules as readonly SecurityRule[]) }
  return spec
}
