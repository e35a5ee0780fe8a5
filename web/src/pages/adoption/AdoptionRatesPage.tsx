import { type AdoptionRate, adoptionOperations } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { ExportButton, GoTo, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import {
  EmptyState,
  Figure,
  formatNumber,
  formatTime,
  ListPage,
  Panel,
  StateMark,
  Time,
} from '../../ui/index.ts'

/** R18 and R19, counted from what is there, with the rows behind them. */
export default function AdoptionRatesPage() {
  const t = useText('adoption')
  const { items, nodes, counties, asOf } = useLoaded(adoptionOperations.rates, {})
  return (
    <ListPage title={t('rates.title')} meta={<span>{t('rates.as-of', { time: formatTime(asOf) })}</span>}>
      <section className="yh-figures yh-figures-wide" aria-label={t('rates.title')}>
        {items.map((rate) => (
          <Rate key={rate.requirement} rate={rate} />
        ))}
      </section>
      <Panel
        title={t('rates.nodes')}
        flush={nodes.length > 0}
        extra={
          <ExportButton
            operation={adoptionOperations.exportRates}
            input={{ query: { of: 'nodes' } }}
            label={t('rates.export-nodes')}
          />
        }
      >
        {nodes.length === 0 ? (
          <EmptyState title={t('rates.empty')} why={t('rates.empty-why')} />
        ) : (
          <Table
            label={t('rates.nodes')}
            rows={nodes}
            rowKey={(row) => row.id}
            columns={[
              { key: 'name', title: t('node'), render: (row) => row.name },
              {
                key: 'cloud',
                title: t('cloud'),
                render: (row) => <GoTo to={to('cloud', { id: row.cloud.id })}>{row.cloud.name}</GoTo>,
              },
              { key: 'region', title: t('region'), render: (row) => row.region },
              {
                key: 'managed',
                title: t('rates.column-managed'),
                render: (row) =>
                  row.gap === null ? (
                    <StateMark tone="good">{t('is-managed')}</StateMark>
                  ) : (
                    <StateMark tone="bad">{t(`gap.${row.gap}`)}</StateMark>
                  ),
              },
              {
                key: 'scanned',
                title: t('scanned'),
                oneLine: true,
                render: (row) => (row.scannedAt ? <Time at={row.scannedAt} /> : '—'),
              },
            ]}
          />
        )}
      </Panel>
      <Panel
        title={t('rates.counties')}
        flush={counties.length > 0}
        extra={
          <ExportButton
            operation={adoptionOperations.exportRates}
            input={{ query: { of: 'counties' } }}
            label={t('rates.export-counties')}
          />
        }
      >
        {counties.length === 0 ? (
          <EmptyState title={t('rates.empty')} why={t('rates.empty-why')} />
        ) : (
          <Table
            label={t('rates.counties')}
            rows={counties}
            rowKey={(row) => row.id}
            columns={[
              { key: 'name', title: t('county'), render: (row) => `${row.name} ${row.code}` },
              {
                key: 'systems',
                title: t('county.systems'),
                number: true,
                render: (row) => formatNumber(row.systems),
              },
              {
                key: 'on',
                title: t('rates.column-on'),
                render: (row) =>
                  row.isOnCloud ? (
                    <StateMark tone="good">{t('county.on')}</StateMark>
                  ) : (
                    <StateMark tone="bad">{t('county.off')}</StateMark>
                  ),
              },
            ]}
          />
        )}
      </Panel>
    </ListPage>
  )
}

function Rate({ rate }: { readonly rate: AdoptionRate }) {
  const t = useText('adoption')
  const pick = usePick()
  return (
    <Figure
      label={pick(rate.title)}
      value={rate.percent === null ? t('rates.none') : formatNumber(rate.percent, 1)}
      {...(rate.percent === null ? {} : { unit: '%' })}
      note={
        <>
          <div>
            {t('rates.of', { part: rate.part, whole: rate.whole })} ·{' '}
            {t('rates.target', { target: rate.target })}
          </div>
          <div className="yh-quiet yh-small">{pick(rate.definition)}</div>
        </>
      }
    />
  )
}
