import type { SpendingSummary } from '@yunheng/contract'
import { GoTo, Table, useUrlState } from '../../kit/index.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import {
  Figure,
  formatMoney,
  formatNumber,
  formatTime,
  Money,
  Panel,
  StackedChart,
  StateMark,
} from '../../ui/index.ts'
import { behind, changeOf, narrowed } from './narrow.ts'

interface Props {
  readonly summary: SpendingSummary
}

export function SpendingFigures({ summary: { period, total, previous, bills } }: Props) {
  const t = useText('spending')
  const { from, until, previousFrom, previousUntil } = period
  const change = changeOf(total.amount.amountMinor, previous.amountMinor)
  return (
    <section className="yh-figures yh-figures-wide" aria-label={t('figures')}>
      <Figure
        label={from === until ? t('total-month', { until }) : t('total', { from, until })}
        value={<Money money={total.amount} />}
        note={
          total.preliminary.amountMinor !== 0 ? (
            <StateMark tone="busy">
              {t('preliminary-of', { amount: formatMoney(total.preliminary) })}
            </StateMark>
          ) : (
            t('settled')
          )
        }
      />
      <Figure
        label={t('before', { from: previousFrom, until: previousUntil })}
        value={<Money money={previous} />}
        note={change === null ? t('change-none') : t('change', { change })}
      />
      <Figure
        label={t('corrections')}
        value={<Money money={total.corrections} />}
        note={t('corrections-note')}
      />
      <Figure label={t('credits')} value={<Money money={total.credits} />} note={t('credits-note')} />
      <Figure label={t('unpriced')} value={formatNumber(total.unpriced)} note={t('unpriced-note')} />
      <Figure label={t('bills')} value={formatNumber(bills)} note={t('bills-note')} />
    </section>
  )
}

const yuan = (minor: number) => Math.max(minor, 0) / 100

/** Thirteen months, the table behind them below the picture. */
export function SpendingTrend({ summary: { months, period, asOf } }: Props) {
  const t = useText('spending')
  const seesBills = useMay('list', 'bill')
  const [url] = useUrlState()
  return (
    <Panel title={t('trend')} extra={<span className="yh-quiet yh-small">{formatTime(asOf)}</span>}>
      <div className="yh-stack">
        <p className="yh-quiet yh-small">{t('trend-why', { until: period.until })}</p>
        <StackedChart
          title={t('trend')}
          unit={t('amount-unit')}
          parts={[
            { name: t('sent'), look: 'full' },
            { name: t('draft'), look: 'soft' },
          ]}
          points={months.map(({ month, amount, preliminary }) => ({
            label: month,
            short: month.slice(5),
            values: [yuan(amount.amountMinor - preliminary.amountMinor), yuan(preliminary.amountMinor)],
          }))}
        />
        <Table
          compact
          label={t('trend')}
          rows={months.toReversed()}
          rowKey={(row) => row.month}
          columns={[
            {
              key: 'month',
              title: t('month'),
              oneLine: true,
              render: (row) => <GoTo to={narrowed('month', row.month, url)}>{row.month}</GoTo>,
            },
            {
              key: 'amount',
              title: t('amount'),
              number: true,
              render: (row) => {
                const item = { ...row, key: row.month, name: { zh: '', en: '' }, previous: row.amount }
                const place = row.bills === 0 ? null : behind('month', item, url, seesBills)
                const amount = <Money money={row.bills === 0 ? null : row.amount} />
                return place ? <GoTo to={place}>{amount}</GoTo> : amount
              },
            },
            {
              key: 'preliminary',
              title: t('preliminary'),
              number: true,
              render: (row) => <Money money={row.preliminary} />,
            },
            {
              key: 'corrections',
              title: t('corrections'),
              number: true,
              wideOnly: true,
              render: (row) => <Money money={row.corrections} />,
            },
            {
              key: 'credits',
              title: t('credits'),
              number: true,
              wideOnly: true,
              render: (row) => <Money money={row.credits} />,
            },
          ]}
        />
      </div>
    </Panel>
  )
}
