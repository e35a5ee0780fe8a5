import type { DifferenceDetail } from '@yunheng/contract'
import { type Column, GoTo, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { EmptyState, formatDay, formatNumber, Money, Panel } from '../../ui/index.ts'
import { useLineColumns } from './lines-panel.tsx'

type Charge = DifferenceDetail['charges'][number]

/** The provider's lines and the platform's charges, each leading to what it rests on. */
export function BothSides({ difference }: { readonly difference: DifferenceDetail }) {
  const t = useText('statement')
  const lineColumns = useLineColumns()
  const chargeColumns = useChargeColumns()
  return (
    <>
      <Panel title={t('their-lines')} flush>
        {difference.billedLines.length === 0 ? (
          <EmptyState title={t('their-lines-empty')} why={t('their-lines-empty-why')} />
        ) : (
          <Table
            compact
            label={t('their-lines')}
            rows={difference.billedLines}
            rowKey={(row) => String(row.no)}
            columns={lineColumns}
          />
        )}
      </Panel>
      <Panel title={t('our-charges')} flush>
        {difference.charges.length === 0 ? (
          <EmptyState
            title={t('our-charges-empty')}
            why={t(difference.serviceMonth === null ? 'our-charges-empty-why' : 'our-charges-not-corrected')}
          />
        ) : (
          <Table
            compact
            label={t('our-charges')}
            rows={difference.charges}
            rowKey={(row) => `${row.billId} ${row.no}`}
            columns={chargeColumns}
          />
        )}
      </Panel>
    </>
  )
}

function useChargeColumns(): readonly Column<Charge>[] {
  const t = useText('statement')
  const terms = useText('terms')
  // Who has no sight of bills is told the figures all the same.
  const seesBills = useMay('view', 'bill')
  return [
    {
      key: 'charge',
      title: t('charge'),
      render: (row) =>
        seesBills ? (
          <GoTo to={to('charge', { id: row.billId, no: String(row.no) })}>
            {terms(`dimension.${row.dimension}`)}
          </GoTo>
        ) : (
          terms(`dimension.${row.dimension}`)
        ),
    },
    {
      key: 'period',
      title: t('period'),
      oneLine: true,
      wideOnly: true,
      render: (row) => `${formatDay(row.from)} – ${formatDay(row.to)}`,
    },
    {
      key: 'hours',
      title: t('platform-hours'),
      number: true,
      render: (row) => formatNumber(Number(row.hours), 3),
    },
    { key: 'price', title: t('price'), wideOnly: true, render: (row) => row.priceVersionName ?? '—' },
    {
      key: 'amount',
      title: t('amount'),
      number: true,
      render: (row) => (row.amount === null ? t('no-price') : <Money money={row.amount} />),
    },
  ]
}
