import {
  type Bill,
  CHARGE_CATEGORIES,
  type Charge,
  DIMENSIONS,
  billOperations as operations,
} from '@yunheng/contract'
import type { InputOf } from '../../api/index.ts'
import {
  type Column,
  choice,
  choiceOf,
  ExportButton,
  FilterBar,
  flag,
  GoTo,
  isCounted,
  ListTable,
  useUrlState,
} from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { formatDay, formatNumber, Money, Panel, StateMark } from '../../ui/index.ts'

const names = [
  'systemId',
  'offeringCode',
  'poolId',
  'providerBodyId',
  'dimension',
  'category',
  'unpriced',
  'disputed',
  'project',
  'credit',
] as const
/** Set by whoever comes from an overview; shown as one phrase that can be taken away. */
const places = ['offeringCode', 'poolId', 'providerBodyId', 'project'] as const

/** The charges of a bill in their order; each leads to how it comes about. */
export function ChargeList({ bill }: { readonly bill: Bill }) {
  const t = useText('bill')
  const terms = useText('terms')
  const [url] = useUrlState()
  const params = { id: bill.id }
  const query = Object.fromEntries(names.flatMap((name) => (url[name] ? [[name, url[name]]] : [])))
  return (
    <Panel
      title={t('detail')}
      flush
      extra={
        <ExportButton
          operation={operations.exportCharges}
          input={{ params, query } as unknown as InputOf<typeof operations.exportCharges>}
        />
      }
    >
      <FilterBar
        filters={[
          choiceOf(
            'systemId',
            t('system'),
            bill.systems.map(({ system }) => ({ value: system.id, label: system.name })),
          ),
          choice('dimension', t('dimension'), DIMENSIONS, (value) => terms(`dimension.${value}`)),
          choice('category', t('category'), CHARGE_CATEGORIES, (value) => t(`category.${value}`)),
          ...places.filter((key) => url[key]).map((key) => flag(key, t(`only-chosen.${key}`))),
          flag('unpriced', t('only-unpriced-charges')),
          flag('disputed', t('only-disputed')),
          flag('credit', t('only-credit')),
        ]}
      />
      <ListTable
        compact
        operation={operations.charges}
        params={params}
        filters={names}
        label={t('detail')}
        rowKey={(row) => String(row.no)}
        columns={useColumns(bill)}
        empty={{ title: t('charges-empty'), why: t('charges-empty-why') }}
      />
    </Panel>
  )
}

const SECONDS_OF_HOUR = 3600
/** In hours; what is counted as it flows by itself. */
const heldOf = ({ dimension, serving, stopped, unseen }: Charge) =>
  (Number(serving) + Number(stopped) + Number(unseen)) / (isCounted(dimension) ? 1 : SECONDS_OF_HOUR)

function useColumns(bill: Bill): readonly Column<Charge>[] {
  const t = useText('bill')
  const terms = useText('terms')
  return [
    {
      key: 'no',
      title: '#',
      number: true,
      render: (row) => <GoTo to={to('charge', { id: bill.id, no: String(row.no) })}>{String(row.no)}</GoTo>,
    },
    {
      key: 'resource',
      title: t('resource'),
      render: (row) => (
        <>
          <GoTo to={to('charge', { id: bill.id, no: String(row.no) })}>
            {row.resource.name || row.resource.id}
          </GoTo>
          <div className="yh-quiet yh-small">{row.system.name}</div>
        </>
      ),
    },
    {
      key: 'dimension',
      title: t('dimension'),
      render: (row) => (
        <>
          {terms(`dimension.${row.dimension}`)}
          {row.category !== 'usage' && (
            <div className="yh-quiet yh-small">{t(`category.${row.category}`)}</div>
          )}
        </>
      ),
    },
    {
      key: 'period',
      title: t('period'),
      wideOnly: true,
      oneLine: true,
      render: (row) => `${formatDay(row.from)} – ${formatDay(row.to)}`,
    },
    { key: 'held', title: t('held'), number: true, render: (row) => formatNumber(heldOf(row), 2) },
    { key: 'price', title: t('price'), wideOnly: true, render: (row) => <Price charge={row} /> },
    { key: 'amount', title: t('amount'), number: true, render: (row) => <Amount charge={row} /> },
    { key: 'dispute', title: t('dispute'), render: (row) => <DisputeMark charge={row} /> },
  ]
}

export function Price({ charge: { price, category, dimension } }: { readonly charge: Charge }) {
  const t = useText('bill')
  if (price === null) return <span className="yh-quiet">—</span>
  const [only] = price.tiers
  const words =
    price.tiers.length === 1
      ? (only?.unitPrice ?? '')
      : price.tiers
          .map(({ upTo, unitPrice }) =>
            upTo === null ? t('tier-above', { unitPrice }) : t('tier-upto', { upTo, unitPrice }),
          )
          .join(' · ')
  return (
    <>
      {`${words} ${t(category === 'once' ? 'once-per' : price.isPackage ? 'per-package' : isCounted(dimension) ? 'per-counted' : 'per-unit')}`}
      {price.factor !== '1' && (
        <div className="yh-quiet yh-small">{t('factor', { factor: price.factor })}</div>
      )}
    </>
  )
}

export function Amount({ charge }: { readonly charge: Charge }) {
  const t = useText('bill')
  if (charge.amount !== null) return <Money money={charge.amount} />
  return charge.unpriced && <StateMark tone="attention">{t(`unpriced.${charge.unpriced}`)}</StateMark>
}

function DisputeMark({ charge: { dispute } }: { readonly charge: Charge }) {
  const t = useText('bill')
  if (dispute === null) return <span className="yh-quiet">—</span>
  if (dispute.outcome === null) return <StateMark tone="attention">{t('dispute.open')}</StateMark>
  return dispute.outcome === 'upheld' ? (
    <StateMark tone="good">{t('outcome.upheld')}</StateMark>
  ) : (
    <StateMark tone="off">{t('outcome.rejected')}</StateMark>
  )
}
