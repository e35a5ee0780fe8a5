import type { PlacementWhatIf } from '@yunheng/contract'
import type { ReactNode } from 'react'
import { AMOUNT_NAMES, GoTo, shownAmount, Table, useAmountWords } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { usePick, useText } from '../../text/index.ts'
import {
  CapacityBar,
  EmptyState,
  formatNumber,
  formatTime,
  Notice,
  Panel,
  StateMark,
} from '../../ui/index.ts'
import { OldTag } from '../inventory/cloud-age.tsx'
import { Scores } from './candidate-words.tsx'

type Row = PlacementWhatIf['pools'][number]

/** Where it would go, what would be left, and why not elsewhere: bars for the pools that carry it, the table behind. */
export function WhatIfResult({
  result,
  extra,
}: {
  readonly result: PlacementWhatIf
  readonly extra?: ReactNode
}) {
  const t = useText('placement')
  const pick = usePick()
  const { asked, placed, lacking, pools, poolCount, policy } = result
  const time = formatTime(result.asOf)
  if (poolCount === 0) return <EmptyState title={t('empty')} why={t('empty-why')} />
  const carrying = pools.filter((row) => row.units > 0)
  return (
    <>
      <Panel title={t('placed', { placed: formatNumber(placed), asked: formatNumber(asked) })} extra={extra}>
        <div className="yh-stack" aria-live="polite">
          <p className="yh-quiet yh-small">
            {policy.number === null
              ? t('by-shipped', { time })
              : t('by-rules', { number: policy.number, time })}
          </p>
          {lacking && (
            <Notice tone="attention">{t('lacking', { count: asked - placed, why: pick(lacking) })}</Notice>
          )}
          {carrying.length > 0 && <Bars rows={carrying.slice(0, BARS)} />}
        </div>
      </Panel>
      <Panel title={t('table')} flush>
        <PoolTable rows={pools} />
        {poolCount > pools.length && (
          <p className="yh-small yh-quiet yh-how">{t('shown', { count: poolCount, shown: pools.length })}</p>
        )}
      </Panel>
    </>
  )
}

/** As many as are taken in at a glance; the table has all. */
const BARS = 12

function Bars({ rows }: { readonly rows: readonly Row[] }) {
  const t = useText('placement')
  const terms = useText('terms')
  // The amount that is taken most of: the others are in the table.
  const name =
    AMOUNT_NAMES.find((each) => rows.some((row) => row.freeBefore[each] > row.freeAfter[each])) ?? 'vcpus'
  const amount = terms(`amount.${name}`)
  return (
    <section aria-label={t('chart', { amount })} className="yh-stack-tight">
      <h3 className="yh-small">{t('chart', { amount })}</h3>
      {rows.map((row) => (
        <CapacityBar
          key={row.pool.id}
          label={row.pool.name}
          unit={terms(`unit.${name}`)}
          total={shownAmount(name, row.limit[name])}
          allocated={shownAmount(name, Math.max(0, row.limit[name] - row.freeBefore[name]))}
          plus={shownAmount(name, row.freeBefore[name] - row.freeAfter[name])}
        />
      ))}
    </section>
  )
}

function PoolTable({ rows }: { readonly rows: readonly Row[] }) {
  const t = useText('placement')
  const pick = usePick()
  const amounts = useAmountWords()
  return (
    <Table
      label={t('table')}
      rows={rows}
      rowKey={(row) => row.pool.id}
      columns={[
        {
          key: 'pool',
          title: t('pool'),
          render: (row) => (
            <>
              <GoTo to={to('pool', { id: row.pool.id })}>{row.pool.name}</GoTo>{' '}
              <OldTag cloudId={row.cloud.id} />
              <div className="yh-small yh-quiet">{`${row.cloud.name} · ${row.provider.name}`}</div>
            </>
          ),
        },
        { key: 'units', title: t('units'), number: true, render: (row) => formatNumber(row.units) },
        {
          key: 'why',
          title: t('why'),
          render: (row) =>
            row.refusedBy ? (
              <StateMark tone="off">{t('refused', { why: pick(row.refusedBy.text) })}</StateMark>
            ) : (
              <>
                {row.units === 0 && <div>{t('fits')}</div>}
                <Scores row={row} />
              </>
            ),
        },
        { key: 'before', title: t('free-before'), wideOnly: true, render: (row) => amounts(row.freeBefore) },
        { key: 'after', title: t('free-after'), render: (row) => amounts(row.freeAfter) },
      ]}
    />
  )
}
