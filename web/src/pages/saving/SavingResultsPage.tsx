import { savingOperations as operations, type SavingResultRow, type SavingResults } from '@yunheng/contract'
import type { ReactNode } from 'react'
import { type InputOf, useAsked } from '../../api/index.ts'
import {
  type Column,
  choice,
  FilterBar,
  GoTo,
  ListExport,
  ListTable,
  monthsAround,
  ProblemPanel,
  Table,
  useUrlState,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { Figure, formatNumber, ListPage, Money, Panel, SeriesChart, Waiting } from '../../ui/index.ts'
import { noticesBehind, type ResultFigure } from './result-places.ts'

const names = ['from', 'until', 'bodyId'] as const
type Figures = SavingResults['total']
type Behind = Parameters<typeof noticesBehind>[1]

/** What the saving programme has come to: planned, done, and measured by the bill, each figure down to its notices (R128, R129). */
export default function SavingResultsPage() {
  const t = useText('saving')
  const [url] = useUrlState()
  const query = Object.fromEntries(names.flatMap((name) => (url[name] ? [[name, url[name]]] : [])))
  const asked = useAsked(operations.results, { query } as unknown as InputOf<typeof operations.results>, {
    keep: true,
  })
  const results = asked.data
  return (
    <ListPage
      title={t('results.title')}
      meta={
        <>
          <span>{t('results.how')}</span>
          <GoTo to={to('savingNotices')}>{t('look.notices')}</GoTo>
        </>
      }
      actions={<ListExport operation={operations.exportResults} filters={names} />}
      filters={
        <FilterBar
          filters={[
            choice('from', t('results.from'), monthsAround(), (month) => month),
            choice('until', t('results.until'), monthsAround(), (month) => month),
          ]}
        />
      }
    >
      {asked.isError && <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />}
      {!asked.isError && !results && <Waiting />}
      {!asked.isError && results && <Results results={results} bodyId={url.bodyId} />}
    </ListPage>
  )
}

function Results({
  results,
  bodyId,
}: {
  readonly results: SavingResults
  readonly bodyId: string | undefined
}) {
  const t = useText('saving')
  const own = bodyId === undefined ? {} : { bodyId }
  const { total, months, bodies, from, until, asOf, billedUntil } = results
  return (
    <>
      <section className="yh-figures yh-figures-money" aria-label={t('results.title')}>
        <Figure
          label={t('results.planned')}
          value={<Money money={total.planned.saving} />}
          note={t('results.of', { count: total.planned.count, from, until })}
        />
        <Figure
          label={t('results.done')}
          value={<Money money={total.done.saving} />}
          note={
            <>
              <div>{t('results.of', { count: total.done.count, from, until })}</div>
              {total.done.unpriced > 0 && <div>{t('results.unpriced', { count: total.done.unpriced })}</div>}
            </>
          }
        />
        <Figure
          label={t('results.billed')}
          value={<Money money={total.billed.saving} />}
          note={
            <>
              <div>{t('results.billed-of', { count: total.billed.count, done: total.done.count })}</div>
              <div>
                {billedUntil === null
                  ? t('results.none-billed')
                  : t('results.billed-until', { day: billedUntil })}
              </div>
            </>
          }
        />
      </section>
      <Panel title={t('results.months')}>
        <div className="yh-stack">
          <SeriesChart
            title={t('results.chart')}
            unit={t('results.yuan')}
            asOf={asOf}
            points={months.map(({ month, done }) => ({ label: month, value: done.saving.amountMinor / 100 }))}
          />
          <Table
            compact
            label={t('results.months')}
            rows={months.filter(hasAny).toReversed()}
            rowKey={(row) => row.month}
            columns={[
              { key: 'month', title: t('months.month'), oneLine: true, render: (row) => row.month },
              ...figureColumns<(typeof months)[number]>(t, (row) => ({ ...own, month: row.month })),
            ]}
          />
        </div>
      </Panel>
      {bodies.length > 0 && bodyId === undefined && (
        <Panel title={t('results.bodies')} flush>
          <Table
            compact
            label={t('results.bodies')}
            rows={bodies}
            rowKey={(row) => row.body.id}
            columns={[
              {
                key: 'body',
                title: t('column.body'),
                render: (row) => (
                  <GoTo to={to('savingResults', { bodyId: row.body.id, from, until })}>{row.body.name}</GoTo>
                ),
              },
              ...figureColumns<(typeof bodies)[number]>(t, null),
            ]}
          />
        </Panel>
      )}
      <Panel title={t('results.rows')} flush>
        <ListTable
          operation={operations.resultRows}
          filters={names}
          label={t('results.rows')}
          rowKey={(row) => row.id}
          columns={[
            { key: 'month', title: t('months.month'), oneLine: true, render: (row) => row.month },
            { key: 'body', title: t('column.body'), render: (row) => row.body.name },
            ...figureColumns<SavingResultRow>(t, (row) => ({ bodyId: row.body.id, month: row.month })),
          ]}
          empty={{ title: t('results.empty'), why: t('results.empty-why') }}
        />
      </Panel>
    </>
  )
}

/** The chart shows every month; the table those with something to count. */
const hasAny = ({ planned, done }: Figures) => planned.count > 0 || done.count > 0

/** @param behind the notices that a row counts; null where they lie in several months. */
function figureColumns<Row extends Figures>(
  t: TextOf<'saving'>,
  behind: ((row: Row) => Behind) | null,
): readonly Column<Row>[] {
  const led = (row: Row, of: ResultFigure, figure: ReactNode) =>
    behind === null || row[of].count === 0 ? (
      figure
    ) : (
      <GoTo to={noticesBehind(of, behind(row))}>{figure}</GoTo>
    )
  const columns = (of: ResultFigure, wideOnly: boolean): readonly Column<Row>[] => [
    {
      key: `${of}-count`,
      title: t(`results.${of}-count`),
      number: true,
      wideOnly,
      render: (row) => led(row, of, formatNumber(row[of].count)),
    },
    {
      key: of,
      title: t(`results.${of}`),
      number: true,
      render: (row) => (
        <>
          {of === 'billed' && row.billed.count === 0 ? '—' : led(row, of, <Money money={row[of].saving} />)}
          {of === 'done' && row.done.unpriced > 0 && (
            <div className="yh-quiet yh-small">{t('results.unpriced', { count: row.done.unpriced })}</div>
          )}
        </>
      ),
    },
  ]
  return [...columns('planned', true), ...columns('done', false), ...columns('billed', true)]
}
