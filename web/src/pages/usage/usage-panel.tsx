import {
  type Dimension,
  type OperationSpec,
  type ResponseOf,
  USAGE_HOLDINGS,
  type UsageSeries,
  usageOperations,
} from '@yunheng/contract'
import { Select } from 'antd'
import { useAsked } from '../../api/index.ts'
import { type Column, isCounted, optionsOf, ProblemPanel, Table, useUrlState } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, EmptyState, formatTime, Notice, Panel, StackedChart, Waiting } from '../../ui/index.ts'
import { formatUsage, shownOf } from './hours.ts'
import { PhaseTable } from './phase-table.tsx'

type Point = UsageSeries['points'][number]
type Held = Point['held'][number]

/** What a resource used, with the phases that it is derived from. */
export function ResourceUsage({ resourceId }: { readonly resourceId: string }) {
  const t = useText('usage')
  const asked = useUsage(usageOperations.ofResource, resourceId)
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  const { phases, hasEarlierPhases, unmeasured } = asked.data
  return (
    <>
      {unmeasured.map((what) => (
        <Notice key={what} tone="off">
          {t(`unmeasured.${what}`)}
        </Notice>
      ))}
      <UsagePanel series={asked.data} />
      {phases.length > 0 && <PhaseTable phases={phases} isCut={hasEarlierPhases} />}
    </>
  )
}

/** What all of a system used. */
export function SystemUsage({ systemId }: { readonly systemId: string }) {
  const asked = useUsage(usageOperations.ofSystem, systemId)
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  return <UsagePanel series={asked.data} />
}

/** The period stands in the address: months; the days of one; the hours of a day. */
function useUsage<O extends OperationSpec>(operation: O, id: string) {
  const [url] = useUrlState()
  const { month, day } = { month: url['usage.month'], day: url['usage.day'] }
  const query = day ? { day } : month ? { month } : {}
  return useAsked<O>(operation, { params: { id }, query } as never, { keep: true })
}

const dimensionsOf = (points: readonly Point[]) => [
  ...new Set(points.flatMap((point) => point.held.map((one) => one.dimension))),
]

function UsagePanel({ series }: { readonly series: ResponseOf<typeof usageOperations.ofSystem> }) {
  const t = useText('usage')
  const terms = useText('terms')
  const [url, change] = useUrlState()
  const known = series.points.filter(
    (point) => series.meteredUntil !== null && point.from < series.meteredUntil,
  )
  const dimensions = dimensionsOf(known)
  const dimension = dimensions.find((one) => one === url['usage.of']) ?? dimensions[0]
  const atTop = series.level === 'months'
  if (dimension === undefined && atTop) return <EmptyState title={t('empty.title')} why={t('empty.why')} />
  const rows = known.map((point) => ({
    point,
    held: point.held.find((one) => one.dimension === dimension),
  }))
  const unseen = rows.reduce((sum, { held }) => sum + Number(held?.unseen ?? 0), 0)
  const name = dimension === undefined ? '' : terms(`dimension.${dimension}`)
  return (
    <Panel
      title={t('tab.usage')}
      extra={
        dimensions.length > 1 && (
          <Select
            aria-label={t('filter.dimension')}
            value={dimension}
            popupMatchSelectWidth={false}
            options={[...optionsOf(dimensions, (value) => terms(`dimension.${value}`))]}
            onChange={(value) => change({ 'usage.of': value })}
          />
        )
      }
    >
      <PeriodPath />
      {dimension === undefined ? (
        <p>{t('empty.period')}</p>
      ) : (
        <div className="yh-stack">
          <StackedChart
            title={t('chart.title', { dimension: name })}
            unit={isCounted(dimension) ? t('unit.counted') : t('unit')}
            parts={holdingsOf(dimension).map((holding) => ({
              name: t(nameOf(dimension, holding)),
              look: LOOK[holding],
            }))}
            points={rows.map(({ point, held }) => ({
              label: point.key.replace('T', ' '),
              short: point.key.slice(-2),
              values: holdingsOf(dimension).map((holding) => shownOf(dimension, held?.[holding] ?? '0')),
            }))}
          />
          {unseen > 0 && (
            <Notice tone="attention">
              {isCounted(dimension)
                ? t('unseen.counted', { units: formatUsage(dimension, String(unseen)) })
                : t('unseen.notice', { hours: formatUsage(dimension, String(unseen)) })}
            </Notice>
          )}
          <UsageTable
            label={t('chart.title', { dimension: name })}
            dimension={dimension}
            level={series.level}
            rows={rows}
          />
        </div>
      )}
      <p className="yh-small yh-quiet">
        {series.meteredUntil === null
          ? t('chart.unmetered')
          : t('chart.metered', { time: formatTime(series.meteredUntil) })}
      </p>
    </Panel>
  )
}

type Holding = (typeof USAGE_HOLDINGS)[number]
const LOOK = { serving: 'full', stopped: 'soft', unseen: 'unknown' } as const satisfies Record<
  Holding,
  string
>

/** What is counted as it flows is held by nothing that could be switched off. */
const holdingsOf = (dimension: Dimension): readonly Holding[] =>
  isCounted(dimension) ? ['serving', 'unseen'] : USAGE_HOLDINGS
const nameOf = (dimension: Dimension, holding: Holding) =>
  isCounted(dimension) && holding !== 'stopped'
    ? (`flow.${holding}` as const)
    : (`holding.${holding}` as const)

interface Row {
  readonly point: Point
  readonly held: Held | undefined
}

/** The same figures as the chart, the latest first; each month opens into days, each day into hours. */
function UsageTable({
  label,
  dimension,
  level,
  rows,
}: {
  readonly label: string
  readonly dimension: Dimension
  readonly level: UsageSeries['level']
  readonly rows: readonly Row[]
}) {
  const t = useText('usage')
  const [, change] = useUrlState()
  const figure = (
    key: 'total' | 'adjusted' | (typeof USAGE_HOLDINGS)[number],
    title: string,
  ): Column<Row> => ({
    key,
    title,
    number: true,
    render: ({ held }) => formatUsage(dimension, held?.[key] ?? '0'),
  })
  const isAdjusted = rows.some(({ held }) => Number(held?.adjusted ?? 0) !== 0)
  const columns: readonly Column<Row>[] = [
    {
      key: 'period',
      title: t('column.period'),
      oneLine: true,
      render: ({ point }) =>
        level === 'hours' ? (
          `${point.key.slice(-2)}:00`
        ) : (
          <ActionButton
            size="small"
            type="link"
            label={point.key}
            onClick={() =>
              change({ [level === 'months' ? 'usage.month' : 'usage.day']: point.key }, { push: true })
            }
          />
        ),
    },
    figure('total', isCounted(dimension) ? t('column.counted') : t('column.held')),
    ...holdingsOf(dimension).map((holding) => figure(holding, t(nameOf(dimension, holding)))),
    ...(isAdjusted ? [figure('adjusted', t('column.adjusted'))] : []),
  ]
  return (
    <Table
      compact
      label={label}
      rows={rows.toReversed()}
      rowKey={({ point }) => point.key}
      columns={columns}
    />
  )
}

/** Back up from the hours of a day to its month, and to all months. */
function PeriodPath() {
  const t = useText('usage')
  const [url, change] = useUrlState()
  const day = url['usage.day']
  const month = url['usage.month'] ?? day?.slice(0, 7)
  const up = (label: string, patch: Readonly<Record<string, string | undefined>>) => (
    <ActionButton size="small" type="link" label={label} onClick={() => change(patch, { push: true })} />
  )
  if (month === undefined) return null
  return (
    <nav className="yh-row" aria-label={t('chart.path')}>
      {up(t('chart.months'), { 'usage.month': undefined, 'usage.day': undefined })}
      <span aria-hidden>›</span>
      {day ? up(month, { 'usage.month': month, 'usage.day': undefined }) : <span>{month}</span>}
      {day && <span aria-hidden>›</span>}
      {day && <span>{day}</span>}
    </nav>
  )
}
