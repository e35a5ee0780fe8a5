import { type BudgetComparison, budgetListOperations as operations } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { type Column, GoTo, ProblemPanel, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, useText } from '../../text/index.ts'
import {
  EmptyState,
  Figure,
  formatMoney,
  Money,
  Panel,
  StackedChart,
  StateMark,
  Waiting,
} from '../../ui/index.ts'

const BODIES = 20

/** Budget, commitments and bills of the fiscal year, and where it ends (R274): the budget's own figures. */
export function BudgetPanel({
  fiscalYear,
  bodyId,
}: {
  readonly fiscalYear: number
  readonly bodyId: string | undefined
}) {
  const t = useText('spending')
  const asked = useAsked(
    operations.comparisons,
    { query: { fiscalYear, pageSize: BODIES, ...(bodyId ? { bodyId } : {}) } },
    { keep: true },
  )
  const columns = useColumns()
  const year = String(fiscalYear)
  const rows = asked.data?.items ?? []
  const [only] = rows
  return (
    <Panel
      title={t('budget.title', { year })}
      extra={<GoTo to={to('budgetChecks', { fiscalYear: year })}>{t('budget.checks')}</GoTo>}
    >
      <div className="yh-stack">
        <p className="yh-quiet yh-small">{t('budget.why')}</p>
        {asked.isError && !asked.data && (
          <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
        )}
        {!asked.isError && !asked.data && <Waiting />}
        {asked.data && !only && <EmptyState title={t('budget.empty')} why={t('budget.empty-why')} />}
        {only && rows.length === 1 && (only.hasLines ? <OneBody row={only} /> : <p>{noLines(only, t)}</p>)}
        {rows.length > 1 && (
          <Table
            compact
            label={t('budget.title', { year })}
            rows={rows}
            rowKey={(row) => row.subject.id}
            columns={columns}
          />
        )}
        {asked.data?.nextPageToken && (
          <p className="yh-quiet yh-small">{t('budget.more', { count: rows.length })}</p>
        )}
      </div>
    </Panel>
  )
}

const SUMS = ['budget', 'billed', 'committed', 'draft'] as const

/** Paid from lines above it, or not budgeted: what it spends is all there is to say. */
const noLines = ({ own }: BudgetComparison, t: TextOf<'spending'>): string =>
  t('budget.no-lines', { billed: formatMoney(own.billed), forecast: formatMoney(own.forecast.amount) })

function useColumns(): readonly Column<BudgetComparison>[] {
  const t = useText('spending')
  return [
    {
      key: 'body',
      title: t('budget.body'),
      render: (row) => (
        <>
          <GoTo to={to('spending', { bodyId: row.subject.id })}>{row.subject.name}</GoTo>
          {!row.hasLines && <div className="yh-quiet yh-small">{noLines(row, t)}</div>}
        </>
      ),
    },
    ...SUMS.map(
      (key): Column<BudgetComparison> => ({
        key,
        title: t(`budget.${key}`),
        number: true,
        wideOnly: key === 'committed' || key === 'draft',
        render: (row) => <Money money={row.hasLines || key === 'draft' ? row[key] : null} />,
      }),
    ),
    {
      key: 'forecast',
      title: t('budget.forecast'),
      number: true,
      render: (row) => <Money money={row.hasLines ? row.forecast.amount : null} />,
    },
    {
      key: 'rest',
      title: t('budget.rest'),
      number: true,
      render: (row) => (row.hasLines ? <Rest row={row} /> : '—'),
    },
  ]
}

function Rest({ row }: { readonly row: BudgetComparison }) {
  const t = useText('spending')
  const rest = <Money money={row.rest} />
  if (row.rest.amountMinor >= 0) return rest
  return (
    <StateMark tone="attention">
      {t('budget.over')} {rest}
    </StateMark>
  )
}

interface MonthLeft {
  readonly month: string
  readonly committed: BudgetComparison['budget']
  readonly billed: BudgetComparison['budget']
  readonly isBilled: boolean
  readonly leftMinor: number
}

/** What is left after each month: by its bill where that was sent, otherwise as the forecast counts it. */
function leftOf({ budget, months }: BudgetComparison): readonly MonthLeft[] {
  let left = budget.amountMinor
  return months.map((one) => {
    left -= one.forecast.amountMinor
    return { ...one, isBilled: one.basis === 'billed', leftMinor: left }
  })
}

function OneBody({ row }: { readonly row: BudgetComparison }) {
  const t = useText('spending')
  const months = leftOf(row)
  const drawn = (one: MonthLeft) => Math.max(one.leftMinor, 0) / 100
  return (
    <>
      <section className="yh-figures yh-figures-money" aria-label={row.subject.name}>
        {SUMS.map((key) => (
          <Figure key={key} label={t(`budget.${key}`)} value={<Money money={row[key]} />} />
        ))}
        <Figure label={t('budget.forecast')} value={<Money money={row.forecast.amount} />} />
        <Figure label={t('budget.rest')} value={<Rest row={row} />} />
      </section>
      <StackedChart
        title={t('budget.burn-down')}
        unit={t('amount-unit')}
        parts={[
          { name: t('budget.known'), look: 'full' },
          { name: t('budget.expected'), look: 'soft' },
        ]}
        points={months.map((one) => ({
          label: one.month.slice(0, 7),
          short: one.month.slice(5, 7),
          values: one.isBilled ? [drawn(one), 0] : [0, drawn(one)],
        }))}
      />
      <Table
        compact
        label={t('budget.burn-down')}
        rows={months}
        rowKey={(one) => one.month}
        columns={[
          {
            key: 'month',
            title: t('budget.month'),
            oneLine: true,
            render: (one) => one.month.slice(0, 7),
          },
          {
            key: 'committed',
            title: t('budget.committed'),
            number: true,
            render: (one) => (
              <GoTo
                to={to('budgetCommitments', {
                  payerBodyId: row.subject.id,
                  month: one.month.slice(0, 7),
                })}
              >
                <Money money={one.committed} />
              </GoTo>
            ),
          },
          {
            key: 'billed',
            title: t('budget.billed'),
            number: true,
            render: (one) => (
              <GoTo to={to('budgetActuals', { payerBodyId: row.subject.id, month: one.month.slice(0, 7) })}>
                <Money money={one.billed} />
              </GoTo>
            ),
          },
          {
            key: 'left',
            title: t('budget.left'),
            number: true,
            render: (one) => <Money money={{ amountMinor: one.leftMinor, currency: 'CNY' }} />,
          },
        ]}
      />
    </>
  )
}
