import type { UsagePhase } from '@yunheng/contract'
import { Table } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { formatNumber, Panel, StateMark, Time, type Tone } from '../../ui/index.ts'
import './usage.css'

const tones: Record<UsagePhase['condition'], Tone> = {
  serving: 'good',
  stopped: 'off',
  unseen: 'unknown',
  missing: 'bad',
  over: 'off',
}

/** What the resource was, stretch by stretch, and what began each; the latest first. */
export function PhaseTable({
  phases,
  isCut,
}: {
  readonly phases: readonly UsagePhase[]
  readonly isCut: boolean
}) {
  const t = useText('usage')
  const terms = useText('terms')
  const amounts = (phase: UsagePhase) =>
    phase.amounts.map(({ dimension, amount, basis }) => (
      <div key={dimension}>
        {`${terms(`dimension.${dimension}`)} ${formatNumber(Number(amount), 3)}`}
        {basis === 'ordered' && <span className="yh-small yh-quiet"> {t('phase.ordered')}</span>}
      </div>
    ))
  return (
    <Panel title={t('phase.title')} flush>
      <Table
        compact
        label={t('phase.title')}
        rows={phases.toReversed()}
        rowKey={(phase) => `${phase.from} ${phase.until} ${phase.condition} ${phase.beginning}`}
        columns={[
          {
            key: 'from',
            title: t('phase.from'),
            oneLine: true,
            render: (phase) => <Time at={phase.from} as="second" />,
          },
          {
            key: 'until',
            title: t('phase.until'),
            oneLine: true,
            render: (phase) =>
              phase.until === null ? t('phase.now') : <Time at={phase.until} as="second" />,
          },
          {
            key: 'beginning',
            title: t('phase.beginning'),
            render: (phase) => t(`beginning.${phase.beginning}`),
          },
          {
            key: 'condition',
            title: t('phase.condition'),
            oneLine: true,
            render: (phase) => (
              <StateMark tone={tones[phase.condition]}>{t(`condition.${phase.condition}`)}</StateMark>
            ),
          },
          { key: 'amounts', title: t('phase.amounts'), render: amounts },
          { key: 'pool', title: t('phase.pool'), wideOnly: true, render: (phase) => phase.pool.name },
        ]}
      />
      <p className="yh-small yh-quiet yh-usage-how">{`${t('phase.how')}${isCut ? t('phase.earlier') : ''}`}</p>
    </Panel>
  )
}
