import type { BudgetStanding } from '@yunheng/contract'
import { GoTo, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { formatMoney, Money, StateMark } from '../../ui/index.ts'

/** Budget, committed, this request and what is left, year by year (R274). The line opens only for those who decide. */
export function BudgetStandingTable({
  standing,
  linked = false,
}: {
  readonly standing: BudgetStanding
  readonly linked?: boolean
}) {
  const t = useText('request')
  return (
    <Table
      label={t('budget.title')}
      compact
      rows={standing.years}
      rowKey={(row) => String(row.fiscalYear)}
      columns={[
        {
          key: 'year',
          title: t('budget.year'),
          render: (row) => (
            <>
              {row.fiscalYear}
              <div className="yh-quiet yh-small">
                {row.budget === null ? (
                  t('budget.none')
                ) : linked ? (
                  <GoTo to={to('budget', { id: row.budget.id })}>{row.budget.name}</GoTo>
                ) : (
                  row.budget.name
                )}
              </div>
            </>
          ),
        },
        {
          key: 'amount',
          title: t('budget.amount'),
          number: true,
          render: (row) => (
            <>
              <Money money={row.amount} />
              {row.permitted.amountMinor > 0 && (
                <div className="yh-quiet yh-small">
                  {t('budget.permitted', { amount: formatMoney(row.permitted) })}
                </div>
              )}
            </>
          ),
        },
        {
          key: 'committed',
          title: t('budget.committed'),
          number: true,
          render: (row) => <Money money={row.budget === null ? null : row.committed} />,
        },
        {
          key: 'asked',
          title: t('budget.asked'),
          number: true,
          render: (row) => <Money money={row.asked} />,
        },
        {
          key: 'rest',
          title: t('budget.rest'),
          number: true,
          render: ({ rest }) =>
            rest !== null && rest.amountMinor < 0 ? (
              <StateMark tone="attention">{formatMoney(rest)}</StateMark>
            ) : (
              <Money money={rest} />
            ),
        },
      ]}
    />
  )
}
