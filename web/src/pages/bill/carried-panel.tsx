import type { BillMonthCarried, StatementMonthCarried } from '@yunheng/contract'
import type { ReactNode } from 'react'
import { GoTo, Table } from '../../kit/index.ts'
import { type Place, to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { EmptyState, formatMoney, formatNumber, Panel, StateMark } from '../../ui/index.ts'
import { type CarriedMonth, joinCarried } from './carried.ts'

/** What is open of the months before, the oldest first, with how long each has been over. */
export function CarriedPanel({
  bills,
  statements,
  month,
}: {
  readonly bills: readonly BillMonthCarried[]
  readonly statements: readonly StatementMonthCarried[]
  readonly month: string
}) {
  const t = useText('bill')
  const rows = joinCarried(bills, statements)
  return (
    <Panel title={t('carried.title', { month })} flush={rows.length > 0}>
      {rows.length === 0 ? (
        <EmptyState title={t('carried.empty')} why={t('carried.empty-why', { month })} />
      ) : (
        <Table
          label={t('carried.title', { month })}
          rows={rows}
          rowKey={(row) => row.month}
          columns={[
            {
              key: 'month',
              title: t('month'),
              oneLine: true,
              render: (row) => <GoTo to={to('monthEnd', { month: row.month })}>{row.month}</GoTo>,
            },
            {
              key: 'age',
              title: t('carried.age'),
              number: true,
              render: (row) => (
                <StateMark tone={row.ageDays > LONG_DAYS ? 'bad' : 'attention'}>
                  {t('carried.days', { count: formatNumber(row.ageDays) })}
                </StateMark>
              ),
            },
            { key: 'bills', title: t('carried.bills'), render: (row) => <Bills row={row} /> },
            { key: 'statements', title: t('carried.statements'), render: (row) => <Statements row={row} /> },
          ]}
        />
      )}
    </Panel>
  )
}

/** A quarter: what is open longer stands in the way of its settlement. */
const LONG_DAYS = 92

function Line({
  count,
  place,
  children,
}: {
  readonly count: number
  readonly place: Place
  readonly children: ReactNode
}) {
  if (count === 0) return null
  return (
    <div>
      <GoTo to={place}>{children}</GoTo>
    </div>
  )
}

function Bills({ row: { month, bills } }: { readonly row: CarriedMonth }) {
  const t = useText('bill')
  if (bills === null) return <span className="yh-quiet">{t('month.done')}</span>
  const place = (filter: Readonly<Record<string, string>>) => to('bills', { month, ...filter })
  return (
    <>
      <Line count={bills.drafts} place={place({ state: 'draft' })}>
        {t('carried.drafts', { count: bills.drafts })}
      </Line>
      <Line count={bills.waiting} place={place({ waiting: 'true' })}>
        {t('carried.waiting', { count: bills.waiting, overdue: bills.overdue })}
      </Line>
      <Line count={bills.disputed} place={place({ disputeOpen: 'true' })}>
        {t('carried.disputed', { count: bills.disputed })}
      </Line>
      <Line count={bills.confirmed} place={place({ state: 'confirmed' })}>
        {t('carried.confirmed', { count: bills.confirmed })}
      </Line>
      <div className="yh-quiet yh-small">{t('carried.open', { count: bills.open })}</div>
    </>
  )
}

function Statements({ row: { month, statements } }: { readonly row: CarriedMonth }) {
  const t = useText('bill')
  if (statements === null) return <span className="yh-quiet">{t('month.done')}</span>
  return (
    <>
      <Line count={statements.uncompared} place={to('statements', { month, state: 'received' })}>
        {t('carried.uncompared', { count: statements.uncompared })}
      </Line>
      <Line count={statements.unagreed} place={to('statements', { month, state: 'compared' })}>
        {t('carried.unagreed', { count: statements.unagreed })}
      </Line>
      <Line count={statements.openDifferences} place={to('differences', { month, unsettled: 'true' })}>
        {t('carried.differences', {
          count: statements.openDifferences,
          amount: formatMoney(statements.openDelta),
        })}
      </Line>
    </>
  )
}
