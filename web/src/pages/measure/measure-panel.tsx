import {
  MEASURE_METRICS,
  type MeasureFigures,
  type MeasureMetric,
  type MeasurePeriod,
  type MeasuresOfResource,
  measureOperations,
} from '@yunheng/contract'
import { Select } from 'antd'
import { useAsked } from '../../api/index.ts'
import { type Column, optionsOf, ProblemPanel, Table, useUrlState } from '../../kit/index.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { EmptyState, formatNumber, Panel, StackedChart, Waiting } from '../../ui/index.ts'

const RATES: readonly MeasureMetric[] = ['network', 'disk-io']
const unitKey = (metric: MeasureMetric) => (RATES.includes(metric) ? 'unit.rate' : 'unit.percent')

/** How much a server uses of what it has: a month by its days, and the months before it. The month stands in the address. */
export function ResourceMeasures({ resourceId }: { readonly resourceId: string }) {
  const t = useText('measure')
  const [url] = useUrlState()
  const month = url['measure.month']
  const asked = useAsked(
    measureOperations.ofResource,
    { params: { id: resourceId }, query: month ? { month } : {} },
    { keep: true },
  )
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  if (asked.data.lastDay === null) return <EmptyState title={t('empty.title')} why={t('empty.why')} />
  return <Measures data={asked.data} />
}

function Measures({ data }: { readonly data: MeasuresOfResource }) {
  const t = useText('measure')
  const [url] = useUrlState()
  const told = MEASURE_METRICS.filter((metric) =>
    data.months.some(({ figures }) => figures.some((one) => one.metric === metric)),
  )
  const metric = told.find((one) => one === url['measure.of']) ?? told[0]
  return (
    <>
      <Panel
        title={t('month.title', { month: data.month })}
        extra={<Choices data={data} told={told} metric={metric} />}
      >
        {data.figures.length === 0 || metric === undefined ? (
          <p>{t('month.empty')}</p>
        ) : (
          <div className="yh-stack">
            <DayChart data={data} metric={metric} />
            <Table
              compact
              label={t('month.title', { month: data.month })}
              rows={data.figures}
              rowKey={(row) => row.metric}
              columns={[
                { key: 'metric', title: t('column.metric'), render: (row) => t(`metric.${row.metric}`) },
                ...figureColumns<MeasureFigures>(t, (row) => row),
                {
                  key: 'samples',
                  title: t('column.samples'),
                  number: true,
                  wideOnly: true,
                  render: (row) => row.samples,
                },
              ]}
            />
          </div>
        )}
        <p className="yh-small yh-quiet">
          {t('how.every', { minutes: data.everyMinutes })}
          {data.coverage !== null && t('how.coverage', { percent: formatNumber(data.coverage, 1) })}
        </p>
      </Panel>
      {metric && (
        <PeriodPanel
          title={t('months.title', { metric: t(`metric.${metric}`) })}
          by="month"
          metric={metric}
          periods={data.months}
        />
      )}
      {metric && data.days.length > 0 && (
        <PeriodPanel
          title={t('days.title', { metric: t(`metric.${metric}`) })}
          by="day"
          metric={metric}
          periods={data.days}
        />
      )}
    </>
  )
}

function Choices({
  data,
  told,
  metric,
}: {
  readonly data: MeasuresOfResource
  readonly told: readonly MeasureMetric[]
  readonly metric: MeasureMetric | undefined
}) {
  const t = useText('measure')
  const [, change] = useUrlState()
  const months = [...new Set([...data.months.map(({ key }) => key), data.month])].sort().toReversed()
  return (
    <span className="yh-row">
      <Select
        aria-label={t('filter.month')}
        value={data.month}
        popupMatchSelectWidth={false}
        options={months.map((value) => ({ value, label: value }))}
        onChange={(value) => change({ 'measure.month': value })}
      />
      {metric !== undefined && told.length > 1 && (
        <Select
          aria-label={t('filter.metric')}
          value={metric}
          popupMatchSelectWidth={false}
          options={[...optionsOf(told, (value) => t(`metric.${value}`))]}
          onChange={(value) => change({ 'measure.of': value })}
        />
      )}
    </span>
  )
}

const figuresOf = (period: MeasurePeriod, metric: MeasureMetric) =>
  period.figures.find((one) => one.metric === metric)

/** The mean of each day, and above it how far the day’s peak went. A day that is not there was not measured. */
function DayChart({ data, metric }: { readonly data: MeasuresOfResource; readonly metric: MeasureMetric }) {
  const t = useText('measure')
  const points = data.days.flatMap((day) => {
    const figures = figuresOf(day, metric)
    return figures === undefined
      ? []
      : [
          {
            label: day.key,
            short: day.key.slice(-2),
            values: [figures.mean, Math.max(0, figures.peak - figures.mean)],
          },
        ]
  })
  return (
    <StackedChart
      title={t('days.title', { metric: t(`metric.${metric}`) })}
      unit={t(unitKey(metric))}
      parts={[
        { name: t('days.mean'), look: 'full' },
        { name: t('days.above'), look: 'soft' },
      ]}
      points={points}
    />
  )
}

interface PeriodRow {
  readonly key: string
  readonly figures: MeasureFigures
}

function PeriodPanel(props: {
  readonly title: string
  readonly by: 'day' | 'month'
  readonly metric: MeasureMetric
  readonly periods: readonly MeasurePeriod[]
}) {
  const t = useText('measure')
  const rows = props.periods.flatMap((period): readonly PeriodRow[] => {
    const figures = figuresOf(period, props.metric)
    return figures === undefined ? [] : [{ key: period.key, figures }]
  })
  return (
    <Panel title={props.title} flush>
      <Table
        compact
        label={props.title}
        rows={rows.toReversed()}
        rowKey={(row) => row.key}
        columns={[
          { key: 'key', title: t(`column.${props.by}`), oneLine: true, render: (row) => row.key },
          ...figureColumns<PeriodRow>(t, (row) => row.figures),
        ]}
      />
    </Panel>
  )
}

function figureColumns<Row>(t: TextOf<'measure'>, of: (row: Row) => MeasureFigures): readonly Column<Row>[] {
  const shown = (row: Row, value: number) => `${formatNumber(value, 1)} ${t(unitKey(of(row).metric))}`
  const figure = (key: 'mean' | 'peakMean' | 'peak', title: string): Column<Row> => ({
    key,
    title,
    number: true,
    render: (row) => shown(row, of(row)[key]),
  })
  return [
    figure('mean', t('column.mean')),
    figure('peakMean', t('column.peak-mean')),
    figure('peak', t('column.peak')),
    {
      key: 'p95',
      title: t('column.p95'),
      number: true,
      wideOnly: true,
      render: (row) => {
        const { p95From, p95To, metric } = of(row)
        const between = { from: formatNumber(p95From, 1), to: formatNumber(p95To, 1) }
        return `${t('p95.between', between)} ${t(unitKey(metric))}`
      },
    },
  ]
}
