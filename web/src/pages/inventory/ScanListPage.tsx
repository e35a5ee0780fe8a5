import { type CloudInventory, inventoryOperations } from '@yunheng/contract'
import { type Column, FilterBar, flag, GoTo, ListTable } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import { formatPercent, ListPage, Time } from '../../ui/index.ts'
import { durationWords } from './duration-words.ts'
import { ScanStanding } from './scan-standing.tsx'

/** How well every cloud is known, on one page. */
export default function ScanListPage() {
  const t = useText('inventory')
  const pick = usePick()
  return (
    <ListPage title={t('clouds.title')} filters={<FilterBar filters={[flag('old', t('clouds.old'))]} />}>
      <ListTable
        operation={inventoryOperations.clouds}
        filters={['old']}
        label={t('clouds.title')}
        rowKey={(row) => row.cloud.id}
        columns={columns(t, pick)}
        empty={{ title: t('clouds.empty'), why: t('clouds.empty-why') }}
      />
    </ListPage>
  )
}

function columns(
  t: TextOf<'inventory'>,
  pick: ReturnType<typeof usePick>,
): readonly Column<CloudInventory>[] {
  return [
    { key: 'state', title: t('column.now'), render: (row) => <ScanStanding age={row} /> },
    {
      key: 'name',
      title: t('column.cloud'),
      render: (row) => <GoTo to={to('cloud', { id: row.cloud.id }, { tab: 'scans' })}>{row.cloud.name}</GoTo>,
    },
    {
      key: 'last',
      title: t('known.last'),
      oneLine: true,
      render: (row) => (row.lastCompleteAt ? <Time at={row.lastCompleteAt} /> : t('scan.never')),
    },
    {
      key: 'lag',
      title: t('known.lag'),
      oneLine: true,
      render: (row) => (row.lagSeconds === null ? '—' : durationWords(row.lagSeconds, t)),
    },
    {
      key: 'errors',
      title: t('known.errors'),
      oneLine: true,
      render: (row) =>
        row.scans === 0
          ? t('known.errors-none')
          : t('known.errors-of', {
              failed: row.failed,
              scans: row.scans,
              rate: formatPercent(row.failed / row.scans),
            }),
    },
    {
      key: 'problem',
      title: t('problem.last'),
      render: (row) => row.lastProblem && pick(row.lastProblem),
    },
  ]
}
