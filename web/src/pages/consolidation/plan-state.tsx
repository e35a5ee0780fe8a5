import type { ConsolidationMoveState, ConsolidationState } from '@yunheng/contract'
import { useText } from '../../text/index.ts'
import { StateBadge, StateMark, type Tone } from '../../ui/index.ts'

const tones: Readonly<Record<ConsolidationState, Tone>> = {
  proposed: 'attention',
  running: 'busy',
  paused: 'attention',
  done: 'good',
  stopped: 'off',
}
const moveTones: Readonly<Record<ConsolidationMoveState, Tone>> = {
  waiting: 'off',
  moving: 'busy',
  done: 'good',
  skipped: 'attention',
  failed: 'bad',
}

export function PlanState({
  state,
  inHead,
}: {
  readonly state: ConsolidationState
  readonly inHead?: boolean
}) {
  const t = useText('consolidation')
  const words = t(`state.${state}`)
  return inHead ? (
    <StateBadge tone={tones[state]}>{words}</StateBadge>
  ) : (
    <StateMark tone={tones[state]}>{words}</StateMark>
  )
}

export function MoveState({ state }: { readonly state: ConsolidationMoveState }) {
  const t = useText('consolidation')
  return <StateMark tone={moveTones[state]}>{t(`move.${state}`)}</StateMark>
}
