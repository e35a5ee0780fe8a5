import { type BudgetActual, budgetOperations as operations, type QueryOf } from '@yunheng/contract'
import { type Column, GoTo, ListTable } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { Money, StateMark, Tag, Time } from '../../ui/index.ts'

interface ActualTableProps {
  readonly query?: Partial<QueryOf<typeof operations.actuals>>
  readonly filters?: readonly (keyof QueryOf<typeof operations.actuals> & string)[]
  readonly urlName?: string
  /** On the page of one line: which line pays goes without saying. */
  readonly ofBudget?: boolean
}

/** What bills have charged, entry by entry, newest first; each leads to its bill and its request. */
export function ActualTable({ query, filters, urlName, ofBudget = false }: ActualTableProps) {
  const t = useText('budget')
  return (
    <ListTable
      operation={operations.actuals}
      {...(query ? { query } : {})}
      {...(filters ? { filters } : {})}
      {...(urlName ? { urlName } : {})}
      label={t('actuals')}
      compact
      rowKey={(row) => row.id}
      columns={ofBudget ? columns(t).filter(({ key }) => key !== 'budget') : columns(t)}
      empty={{ title: t('actuals-empty'), why: t('actuals-empty-why') }}
    />
  )
}

function columns(t: TextOf<'budget'>): readonly Column<BudgetActual>[] {
  return [
    {
      key: 'kind',
      title: t('kind'),
      oneLine: true,
      render: (row) => <Tag>{t(`actual-kind.${row.kind}`)}</Tag>,
    },
    {
      key: 'month',
      title: t('bill'),
      oneLine: true,
      render: (row) => <GoTo to={to('bill', { id: row.bill.id })}>{row.month.slice(0, 7)}</GoTo>,
    },
    {
      key: 'request',
      title: t('actual-of'),
      render: (row) => (
        <>
          {row.request === null ? (
            t('not-ordered')
          ) : (
            <GoTo to={to('request', { id: row.request.id })}>{row.request.no}</GoTo>
          )}
          <div className="yh-quiet yh-small">{row.system.name}</div>
        </>
      ),
    },
    { key: 'body', title: t('spender'), wideOnly: true, render: (row) => row.body.name },
    { key: 'amount', title: t('entry-amount'), number: true, render: (row) => <Money money={row.amount} /> },
    {
      key: 'budget',
      title: t('charged-to'),
      render: (row) =>
        row.budget === null ? (
          <StateMark tone="attention">{t('not-budgeted')}</StateMark>
        ) : (
          <GoTo to={to('budget', { id: row.budget.id })}>{row.budget.name}</GoTo>
        ),
    },
    { key: 'note', title: t('note'), wideOnly: true, render: (row) => row.note || '—' },
    { key: 'at', title: t('at'), wideOnly: true, oneLine: true, render: (row) => <Time at={row.at} /> },
  ]
}
