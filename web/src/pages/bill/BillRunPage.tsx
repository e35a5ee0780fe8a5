import { useParams } from '@tanstack/react-router'
import { type BillRun, type BillRunItem, billRunOperations as operations } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import {
  type Column,
  GoTo,
  ListTable,
  RunPage,
  runItems,
  State,
  useOutcomeColumn,
  whileRunning,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { Money } from '../../ui/index.ts'
import { useRunFilter } from './run-bar.tsx'

/** How far a run over many bills is, and what came of each. */
export default function BillRunPage() {
  const t = useText('bill')
  const { id } = useParams({ strict: false }) as { id: string }
  const run = useLoaded(operations.get, { params: { id } }, { everyMs: whileRunning })
  return (
    <RunPage
      run={run}
      t={t}
      title={t(`run.title.${run.verb}`)}
      of={useRunFilter()(run.filters)}
      stop={operations.stop}
      place={(search) => to('billRun', { id }, search)}
    >
      <ListTable operation={operations.items} {...runItems(run, t)} columns={useColumns(run)} />
    </RunPage>
  )
}

function useColumns(run: BillRun): readonly Column<BillRunItem>[] {
  const t = useText('bill')
  return [
    useOutcomeColumn(run, t),
    {
      key: 'month',
      title: t('month'),
      oneLine: true,
      render: (row) => <GoTo to={to('bill', { id: row.bill.id })}>{row.bill.month}</GoTo>,
    },
    { key: 'body', title: t('body'), render: (row) => row.body.name },
    { key: 'amount', title: t('amount'), number: true, render: (row) => <Money money={row.amount} /> },
    {
      key: 'state',
      title: t('state'),
      oneLine: true,
      render: (row) => <State of="bill" state={row.state} />,
    },
  ]
}
