import type { Budget } from '@yunheng/contract'
import { GoTo, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { Money, StackedChart } from '../../ui/index.ts'
import { Rest } from './rest.tsx'

const yuan = (money: { readonly amountMinor: number }) => money.amountMinor / 100

/** What is billed of each month, what is committed beyond it, and what is left after it; the figures stand below the picture. */
export function BurnDown({ budget }: { readonly budget: Budget }) {
  const t = useText('budget')
  return (
    <div className="yh-stack">
      <p className="yh-quiet yh-small">{t('burn-down-why')}</p>
      <StackedChart
        title={t('burn-down')}
        unit={t('amount-unit')}
        parts={[
          { name: t('left-in'), look: 'soft' },
          { name: t('committed-in'), look: 'unknown' },
          { name: t('actual-in'), look: 'full' },
        ]}
        points={budget.months.map(({ month, actual, committed, left }) => ({
          label: month.slice(0, 7),
          short: month.slice(5, 7),
          values: [Math.max(yuan(left), 0), Math.max(yuan(committed), 0), Math.max(yuan(actual), 0)],
        }))}
      />
      <Table
        label={t('burn-down')}
        compact
        rows={budget.months}
        rowKey={(row) => row.month}
        columns={[
          { key: 'month', title: t('month'), oneLine: true, render: (row) => row.month.slice(0, 7) },
          {
            key: 'actual',
            title: t('actual-in'),
            number: true,
            render: (row) => (
              <GoTo to={to('budgetActuals', { budgetId: budget.id, month: row.month.slice(0, 7) })}>
                <Money money={row.actual} />
              </GoTo>
            ),
          },
          {
            key: 'committed',
            title: t('committed-in'),
            number: true,
            render: (row) => (
              <GoTo to={to('budgetCommitments', { budgetId: budget.id, month: row.month.slice(0, 7) })}>
                <Money money={row.committed} />
              </GoTo>
            ),
          },
          {
            key: 'forecast',
            title: t('forecast-in'),
            number: true,
            render: (row) => (
              <>
                <Money money={row.forecast} />
                <div className="yh-quiet yh-small">{t(`basis.${row.basis}`)}</div>
              </>
            ),
          },
          { key: 'left', title: t('left'), number: true, render: (row) => <Rest money={row.left} /> },
        ]}
      />
    </div>
  )
}
