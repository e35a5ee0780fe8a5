/** What may be done with an instance as a whole: pure rules. */
import { userNodeOf } from '../definition/graph.ts'
import { type Draft, openSteps, type Refusal } from '../engine/state.ts'

/** Hours between two urgings; 广东警务云 repeats unanswered reminders after 2 days, so a shorter gap is our proposal. */
const URGE_GAP_HOURS = 4

export function refuseWithdraw(
  draft: Draft,
  personId: string | null,
  aim: 'correct' | 'end',
): Refusal | null {
  const { graph, instance, steps } = draft
  if (instance.state === 'ended') return { reason: 'flow-instance.ended' }
  if (instance.starter.personId !== personId) return { reason: 'flow-instance.not_starter' }
  for (const step of steps.values()) {
    const node = userNodeOf(graph, step.nodeId)
    if (!node.withdrawable)
      return { reason: 'flow-instance.not_withdrawable', details: { step: node.name.zh } }
  }
  // He has the form already: there is nothing to take back.
  const hasForm = openSteps(draft).some((step) => userNodeOf(graph, step.nodeId).step === 'fill')
  return aim === 'correct' && hasForm ? { reason: 'task.act_not_offered' } : null
}

export function refuseUrge(
  draft: Draft,
  personId: string | null,
  urgedAt: Date | null,
  now: Date,
): Refusal | null {
  if (draft.instance.state === 'ended') return { reason: 'flow-instance.ended' }
  if (draft.instance.starter.personId !== personId) return { reason: 'flow-instance.not_starter' }
  const gapMs = URGE_GAP_HOURS * 3_600_000
  return urgedAt && now.getTime() - urgedAt.getTime() < gapMs
    ? { reason: 'flow-instance.urged_recently', details: { hours: URGE_GAP_HOURS } }
    : null
}

export function refuseVoid(draft: Draft): Refusal | null {
  return draft.instance.state === 'ended' ? { reason: 'flow-instance.ended' } : null
}
