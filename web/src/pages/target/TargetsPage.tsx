import {
  type CapacityTarget,
  capacityTargetOperations,
  type DomesticShare,
  domesticOperations,
} from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { DefaultTag, GoTo, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import { Figure, formatNumber, formatTime, ListPage, Panel } from '../../ui/index.ts'

/** What is to be reached by the end of 2027 (R13–R17), against what is there. Counted, never typed. */
export default function TargetsPage() {
  const t = useText('target')
  const { items, asOf } = useLoaded(capacityTargetOperations.list, {})
  const domestic = useLoaded(domesticOperations.shares, {})
  return (
    <ListPage title={t('title')} meta={<span>{t('as-of', { time: formatTime(asOf) })}</span>}>
      <section className="yh-figures yh-figures-wide" aria-label={t('capacity')}>
        {items.map((target) => (
          <Gauge key={target.code} target={target} />
        ))}
      </section>
      <Panel title={t('domestic')} flush>
        <Shares shares={domestic.items} />
      </Panel>
      <p className="yh-quiet yh-small">
        {t('domestic-what', { target: formatNumber(domestic.targetPercent), source: domestic.source })}
      </p>
    </ListPage>
  )
}

function Gauge({ target }: { readonly target: CapacityTarget }) {
  const t = useText('target')
  const pick = usePick()
  const unit = pick(target.unit)
  const amount = (value: number) => `${formatNumber(value, 3)} ${unit}`
  return (
    <Figure
      label={pick(target.title)}
      value={target.percent === null ? t('unknown') : formatNumber(target.percent, 1)}
      {...(target.percent !== null && { unit: '%' })}
      note={
        <>
          <div>
            {t('of', {
              actual: target.actual === null ? t('unknown') : formatNumber(target.actual, 3),
              target: amount(target.target),
            })}
          </div>
          {target.gap !== null && target.gap > 0 && <div>{t('gap', { gap: amount(target.gap) })}</div>}
          {target.byPrecision
            .filter((one) => !one.isTarget)
            .map((one) => (
              <div key={one.precision}>
                {t('precision', {
                  precision: one.precision.toUpperCase(),
                  pflops: formatNumber(one.pflops, 3),
                })}
              </div>
            ))}
          <div className="yh-quiet yh-small">
            {pick(target.basis)} <DefaultTag when={target.isProductDefault} />
          </div>
          <div className="yh-quiet yh-small">{t('until', { day: target.until, source: target.source })}</div>
        </>
      }
    />
  )
}

function Shares({ shares }: { readonly shares: readonly DomesticShare[] }) {
  const t = useText('target')
  const pick = usePick()
  const gaps = (row: DomesticShare, gap: 'foreign' | 'unknown') =>
    row[gap] === 0 ? (
      formatNumber(0)
    ) : (
      <GoTo to={to('domesticGaps', { assetClass: row.assetClass, gap })}>{formatNumber(row[gap])}</GoTo>
    )
  return (
    <Table
      label={t('domestic')}
      rows={shares}
      rowKey={(row) => row.assetClass}
      columns={[
        {
          key: 'class',
          title: t('class'),
          render: (row) => (
            <>
              {pick(row.title)}
              <div className="yh-quiet yh-small">{pick(row.basis)}</div>
            </>
          ),
        },
        {
          key: 'share',
          title: t('share'),
          number: true,
          render: (row) => (row.percent === null ? t('no-assets') : `${formatNumber(row.percent, 1)} %`),
        },
        { key: 'total', title: t('total'), number: true, render: (row) => formatNumber(row.total) },
        {
          key: 'domestic',
          title: t('is-domestic'),
          number: true,
          render: (row) => formatNumber(row.domestic),
        },
        { key: 'foreign', title: t('gap.foreign'), number: true, render: (row) => gaps(row, 'foreign') },
        { key: 'unknown', title: t('gap.unknown'), number: true, render: (row) => gaps(row, 'unknown') },
      ]}
    />
  )
}
