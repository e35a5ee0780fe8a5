import type { BillRun, BillRunItem } from '@yunheng/contract'
import { useText } from '../../text/index.ts'
import { StateMark, type Tone } from '../../ui/index.ts'

const TONES: Readonly<Record<BillRun['state'], Tone>> = { running: 'busy', ended: 'good', stopped: 'off' }
const OUTCOMES: Readonly<Record<BillRunItem['outcome'], Tone>> = {
  waiting: 'off',
  done: 'good',
  refused: 'attention',
}

export function RunState({ state }: { readonly state: BillRun['state'] }) {
  const t = useText('bill')
  return <StateMark tone={TONES[state]}>{t(`run.state.${state}`)}</StateMark>
}

export function RunOutcome({ run, row }: { readonly run: BillRun; readonly row: BillRunItem }) {
  const t = useText('bill')
  const isLeft = row.outcome === 'waiting' && run.state !== 'running'
  return (
    <StateMark tone={OUTCOMES[row.outcome]}>
      {isLeft ? t('run.not-reached') : t(`run.outcome.${row.outcome}`)}
    </StateMark>
  )
}
