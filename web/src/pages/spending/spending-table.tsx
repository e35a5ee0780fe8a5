import {
  spendingOperations as operations,
  type SpendingBy,
  type SpendingItem,
  type SpendingSummary,
} from '@yunheng/contract'
import { type Column, GoTo, ListTable, useUrlState } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { formatMoney, formatNumber, formatPercent, Money } from '../../ui/index.ts'
import { Behind } from './behind.tsx'
import { before, changeOf, FILTERS, narrowed } from './narrow.ts'

/** One breakdown of the period; all of them add up to the same. */
export function SpendingTable({
  by,
  summary,
}: {
  readonly by: SpendingBy
  readonly summary: SpendingSummary
}) {
  const t = useText('spending')
  return (
    <>
      <p className="yh-small yh-quiet">{t('rows-how')}</p>
      <ListTable
        compact
        operation={operations.list}
        query={{ by }}
        filters={FILTERS}
        urlName={by}
        label={t(`by.${by}`)}
        rowKey={(row) => row.key}
        columns={useColumns(by, summary)}
        empty={{ title: t('empty'), why: t('empty-why') }}
      />
    </>
  )
}

function useColumns(by: SpendingBy, summary: SpendingSummary): readonly Column<SpendingItem>[] {
  const total = summary.total.amount.amountMinor
  const t = useText('spending')
  const pick = usePick()
  const [url] = useUrlState()
  return [
    {
      key: 'name',
      title: t(`name.${by}`),
      render: (row) => <GoTo to={narrowed(by, row.key, url)}>{pick(row.name) || row.key}</GoTo>,
    },
    { key: 'amount', title: t('amount'), number: true, render: (row) => <Amount by={by} row={row} /> },
    {
      key: 'share',
      title: t('share'),
      number: true,
      render: (row) =>
        total > 0 && row.amount.amountMinor >= 0 ? formatPercent(row.amount.amountMinor / total) : '—',
    },
    {
      key: 'previous',
      title: t('previous'),
      number: true,
      render: (row) =>
        row.previous.amountMinor === 0 ? (
          <Money money={row.previous} />
        ) : (
          <GoTo to={before(by, row.key, url, summary.period)}>
            <Money money={row.previous} />
          </GoTo>
        ),
    },
    {
      key: 'change',
      title: t('change-column'),
      number: true,
      render: (row) => changeOf(row.amount.amountMinor, row.previous.amountMinor) ?? '—',
    },
    {
      key: 'corrections',
      title: t('corrections-column'),
      number: true,
      wideOnly: true,
      render: (row) => (
        <Behind by={by} row={row} part="corrections" when={row.corrections.amountMinor !== 0}>
          <Money money={row.corrections} />
        </Behind>
      ),
    },
    {
      key: 'credits',
      title: t('credits'),
      number: true,
      wideOnly: true,
      render: (row) => (
        <Behind by={by} row={row} part="credits" when={row.credits.amountMinor !== 0}>
          <Money money={row.credits} />
        </Behind>
      ),
    },
    {
      key: 'charges',
      title: t('charges'),
      number: true,
      wideOnly: true,
      render: (row) => (
        <Behind by={by} row={row} when={row.charges > 0}>
          {formatNumber(row.charges)}
        </Behind>
      ),
    },
    {
      key: 'unpriced',
      title: t('unpriced'),
      number: true,
      wideOnly: true,
      render: (row) => (
        <Behind by={by} row={row} part="unpriced" when={row.unpriced > 0}>
          {formatNumber(row.unpriced)}
        </Behind>
      ),
    },
  ]
}

function Amount({ by, row }: { readonly by: SpendingBy; readonly row: SpendingItem }) {
  const t = useText('spending')
  return (
    <>
      <Behind by={by} row={row} when={row.charges > 0}>
        <Money money={row.amount} />
      </Behind>
      {row.preliminary.amountMinor !== 0 && (
        <div className="yh-quiet yh-small">
          <Behind by={by} row={row} when>
            {t('draft-part', { amount: formatMoney(row.preliminary) })}
          </Behind>
        </div>
      )}
    </>
  )
}
