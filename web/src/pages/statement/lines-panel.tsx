import { statementOperations as operations, type StatementLine } from '@yunheng/contract'
import { type Column, ExportButton, FilterBar, ListTable, useUrlState } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { Money, Panel } from '../../ui/index.ts'

/** The lines as they were handed in, in the order of the file. */
export function LinesPanel({ id }: { readonly id: string }) {
  const t = useText('statement')
  const [url] = useUrlState()
  const query = { statementId: id, ...(url.resourceRef ? { resourceRef: url.resourceRef } : {}) }
  return (
    <Panel
      title={t('detail')}
      flush
      extra={<ExportButton operation={operations.exportLines} input={{ query }} />}
    >
      <div className="yh-panel-body">
        <FilterBar search={{ key: 'resourceRef', label: t('search-resource') }} filters={[]} />
      </div>
      <ListTable
        compact
        operation={operations.lines}
        params={{ id }}
        filters={['resourceRef']}
        urlName="lines"
        label={t('detail')}
        rowKey={(row) => String(row.no)}
        columns={useLineColumns()}
        empty={{ title: t('detail-empty'), why: t('detail-empty-why') }}
      />
    </Panel>
  )
}

/** By thousands, as exact as it was handed in. */
export const grouped = (decimal: string) => decimal.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',')

export function useLineColumns(): readonly Column<StatementLine>[] {
  const t = useText('statement')
  return [
    { key: 'no', title: t('row'), number: true, render: (row) => String(row.no) },
    { key: 'resource', title: t('resource-ref'), render: (row) => row.resourceRef || t('no-resource-ref') },
    {
      key: 'item',
      title: t('item'),
      render: (row) => (
        <>
          {row.item}
          {row.stretch && <div className="yh-quiet yh-small">{row.stretch}</div>}
          {row.category !== null && row.category !== 'usage' && (
            <div className="yh-quiet yh-small">{t(`category.${row.category}`)}</div>
          )}
          {row.isCorrection && <div className="yh-quiet yh-small">{t('is-correction')}</div>}
          {row.serviceMonth && (
            <div className="yh-quiet yh-small">{t('corrects-month', { month: row.serviceMonth })}</div>
          )}
        </>
      ),
    },
    { key: 'pool', title: t('pool'), wideOnly: true, render: (row) => row.pool ?? '—' },
    {
      key: 'quantity',
      title: t('quantity'),
      number: true,
      render: (row) => (row.quantity === null ? '—' : `${grouped(row.quantity)} ${row.unit ?? ''}`),
    },
    {
      key: 'amount',
      title: t('amount'),
      number: true,
      render: (row) => (
        <>
          <Money money={row.amount} />
          {row.exactAmount !== null && (
            <div className="yh-quiet yh-small">{t('exact-yuan', { yuan: grouped(row.exactAmount) })}</div>
          )}
        </>
      ),
    },
  ]
}
