import { savingRunOperations as operations, type SavingRun } from '@yunheng/contract'
import { GoTo, ListTable } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { formatNumber, ListPage, Time } from '../../ui/index.ts'
import { filterWords, RunState } from './run-bar.tsx'

const WHILE_UNDER_WAY_MS = 2_000

/** Notices that were sent together, the latest first. */
export default function SavingRunListPage() {
  const t = useText('saving')
  const terms = useText('terms')
  const count = (row: SavingRun, value: number, outcome: 'done' | 'refused') => (
    <GoTo to={to('savingRun', { id: row.id }, { outcome })}>{formatNumber(value)}</GoTo>
  )
  return (
    <ListPage title={t('run.list')} meta={<span>{t('run.how')}</span>}>
      <ListTable
        operation={operations.list}
        label={t('run.list')}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'state',
            title: t('notice.state'),
            oneLine: true,
            render: (row) => <RunState state={row.state} />,
          },
          {
            key: 'of',
            title: t('run.of'),
            render: (row) => (
              <GoTo to={to('savingRun', { id: row.id })}>
                {row.filters === null ? t('run.chosen') : filterWords(row.filters, t, terms)}
              </GoTo>
            ),
          },
          { key: 'total', title: t('run.total'), number: true, render: (row) => formatNumber(row.total) },
          { key: 'done', title: t('run.done'), number: true, render: (row) => count(row, row.done, 'done') },
          {
            key: 'refused',
            title: t('run.refused'),
            number: true,
            render: (row) => count(row, row.refused, 'refused'),
          },
          { key: 'by', title: t('run.by'), wideOnly: true, render: (row) => row.by },
          { key: 'at', title: t('run.at'), oneLine: true, render: (row) => <Time at={row.createdAt} /> },
        ]}
        everyMs={(rows) => (rows.some(({ state }) => state === 'running') ? WHILE_UNDER_WAY_MS : false)}
        empty={{ title: t('run.empty'), why: t('run.empty-why') }}
      />
    </ListPage>
  )
}
