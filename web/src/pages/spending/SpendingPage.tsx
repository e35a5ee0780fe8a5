import {
  spendingOperations as operations,
  SPENDING_BY,
  type SpendingBy,
  type SpendingSummary,
} from '@yunheng/contract'
import { type InputOf, useAsked } from '../../api/index.ts'
import { FilterBar, GoTo, ListExport, ProblemPanel, useUrlState } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { EmptyState, ListPage, Panel, Waiting } from '../../ui/index.ts'
import { BudgetPanel } from './budget-panel.tsx'
import { FILTERS, filtersOf } from './narrow.ts'
import { SpendingFigures, SpendingTrend } from './spending-figures.tsx'
import { useSpendingFilters } from './spending-filters.ts'
import { SpendingTable } from './spending-table.tsx'

/** What bills add up to: by system, service, month, place and project, each figure down to its charges (R276). */
export default function SpendingPage() {
  const t = useText('spending')
  const seesRates = useMay('list', 'spending-rate')
  const [url] = useUrlState()
  const query = filtersOf(url)
  const asked = useAsked(operations.summary, { query } as unknown as InputOf<typeof operations.summary>, {
    keep: true,
  })
  const summary = asked.data
  return (
    <ListPage
      title={t('title')}
      meta={
        <>
          <span>{t('how')}</span>
          {seesRates && <GoTo to={to('spendingRates')}>{t('rates-link')}</GoTo>}
        </>
      }
      actions={<ListExport operation={operations.export} filters={['by', ...FILTERS]} />}
      filters={<FilterBar filters={useSpendingFilters(summary)} />}
    >
      {asked.isError && !summary && <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />}
      {!asked.isError && !summary && <Waiting />}
      {summary && <Overview summary={summary} />}
    </ListPage>
  )
}

function Overview({ summary }: { readonly summary: SpendingSummary }) {
  const t = useText('spending')
  const seesBudgets = useMay('list', 'budget')
  const [url] = useUrlState()
  const isEmpty = summary.bills === 0 && summary.previous.amountMinor === 0
  return (
    <>
      <SpendingFigures summary={summary} />
      {isEmpty ? (
        <EmptyState
          title={t('empty')}
          why={
            summary.latestMonth === null
              ? t('empty-why')
              : `${t('empty-why')} ${t('empty-latest', { month: summary.latestMonth })}`
          }
        />
      ) : (
        <>
          <SpendingTrend summary={summary} />
          <Breakdown summary={summary} />
        </>
      )}
      {seesBudgets && (
        <BudgetPanel fiscalYear={Number(summary.period.until.slice(0, 4))} bodyId={url.bodyId} />
      )}
    </>
  )
}

const isBy = (value: string | undefined): value is SpendingBy => SPENDING_BY.some((by) => by === value)

/** Nine breakdowns as words in rows: on a phone they wrap, and each can be opened beside the others. */
function Breakdown({ summary }: { readonly summary: SpendingSummary }) {
  const t = useText('spending')
  const [url] = useUrlState()
  const by = isBy(url.by) ? url.by : 'system'
  return (
    <Panel title={t(`by.${by}`)}>
      <div className="yh-stack">
        <nav className="yh-row" aria-label={t('title')}>
          {SPENDING_BY.map((one) =>
            one === by ? (
              <strong key={one} aria-current="true">
                {t(`by.${one}`)}
              </strong>
            ) : (
              <GoTo key={one} to={to('spending', { ...filtersOf(url), by: one })}>
                {t(`by.${one}`)}
              </GoTo>
            ),
          )}
        </nav>
        <SpendingTable by={by} summary={summary} />
      </div>
    </Panel>
  )
}
