import type { SpendingSummary } from '@yunheng/contract'
import type { ComponentProps, ReactNode } from 'react'
import { GoTo, Table, useUrlState } from '../../kit/index.ts'
import type { Place } from '../../paths.ts'
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
import { Behind } from './behind.tsx'
import { changeOf, narrowed, whole } from './narrow.ts'

interface Props {
  readonly summary: SpendingSummary
}

export function SpendingFigures({ summary: { period, total, previous, bills } }: Props) {
  const t = useText('spending')
  const seesBills = useMay('list', 'bill')
  const [url] = useUrlState()
  const { from, until, previousFrom, previousUntil } = period
  const now = whole({ from, until }, url, seesBills)
  const before = whole({ from: previousFrom, until: previousUntil }, url, seesBills)
  const led = (to: Place, isThere: boolean, figure: ReactNode) =>
    isThere ? <GoTo to={to}>{figure}</GoTo> : figure
  const change = changeOf(total.amount.amountMinor, previous.amountMinor)
  return (
    <section className="yh-figures yh-figures-wide" aria-label={t('figures')}>
      <Figure
        label={from === until ? t('total-month', { until }) : t('total', { from, until })}
        value={led(now, bills > 0, <Money money={total.amount} />)}
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
        value={led(before, previous.amountMinor !== 0, <Money money={previous} />)}
        note={change === null ? t('change-none') : t('change', { change })}
      />
      <Figure
        label={t('corrections')}
        value={led(now, total.corrections.amountMinor !== 0, <Money money={total.corrections} />)}
        note={t('corrections-note')}
      />
      <Figure
        label={t('credits')}
        value={led(now, total.credits.amountMinor !== 0, <Money money={total.credits} />)}
        note={t('credits-note')}
      />
      <Figure
        label={t('unpriced')}
        value={led(now, total.unpriced > 0, formatNumber(total.unpriced))}
        note={t('unpriced-note')}
      />
      <Figure label={t('bills')} value={led(now, bills > 0, formatNumber(bills))} note={t('bills-note')} />
    </section>
  )
}

const yuan = (minor: number) => Math.max(minor, 0) / 100

/** Thirteen months, the table behind them below the picture. */
export function SpendingTrend({ summary: { months, period, asOf } }: Props) {
  const t = useText('spending')
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
              render: (row) => (
                <OfMonth row={row} when={row.bills > 0}>
                  <Money money={row.bills === 0 ? null : row.amount} />
                </OfMonth>
              ),
            },
            {
              key: 'preliminary',
              title: t('preliminary'),
              number: true,
              render: (row) => (
                <OfMonth row={row} when={row.preliminary.amountMinor !== 0}>
                  <Money money={row.preliminary} />
                </OfMonth>
              ),
            },
            {
              key: 'corrections',
              title: t('corrections'),
              number: true,
              wideOnly: true,
              render: (row) => (
                <OfMonth row={row} part="corrections" when={row.corrections.amountMinor !== 0}>
                  <Money money={row.corrections} />
                </OfMonth>
              ),
            },
            {
              key: 'credits',
              title: t('credits'),
              number: true,
              wideOnly: true,
              render: (row) => (
                <OfMonth row={row} part="credits" when={row.credits.amountMinor !== 0}>
                  <Money money={row.credits} />
                </OfMonth>
              ),
            },
          ]}
        />
      </div>
    </Panel>
  )
}

function OfMonth({
  row: { month, billId },
  ...rest
}: Omit<ComponentProps<typeof Behind>, 'by' | 'row'> & { readonly row: SpendingSummary['months'][number] }) {
  return <Behind by="month" row={{ key: month, billId }} {...rest} />
}
