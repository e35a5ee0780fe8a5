import { BILL_STATES, type BillSummary, billOperations as operations } from '@yunheng/contract'
import {
  type Column,
  choice,
  flag,
  GoTo,
  pastMonths,
  RegisterPage,
  State,
  useSelection,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { Money, StateMark } from '../../ui/index.ts'
import { Charges } from './charges-link.tsx'
import { RunBar } from './run-bar.tsx'

const names = ['month', 'state', 'bodyId', 'unpriced', 'disputeOpen', 'closingProposed', 'waiting'] as const

/** Bills in sight, the latest month first. */
export default function BillListPage() {
  const t = useText('bill')
  const terms = useText('terms')
  const mayRun = useMay('create', 'bill-run')
  const columns = useColumns()
  const selection = useSelection<BillSummary>(
    (row) => row.id,
    (row) => `${row.body.name} ${row.month}`,
  )
  return (
    <RegisterPage
      title={t('title')}
      meta={<span>{t('how')}</span>}
      list={operations.list}
      file={operations.export}
      names={names}
      filters={[
        choice('month', t('month'), pastMonths(), (month) => month),
        choice('state', t('state'), BILL_STATES, (value) => terms(`bill.${value}`)),
        flag('unpriced', t('only-unpriced')),
        flag('disputeOpen', t('only-dispute-open')),
        flag('waiting', t('only-waiting')),
        flag('closingProposed', t('only-closing')),
      ]}
      above={<RunBar selection={selection} />}
      columns={mayRun ? [selection.column, ...columns] : columns}
      empty={{ title: t('empty'), why: t('empty-why') }}
    />
  )
}

function useColumns(): readonly Column<BillSummary>[] {
  const t = useText('bill')
  return [
    {
      key: 'state',
      title: t('state'),
      oneLine: true,
      render: (row) => (
        <>
          <State of="bill" state={row.state} />
          {row.isUnconfirmed && <div className="yh-quiet yh-small">{t('never-confirmed')}</div>}
          {row.isClosingProposed && <div className="yh-quiet yh-small">{t('closing.waits')}</div>}
        </>
      ),
    },
    {
      key: 'month',
      title: t('month'),
      oneLine: true,
      render: (row) => <GoTo to={to('bill', { id: row.id })}>{row.month}</GoTo>,
    },
    { key: 'body', title: t('body'), render: (row) => row.body.name },
    { key: 'amount', title: t('amount'), number: true, render: (row) => <Money money={row.amount} /> },
    {
      key: 'charges',
      title: t('charges'),
      number: true,
      wideOnly: true,
      render: (row) => <Charges bill={row} count={row.charges} />,
    },
    {
      key: 'unpriced',
      title: t('unpriced'),
      number: true,
      wideOnly: true,
      render: (row) => <Charges bill={row} count={row.unpriced} search={{ unpriced: 'true' }} />,
    },
    {
      key: 'disputes',
      title: t('open-disputes'),
      number: true,
      wideOnly: true,
      render: (row) => <Charges bill={row} count={row.openDisputes} search={{ disputed: 'true' }} />,
    },
    { key: 'due', title: t('due'), oneLine: true, render: (row) => <Due row={row} /> },
  ]
}

function Due({ row }: { readonly row: BillSummary }) {
  const t = useText('bill')
  if (row.dueOn === null) return <span className="yh-quiet">—</span>
  return row.isOverdue ? <StateMark tone="attention">{`${row.dueOn} ${t('overdue')}`}</StateMark> : row.dueOn
}
