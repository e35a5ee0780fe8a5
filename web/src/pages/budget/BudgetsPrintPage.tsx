import { type BudgetSummary, budgetOperations as operations, type QueryOf } from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { Table, useUrlState } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, DocumentPage, formatMoney, formatTime, Money, Notice, Panel } from '../../ui/index.ts'
import { narrowed } from './budget-filters.ts'
import { Rest } from './rest.tsx'

const ROWS = 200
const SUMS = ['amount', 'permitted', 'actual', 'committed', 'rest'] as const

/** The list as it is narrowed, on paper: its lines, and what those in force come to. */
export default function BudgetsPrintPage() {
  const t = useText('budget')
  const terms = useText('terms')
  const [url] = useUrlState()
  const query = { ...narrowed(url), pageSize: ROWS } as QueryOf<typeof operations.list>
  const { items, nextPageToken } = useLoaded(operations.list, { query })
  // What is only proposed, or was declined, is no budget.
  const inForce = items.filter(({ state }) => state === 'active')
  const sum = (key: (typeof SUMS)[number]) => ({
    amountMinor: inForce.reduce((all, row) => all + row[key].amountMinor, 0),
    currency: 'CNY' as const,
  })
  return (
    <DocumentPage
      title={t('print.title')}
      meta={
        <>
          <span>{t('print.count', { count: items.length })}</span>
          <span>{t('as-of', { time: formatTime(new Date().toISOString()) })}</span>
        </>
      }
      actions={<ActionButton type="primary" label={t('print.do')} onClick={() => window.print()} />}
    >
      {nextPageToken !== null && <Notice tone="attention">{t('print.more', { count: ROWS })}</Notice>}
      <Panel title={t('print.lines')} flush>
        <Table<BudgetSummary>
          compact
          label={t('print.lines')}
          rows={items}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'name',
              title: t('name'),
              render: (row) => (
                <>
                  {row.name}
                  <div className="yh-quiet yh-small">
                    {row.no} · {row.fiscalYear} · {terms(`budget.${row.state}`)} · {row.body.name}
                  </div>
                  <div className="yh-quiet yh-small">
                    {t(`purpose.${row.purpose}`)} · {t(`source.${row.fundSource}`)}
                  </div>
                </>
              ),
            },
            {
              key: 'amount',
              title: t('budget'),
              number: true,
              render: (row) => (
                <>
                  <Money money={row.amount} />
                  {row.permitted.amountMinor > 0 && (
                    <div className="yh-quiet yh-small">
                      {t('permitted')} {formatMoney(row.permitted)}
                    </div>
                  )}
                </>
              ),
            },
            {
              key: 'actual',
              title: t('actual'),
              number: true,
              render: (row) => <Money money={row.actual} />,
            },
            {
              key: 'committed',
              title: t('committed'),
              number: true,
              render: (row) => <Money money={row.committed} />,
            },
            { key: 'rest', title: t('rest'), number: true, render: (row) => <Rest money={row.rest} /> },
          ]}
        />
      </Panel>
      {nextPageToken === null && (
        <p>
          {t('print.sums', {
            count: inForce.length,
            amount: formatMoney(sum('amount')),
            permitted: formatMoney(sum('permitted')),
            actual: formatMoney(sum('actual')),
            committed: formatMoney(sum('committed')),
            rest: formatMoney(sum('rest')),
          })}
        </p>
      )}
    </DocumentPage>
  )
}
