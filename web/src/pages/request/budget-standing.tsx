import type { BudgetStanding } from '@yunheng/contract'
import type { ReactNode } from 'react'
import { GoTo, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { formatMoney, Money, StateMark } from '../../ui/index.ts'

type Year = BudgetStanding['years'][number]

/** Beside the form, where it is narrow: what is left of which line, one below the other (R274). */
export function BudgetStandingLines({ standing }: { readonly standing: BudgetStanding }) {
  const t = useText('request')
  if (!standing.hasLines) return <p className="yh-quiet">{t('budget.no-lines')}</p>
  return (
    <div className="yh-stack">
      {standing.years.map((row) => (
        <div key={row.fiscalYear} className="yh-stack-tight">
          <p>
            {row.fiscalYear} <span className="yh-quiet">{row.budget?.name ?? t('budget.none')}</span>
          </p>
          {row.budget && (
            <>
              <Line label={t('budget.amount')}>
                <Money money={row.amount} />
              </Line>
              {row.permitted.amountMinor > 0 && (
                <Line label={t('budget.permitted-line')}>
                  <Money money={row.permitted} />
                </Line>
              )}
              {row.actual.amountMinor !== 0 && (
                <Line label={t('budget.actual')}>
                  <Money money={row.actual} />
                </Line>
              )}
              <Line label={t('budget.committed')}>
                <Money money={row.committed} />
              </Line>
            </>
          )}
          <Line label={t('budget.asked')}>
            <Money money={row.asked} />
          </Line>
          {row.budget && (
            <Line label={t('budget.rest')}>
              <Rest rest={row.rest} />
            </Line>
          )}
        </div>
      ))}
    </div>
  )
}

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="yh-estimate-total">
      <span className="yh-quiet">{label}</span>
      {children}
    </div>
  )
}

function Rest({ rest }: Pick<Year, 'rest'>) {
  return rest !== null && rest.amountMinor < 0 ? (
    <StateMark tone="attention">{formatMoney(rest)}</StateMark>
  ) : (
    <Money money={rest} />
  )
}

/** Budget, committed, this request and what is left, year by year (R274). */
export function BudgetStandingTable({ standing }: { readonly standing: BudgetStanding }) {
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
                ) : (
                  <GoTo to={to('budget', { id: row.budget.id })}>{row.budget.name}</GoTo>
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
          key: 'actual',
          title: t('budget.actual'),
          number: true,
          render: (row) => <Money money={row.budget === null ? null : row.actual} />,
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
          render: ({ rest }) => <Rest rest={rest} />,
        },
      ]}
    />
  )
}
