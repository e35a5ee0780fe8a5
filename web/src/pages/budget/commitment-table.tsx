import { type BudgetCommitment, budgetOperations as operations, type QueryOf } from '@yunheng/contract'
import { type Column, GoTo, ListTable } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { Money, StateMark, Tag, Time } from '../../ui/index.ts'

interface CommitmentTableProps {
  readonly query?: Partial<QueryOf<typeof operations.commitments>>
  readonly filters?: readonly (keyof QueryOf<typeof operations.commitments> & string)[]
  readonly urlName?: string
  /** On the page of one line: which line pays goes without saying. */
  readonly ofBudget?: boolean
}

/** The ledger as it was written: signed entries, newest first. */
export function CommitmentTable({ query, filters, urlName, ofBudget = false }: CommitmentTableProps) {
  const t = useText('budget')
  return (
    <ListTable
      operation={operations.commitments}
      {...(query ? { query } : {})}
      {...(filters ? { filters } : {})}
      {...(urlName ? { urlName } : {})}
      label={t('commitments')}
      compact
      rowKey={(row) => row.id}
      columns={ofBudget ? columns(t).filter(({ key }) => key !== 'budget') : columns(t)}
      empty={{ title: t('commitments-empty'), why: t('commitments-empty-why') }}
    />
  )
}

/** The request that was approved, or the term that renewed by itself. */
function Source({ row, t }: { readonly row: BudgetCommitment; readonly t: TextOf<'budget'> }) {
  const { request, renewal, system } = row
  return (
    <>
      {request && <GoTo to={to('request', { id: request.id })}>{request.no}</GoTo>}
      {renewal && <GoTo to={to('resource', { id: renewal.resource.id })}>{renewal.resource.name}</GoTo>}
      <div className="yh-quiet yh-small">
        {request && t('line-of', { line: request.line, system: system.name })}
        {renewal && t('renewal-of', { number: renewal.number, system: system.name })}
      </div>
    </>
  )
}

function columns(t: TextOf<'budget'>): readonly Column<BudgetCommitment>[] {
  return [
    { key: 'kind', title: t('kind'), oneLine: true, render: (row) => <Tag>{t(`kind.${row.kind}`)}</Tag> },
    {
      key: 'request',
      title: t('committed-by'),
      render: (row) => <Source row={row} t={t} />,
    },
    { key: 'body', title: t('spender'), wideOnly: true, render: (row) => row.body.name },
    { key: 'month', title: t('month'), oneLine: true, render: (row) => row.month.slice(0, 7) },
    { key: 'amount', title: t('entry-amount'), number: true, render: (row) => <Money money={row.amount} /> },
    {
      key: 'budget',
      title: t('charged-to'),
      render: (row) =>
        row.budget === null ? (
          <StateMark tone="attention">{t('unbudgeted')}</StateMark>
        ) : (
          <GoTo to={to('budget', { id: row.budget.id })}>{row.budget.name}</GoTo>
        ),
    },
    {
      key: 'note',
      title: t('note'),
      wideOnly: true,
      render: (row) =>
        row.bill === null ? row.note || '—' : <GoTo to={to('bill', { id: row.bill.id })}>{t('bill')}</GoTo>,
    },
    { key: 'at', title: t('at'), wideOnly: true, oneLine: true, render: (row) => <Time at={row.at} /> },
  ]
}
