import { isDeepStrictEqual } from 'node:util'
import type { PhaseBeginning } from '@yunheng/contract'
import type { StoredPhase } from '../phase-store.ts'

type Compared = Pick<
  StoredPhase,
  'condition' | 'body_id' | 'system_id' | 'cloud_id' | 'pool_id' | 'spec' | 'plan'
>

/** What began a phase: how it differs from the one before. */
export function beginningOf(before: Compared | null, phase: Compared): PhaseBeginning {
  if (before === null) return 'delivered'
  if (before.condition !== phase.condition) {
    if (phase.condition === 'unseen') return 'lost-sight'
    if (phase.condition === 'missing') return 'vanished'
    if (phase.condition === 'over') return 'given-back'
    if (before.condition === 'over') return 'restored'
    if (before.condition === 'missing') return 'found-again'
    if (before.condition === 'unseen') return 'seen-again'
  }
  if (before.body_id !== phase.body_id || before.system_id !== phase.system_id) return 'handed-over'
  if (before.cloud_id !== phase.cloud_id || before.pool_id !== phase.pool_id) return 'moved'
  if (!isDeepStrictEqual(before.spec, phase.spec)) return 'resized'
  if (before.plan?.id !== phase.plan?.id) return 'plan-changed'
  if (before.condition === phase.condition) return 'changed'
  return phase.condition === 'stopped' ? 'stopped' : 'started'
}
