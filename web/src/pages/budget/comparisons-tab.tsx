import { type BudgetComparison, budgetListOperations as operations } from '@yunheng/contract'
import { type Column, GoTo, ListExport, ListTable } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { formatMoney, Money } from '../../ui/index.ts'
import { Rest } from './rest.tsx'
import { RuleLine } from './rule-line.tsx'

/** R274: budget, commitments and bills of each body, and where its year ends. */
export function ComparisonsTab() {
  const t = useText('budget')
  return (
    <>
      <RuleLine
        rule={undefined}
        actions={<ListExport operation={operations.exportComparisons} filters={['fiscalYear', 'bodyId']} />}
      >
        {t('comparisons.why')}
      </RuleLine>
      <ListTable
        operation={operations.comparisons}
        filters={['fiscalYear', 'bodyId']}
        urlName="comparisons"
        label={t('comparisons.tab')}
        rowKey={(row) => row.body.id}
        columns={columns(t)}
        empty={{ title: t('comparisons.empty'), why: t('comparisons.empty-why') }}
      />
    </>
  )
}

function columns(t: TextOf<'budget'>): readonly Column<BudgetComparison>[] {
  return [
    {
      key: 'body',
      title: t('body'),
      render: (row) => (
        <GoTo to={to('budgets', { bodyId: row.body.id, fiscalYear: String(row.fiscalYear) })}>
          {row.body.name}
        </GoTo>
      ),
    },
    { key: 'year', title: t('year'), oneLine: true, render: (row) => row.fiscalYear },
    { key: 'budget', title: t('budget'), number: true, render: (row) => <Money money={row.budget} /> },
    {
      key: 'committed',
      title: t('committed'),
      number: true,
      render: (row) => (
        <GoTo to={to('budgetCommitments', { bodyId: row.body.id, fiscalYear: String(row.fiscalYear) })}>
          <Money money={row.committed} />
        </GoTo>
      ),
    },
    {
      key: 'billed',
      title: t('comparisons.billed'),
      number: true,
      render: (row) => (
        <>
          <Money money={row.billed} />
          {row.draft.amountMinor > 0 && (
            <div className="yh-quiet yh-small">
              {t('comparisons.draft', { amount: formatMoney(row.draft) })}
            </div>
          )}
        </>
      ),
    },
    {
      key: 'forecast',
      title: t('comparisons.forecast'),
      number: true,
      render: (row) => <Money money={row.forecast} />,
    },
    {
      key: 'rest',
      title: t('comparisons.rest'),
      number: true,
      render: (row) => <Rest money={row.rest} />,
    },
  ]
}
