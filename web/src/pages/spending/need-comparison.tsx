import {
  type ComparedProvider,
  type NeedRow,
  providerComparisonOperations as operations,
  type ProviderNeedComparison,
} from '@yunheng/contract'
import { InputNumber } from 'antd'
import { useId, useState } from 'react'
import { type InputOf, useAsked } from '../../api/index.ts'
import {
  BodyPicker,
  type Column,
  DefaultTag,
  GoTo,
  ListExport,
  ProblemPanel,
  Table,
  useUrlState,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import {
  ActionButton,
  EmptyState,
  formatMoney,
  formatNumber,
  Money,
  Notice,
  Panel,
  StackedChart,
  Waiting,
} from '../../ui/index.ts'

const PARTS = ['vcpus', 'memoryGiB', 'storageGiB', 'publicIps', 'bandwidthMbps'] as const
type Part = (typeof PARTS)[number]
type Basket = Readonly<Partial<Record<Part, string | undefined>>>
const FILTERS = ['needBodyId', ...PARTS] as const
/** What stands in the fields before anybody chose: a small server, to be changed. */
const FIRST: Basket = { vcpus: '4', memoryGiB: '8', storageGiB: '100' }

/** R7, R276: the same need at the price list of each provider, beside how each served. It recommends nobody. */
export function NeedComparison() {
  const t = useText('spending')
  const [url] = useUrlState()
  const query = queryOf(url)
  const { data, error } = useAsked(
    operations.compare,
    { query } as unknown as InputOf<typeof operations.compare>,
    { keep: true },
  )
  return (
    <>
      <Panel
        title={t('need.title')}
        extra={<ListExport operation={operations.export} filters={FILTERS} fixed={query} />}
      >
        <div className="yh-stack">
          <p className="yh-quiet">{t('need.how')}</p>
          <NeedForm key={JSON.stringify(query)} query={query} />
        </div>
      </Panel>
      {error && <ProblemPanel error={error} />}
      {data ? <Compared found={data} /> : !error && <Waiting />}
    </>
  )
}

function queryOf(url: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  if (url.needBodyId) return { needBodyId: url.needBodyId }
  const given = PARTS.some((part) => url[part]) ? url : FIRST
  return Object.fromEntries(
    PARTS.flatMap((part) => (given[part] ? [[part, given[part]] as const] : [])),
  ) as Readonly<Record<string, string>>
}

/** A department, or sizes: the one that was touched last counts. */
function NeedForm({ query }: { readonly query: Readonly<Record<string, string>> }) {
  const t = useText('spending')
  const [, change] = useUrlState()
  const id = useId()
  const [basket, setBasket] = useState<Basket>(query)
  const none = Object.fromEntries(FILTERS.map((name) => [name, undefined]))
  const price = () => {
    const sizes = PARTS.filter((part) => Number(basket[part] ?? 0) > 0)
    change({ ...none, ...Object.fromEntries(sizes.map((part) => [part, basket[part]])) })
  }
  return (
    <div className="yh-stack">
      <div className="yh-row">
        <div className="yh-stack-tight">
          <label htmlFor={`${id}-body`}>{t('need.body')}</label>
          <BodyPicker
            id={`${id}-body`}
            label={t('need.body')}
            invalid={false}
            describedBy={undefined}
            value={query.needBodyId}
            onChange={(value) => change({ ...none, needBodyId: value as string | undefined })}
          />
        </div>
        {PARTS.map((part) => (
          <div className="yh-stack-tight" key={part}>
            <label htmlFor={`${id}-${part}`}>{t(`need.${part}`)}</label>
            <InputNumber
              id={`${id}-${part}`}
              min={0}
              max={1_000_000}
              precision={0}
              value={basket[part] === undefined ? null : Number(basket[part])}
              onChange={(value) =>
                setBasket({ ...basket, [part]: value === null ? undefined : String(value) })
              }
            />
          </div>
        ))}
      </div>
      <div>
        <ActionButton type="primary" label={t('need.do')} onClick={price} />
      </div>
    </div>
  )
}

function Compared({ found }: { readonly found: ProviderNeedComparison }) {
  const t = useText('spending')
  if (found.rows.length === 0)
    return (
      <EmptyState
        title={t('need.empty')}
        why={t(found.of === 'body' ? 'need.empty-body' : 'need.empty-basket')}
      />
    )
  return (
    <>
      <Panel title={t('need.providers')}>
        <Totals found={found} />
      </Panel>
      <Panel title={t('need.rows')} flush>
        <Rows found={found} />
      </Panel>
    </>
  )
}

/** The picture leaves out whom no list prices whole: less would look cheaper. */
function Totals({ found }: { readonly found: ProviderNeedComparison }) {
  const t = useText('spending')
  const whole = found.providers.filter(({ price, unpriced }) => price !== null && unpriced === 0)
  const left = found.providers.length - whole.length
  const { from, until } = found.period
  return (
    <div className="yh-stack">
      {whole.length > 0 && (
        <StackedChart
          title={t('need.chart')}
          unit={t('need.unit')}
          parts={[{ name: t('need.month'), look: 'full' }]}
          points={whole.map(({ provider, total }) => ({
            label: provider.name,
            short: shortOf(provider.name),
            values: [total.amountMinor / 100],
          }))}
        />
      )}
      {left > 0 && <Notice tone="attention">{t('need.left-out', { count: left })}</Notice>}
      <Table
        label={t('need.providers')}
        rows={found.providers}
        rowKey={(row) => row.provider.id}
        columns={providerColumns(t)}
      />
      <p className="yh-quiet yh-small">{t('need.period', { from, until })}</p>
    </div>
  )
}

function providerColumns(t: TextOf<'spending'>): readonly Column<ComparedProvider>[] {
  const linked = (count: number, place: Parameters<typeof GoTo>[0]['to']) =>
    count === 0 ? '0' : <GoTo to={place}>{formatNumber(count)}</GoTo>
  return [
    { key: 'provider', title: t('rates.provider'), render: (row) => row.provider.name },
    { key: 'price', title: t('need.price'), render: (row) => <List row={row} t={t} /> },
    {
      key: 'total',
      title: t('need.month'),
      number: true,
      render: (row) => (
        <>
          {row.price === null ? '—' : <Money money={row.total} />}
          {row.price !== null && row.unpriced > 0 && (
            <div className="yh-small yh-quiet">{t('need.unpriced', { count: row.unpriced })}</div>
          )}
        </>
      ),
    },
    {
      key: 'availability',
      title: t('need.availability'),
      number: true,
      render: (row) => (
        <>
          {`${row.availabilityPercent}%`}
          <div className="yh-small yh-quiet">
            {linked(row.outages, to('slaEvents', { providerBodyId: row.provider.id, state: 'confirmed' }))}{' '}
            {t('need.outages', { minutes: formatNumber(row.outageMinutes) })}
          </div>
        </>
      ),
    },
    {
      key: 'late',
      title: t('need.late'),
      number: true,
      render: (row) => t('need.late-of', { late: row.lateDeliveries, all: row.deliveries }),
    },
    {
      key: 'differences',
      title: t('need.differences'),
      number: true,
      render: (row) => (
        <>
          {linked(row.differences, to('differences', { providerId: row.provider.id }))}
          {row.openDifferences > 0 && (
            <div className="yh-small">
              <GoTo to={to('differences', { providerId: row.provider.id, state: 'open' })}>
                {t('need.open', { count: row.openDifferences })}
              </GoTo>
            </div>
          )}
          <div className="yh-small yh-quiet">
            {t('need.statements', { count: row.statements, amount: formatMoney(row.takenOff) })}
          </div>
        </>
      ),
    },
  ]
}

function List({ row: { price }, t }: { readonly row: ComparedProvider; readonly t: TextOf<'spending'> }) {
  if (price === null) return <span className="yh-quiet">{t('need.no-price')}</span>
  return (
    <>
      <GoTo to={to('price', { id: price.versionId })}>{price.versionName}</GoTo>{' '}
      <DefaultTag when={price.isProductDefault} />
      <div className="yh-small yh-quiet">
        {t(price.isOwn ? 'need.own' : 'need.general')}
        {price.hasPackages && ` · ${t('need.packages')}`}
      </div>
    </>
  )
}

/** Names stand beneath narrow bars: what follows in brackets, and what is long, is in the table. */
const shortOf = (name: string) => (name.split(/[（(]/)[0] ?? name).trim().slice(0, 5)

/** What the totals are made of, a column for each provider. */
function Rows({ found }: { readonly found: ProviderNeedComparison }) {
  const t = useText('spending')
  const terms = useText('terms')
  const pick = usePick()
  const columns: readonly Column<NeedRow>[] = [
    {
      key: 'offering',
      title: t('need.offering'),
      render: (row) => (
        <>
          {pick(row.offering.title)}
          {row.planCode && <div className="yh-small yh-quiet">{row.planCode}</div>}
        </>
      ),
    },
    { key: 'dimension', title: t('rates.dimension'), render: (row) => terms(`dimension.${row.dimension}`) },
    {
      key: 'units',
      title: t('need.units'),
      number: true,
      render: (row) => formatNumber(Number(row.units), 3),
    },
    ...found.providers.map(
      ({ provider }, index): Column<NeedRow> => ({
        key: provider.id,
        title: provider.name,
        number: true,
        render: (row) => {
          const cost = row.costs[index] ?? null
          return cost === null ? <span className="yh-quiet">—</span> : <Money money={cost} />
        },
      }),
    ),
  ]
  return (
    <Table
      label={t('need.rows')}
      rows={found.rows}
      rowKey={(row) => `${row.offering.code} ${row.planCode ?? ''} ${row.dimension}`}
      columns={columns}
    />
  )
}
