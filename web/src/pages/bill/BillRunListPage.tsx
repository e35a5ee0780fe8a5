import { type BillRun, billRunOperations as operations } from '@yunheng/contract'
import { type Column, GoTo, ListTable } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { formatNumber, ListPage, Time } from '../../ui/index.ts'
import { filterWords } from './run-bar.tsx'
import { RunState } from './run-state.tsx'

const WHILE_UNDER_WAY_MS = 2_000

/** What was done to many bills at once, the latest first. */
export default function BillRunListPage() {
  const t = useText('bill')
  return (
    <ListPage title={t('run.title')} meta={<span>{t('run.how')}</span>}>
      <ListTable
        operation={operations.list}
        label={t('run.title')}
        rowKey={(row) => row.id}
        columns={useColumns()}
        everyMs={(rows) => (rows.some(({ state }) => state === 'running') ? WHILE_UNDER_WAY_MS : false)}
        empty={{ title: t('run.empty'), why: t('run.empty-why') }}
      />
    </ListPage>
  )
}

function useColumns(): readonly Column<BillRun>[] {
  const t = useText('bill')
  const terms = useText('terms')
  const place = ({ id }: BillRun, outcome?: string) => to('billRun', { id }, outcome ? { outcome } : {})
  return [
    { key: 'state', title: t('run.state'), oneLine: true, render: (row) => <RunState state={row.state} /> },
    {
      key: 'verb',
      title: t('run.verb'),
      oneLine: true,
      render: (row) => <GoTo to={place(row)}>{t(`run.title.${row.verb}`)}</GoTo>,
    },
    {
      key: 'of',
      title: t('run.of'),
      render: (row) => (row.filters === null ? t('run.chosen') : filterWords(row.filters, t, terms)),
    },
    { key: 'total', title: t('run.bills'), number: true, render: (row) => formatNumber(row.total) },
    {
      key: 'done',
      title: t('run.done'),
      number: true,
      render: (row) => <GoTo to={place(row, 'done')}>{formatNumber(row.done)}</GoTo>,
    },
    {
      key: 'refused',
      title: t('run.refused'),
      number: true,
      render: (row) => <GoTo to={place(row, 'refused')}>{formatNumber(row.refused)}</GoTo>,
    },
    { key: 'by', title: t('run.by'), wideOnly: true, render: (row) => row.by },
    { key: 'at', title: t('run.at'), oneLine: true, render: (row) => <Time at={row.createdAt} /> },
  ]
}
