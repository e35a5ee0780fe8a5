import { spendingOperations as operations, type SpendingRate } from '@yunheng/contract'
import type { InputOf } from '../../api/index.ts'
import { useAsked } from '../../api/index.ts'
import {
  type Column,
  DefaultTag,
  FilterBar,
  GoTo,
  ListExport,
  ListTable,
  UrlTabs,
  useUrlState,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { formatNumber, ListPage, Money } from '../../ui/index.ts'
import { FILTERS, filtersOf } from './narrow.ts'
import { NeedComparison } from './need-comparison.tsx'
import { useSpendingFilters } from './spending-filters.ts'

/** What was really paid for a unit held for a month, by provider and pool, beside the listed prices. */
export default function SpendingRatesPage() {
  const t = useText('spending')
  const [url] = useUrlState()
  const query = filtersOf(url)
  const { data } = useAsked(operations.summary, { query } as unknown as InputOf<typeof operations.summary>, {
    keep: true,
  })
  const filters = useSpendingFilters(data)
  // A need is asked for by its own fields: filters of bills say nothing of it.
  const isNeed = url.tab === 'need'
  return (
    <ListPage
      title={t('rates.title')}
      meta={
        !isNeed && (
          <>
            {data && <span>{t('total', { from: data.period.from, until: data.period.until })}</span>}
            <span>{t('rates.how')}</span>
          </>
        )
      }
      actions={!isNeed && <ListExport operation={operations.exportRates} filters={FILTERS} />}
      filters={!isNeed && <FilterBar filters={filters} />}
    >
      <UrlTabs
        label={t('rates.title')}
        tabs={[
          { key: 'paid', label: t('rates.tab-paid'), content: () => <Paids /> },
          { key: 'need', label: t('need.tab'), content: () => <NeedComparison /> },
        ]}
      />
    </ListPage>
  )
}

function Paids() {
  const t = useText('spending')
  return (
    <ListTable
      operation={operations.rates}
      filters={FILTERS}
      label={t('rates.title')}
      rowKey={(row) => `${row.dimension} ${row.provider.id} ${row.pool.id}`}
      columns={useColumns()}
      empty={{ title: t('rates.empty'), why: t('rates.empty-why') }}
    />
  )
}

function useColumns(): readonly Column<SpendingRate>[] {
  const t = useText('spending')
  const terms = useText('terms')
  const [url] = useUrlState()
  return [
    {
      key: 'dimension',
      title: t('rates.dimension'),
      oneLine: true,
      render: (row) => terms(`dimension.${row.dimension}`),
    },
    { key: 'provider', title: t('rates.provider'), render: (row) => row.provider.name || row.provider.id },
    { key: 'pool', title: t('rates.pool'), render: (row) => row.pool.name || row.pool.id },
    { key: 'paid', title: t('rates.paid'), number: true, render: (row) => <Paid row={row} /> },
    { key: 'listed', title: t('rates.listed'), number: true, render: (row) => <Listed row={row} /> },
    {
      key: 'unit-months',
      title: t('rates.unit-months'),
      number: true,
      wideOnly: true,
      render: (row) => formatNumber(Number(row.unitMonths), 3),
    },
    {
      key: 'amount',
      title: t('rates.amount'),
      number: true,
      render: (row) => (
        <GoTo
          to={to('spending', {
            ...filtersOf(url),
            providerBodyId: row.provider.id,
            poolId: row.pool.id,
            dimension: row.dimension,
            by: 'body',
          })}
        >
          <Money money={row.amount} />
        </GoTo>
      ),
    },
  ]
}

function Paid({ row: { paid, inPackages } }: { readonly row: SpendingRate }) {
  const t = useText('spending')
  return (
    <>
      {paid ?? '—'}
      {inPackages && <div className="yh-small yh-quiet">{t('rates.in-packages')}</div>}
    </>
  )
}

function Listed({ row: { listed } }: { readonly row: SpendingRate }) {
  const t = useText('spending')
  if (listed === null) return <span className="yh-quiet">—</span>
  const { low, high, versionId, isProductDefault } = listed
  return (
    <>
      <GoTo to={to('price', { id: versionId })}>
        {low === high ? low : t('rates.listed-range', { low, high })}
      </GoTo>
      <DefaultTag when={isProductDefault} />
    </>
  )
}
