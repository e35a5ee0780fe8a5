import { DRIFT_CHOICES, type DriftDecision, driftOperations } from '@yunheng/contract'
import { type Column, choice, FilterBar, ListTable } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { StateMark, Time } from '../../ui/index.ts'
import { useDifferenceWords } from './difference-words.ts'
import { sortTones } from './drift-columns.tsx'

/** What was decided so far, by whom, why, and about what. */
export function DecisionsTab() {
  const t = useText('drift')
  const columns = useDecisionColumns()
  return (
    <>
      <FilterBar
        filters={[choice('choice', t('column.choice'), DRIFT_CHOICES, (value) => t(`choice.${value}`))]}
      />
      <ListTable
        operation={driftOperations.decisions}
        filters={['choice']}
        label={t('tab.decisions')}
        rowKey={(row) => row.id}
        columns={columns}
        empty={{ title: t('empty.decisions'), why: t('empty.decisions-why') }}
      />
    </>
  )
}

function useDecisionColumns(): readonly Column<DriftDecision>[] {
  const t = useText('drift')
  const terms = useText('terms')
  const words = useDifferenceWords()
  return [
    { key: 'at', title: t('column.at'), oneLine: true, render: (row) => <Time at={row.at} /> },
    { key: 'choice', title: t('column.choice'), oneLine: true, render: (row) => t(`choice.${row.choice}`) },
    {
      key: 'sort',
      title: t('column.sort'),
      oneLine: true,
      render: (row) => <StateMark tone={sortTones[row.sort]}>{t(`sort.${row.sort}`)}</StateMark>,
    },
    {
      key: 'name',
      title: t('column.name'),
      render: (row) => (
        <>
          {row.name}
          <div className="yh-small yh-quiet">{`${terms(`resource-kind.${row.kind}`)} · ${row.cloud.name}`}</div>
        </>
      ),
    },
    {
      key: 'what',
      title: t('column.what'),
      render: (row) => row.differences.map((one) => <div key={one.field}>{words(one)}</div>),
    },
    {
      key: 'reason',
      title: t('field.reason'),
      render: (row) => (
        <>
          {row.reason}
          {row.until && <div className="yh-small yh-quiet">{t('until', { until: row.until })}</div>}
        </>
      ),
    },
    { key: 'actor', title: t('column.actor'), oneLine: true, render: (row) => row.actor },
  ]
}
