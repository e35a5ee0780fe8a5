import { statementOperations as operations, type StatementDesk } from '@yunheng/contract'
import { Select } from 'antd'
import type { ReactNode } from 'react'
import { useLoaded } from '../../api/index.ts'
import { FilterBar, flag, GoTo, State, Table, useUrlState } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { EmptyState, Figure, formatNumber, ListPage, Money, Notice, Panel } from '../../ui/index.ts'
import { addKinds, KindsTable } from './kinds-table.tsx'
import { monthOptions, pastMonths } from './months.ts'
import { SignedMoney } from './signed-money.tsx'

type Item = StatementDesk['items'][number]
type Ledger = 'approved' | 'provisioned' | 'measured' | 'billed'

/** A month at the desk: every provider's four ledgers side by side, and what is not settled, by kind. */
export default function DeskPage() {
  const t = useText('statement')
  const [url, change] = useUrlState()
  const month = url.month ?? pastMonths()[0] ?? ''
  const desk = useLoaded(operations.desk, { query: { month } })
  const onlyOpen = url.open === 'true'
  const items = onlyOpen
    ? desk.items.filter(({ statement }) => (statement?.openDifferences ?? 0) > 0)
    : desk.items
  const kinds = addKinds(items.flatMap((item) => item.kinds))
  return (
    <ListPage
      title={t('desk')}
      meta={<span>{t('desk-how')}</span>}
      actions={
        <Select
          aria-label={t('month')}
          value={month}
          options={[...monthOptions()]}
          onChange={(value: string) => change({ month: value })}
        />
      }
      filters={<FilterBar filters={[flag('open', t('desk-only-open'))]} />}
    >
      <div className="yh-stack">
        {!desk.isMetered && <Notice tone="busy">{t('desk-open')}</Notice>}
        {desk.items.length === 0 ? (
          <EmptyState title={t('desk-empty')} why={t('desk-empty-why')} />
        ) : (
          <>
            <Figures desk={desk} />
            <Panel title={t('desk-ledgers')} flush>
              {items.length === 0 ? (
                <EmptyState title={t('desk-none-open')} why={t('desk-none-open-why')} />
              ) : (
                <Providers items={items} />
              )}
            </Panel>
            {kinds.length > 0 && (
              <Panel title={t('by-kind')}>
                <KindsTable kinds={kinds} search={onlyOpen ? { month, unsettled: 'true' } : { month }} />
              </Panel>
            )}
          </>
        )}
      </div>
    </ListPage>
  )
}

function Figures({ desk }: { readonly desk: StatementDesk }) {
  const t = useText('statement')
  const handed = desk.items.flatMap(({ statement }) => statement ?? [])
  const sum = (of: (one: (typeof handed)[number]) => number) =>
    handed.reduce((total, one) => total + of(one), 0)
  const money = (amountMinor: number) => ({ amountMinor, currency: 'CNY' as const })
  return (
    <section className="yh-figures yh-figures-money" aria-label={t('desk-figures')}>
      <Figure
        label={t('figure.handed')}
        value={
          <GoTo to={to('statements', { month: desk.month })}>
            {`${formatNumber(handed.length)} / ${formatNumber(desk.items.length)}`}
          </GoTo>
        }
      />
      <Figure
        label={t('billed')}
        value={
          <GoTo to={to('statements', { month: desk.month })}>
            <Money money={money(sum((one) => one.amount.amountMinor))} />
          </GoTo>
        }
      />
      <Figure
        label={t('open')}
        value={
          <GoTo to={to('differences', { month: desk.month, unsettled: 'true' })}>
            {formatNumber(sum((one) => one.openDifferences))}
          </GoTo>
        }
      />
      <Figure
        label={t('open-delta')}
        value={
          <GoTo to={to('differences', { month: desk.month, unsettled: 'true' })}>
            <SignedMoney money={money(sum((one) => one.openDelta.amountMinor))} />
          </GoTo>
        }
      />
    </section>
  )
}

function Providers({ items }: { readonly items: readonly Item[] }) {
  const t = useText('statement')
  const ledger = (key: Ledger) => ({
    key,
    title: t(`ledger.${key}`),
    number: true,
    render: (row: Item) =>
      row.ledgers === null ? (
        <span className="yh-quiet">—</span>
      ) : (
        <>
          <OfLedger row={row} ledger={key}>
            <Money money={row.ledgers[key].amount} />
          </OfLedger>
          <div className="yh-quiet yh-small">
            {t('count-resources', { count: formatNumber(row.ledgers[key].resources) })}
          </div>
        </>
      ),
  })
  return (
    <Table
      compact
      label={t('desk-ledgers')}
      rows={items}
      rowKey={(row) => row.provider.id}
      columns={[
        {
          key: 'provider',
          title: t('provider'),
          render: (row) =>
            row.statement === null ? (
              row.provider.name
            ) : (
              <GoTo to={to('statement', { id: row.statement.id })}>{row.provider.name}</GoTo>
            ),
        },
        {
          key: 'state',
          title: t('state'),
          oneLine: true,
          render: (row) =>
            row.statement === null ? (
              <span className="yh-quiet">{t('not-handed-in')}</span>
            ) : (
              <State of="statement" state={row.statement.state} />
            ),
        },
        ledger('approved'),
        ledger('provisioned'),
        ledger('measured'),
        ledger('billed'),
        {
          key: 'open',
          title: t('open'),
          number: true,
          render: (row) =>
            row.statement === null ? (
              '—'
            ) : (
              <OfDifferences row={row}>{formatNumber(row.statement.openDifferences)}</OfDifferences>
            ),
        },
        {
          key: 'delta',
          title: t('open-delta'),
          number: true,
          render: (row) => (
            <OfDifferences row={row}>
              <SignedMoney money={row.statement?.openDelta ?? null} />
            </OfDifferences>
          ),
        },
        {
          key: 'agreed',
          title: t('agreed-amount'),
          number: true,
          render: (row) => (
            <OfStatement row={row}>
              <Money money={row.statement?.agreedAmount ?? null} />
            </OfStatement>
          ),
        },
      ]}
    />
  )
}

interface OfProps {
  readonly row: Item
  readonly children: ReactNode
}

/** What the figure of a ledger is made of: resources, or lines of the statement. */
function OfLedger({ row: { statement }, ledger, children }: OfProps & { readonly ledger: Ledger }) {
  return statement === null ? (
    children
  ) : (
    <GoTo to={to('statementLedger', { id: statement.id }, { ledger })}>{children}</GoTo>
  )
}

/** The statement with its ledgers, its differences and its lines. */
function OfStatement({ row: { statement }, children }: OfProps) {
  return statement === null ? children : <GoTo to={to('statement', { id: statement.id })}>{children}</GoTo>
}

function OfDifferences({ row: { statement }, children }: OfProps) {
  return statement === null || statement.openDifferences === 0 ? (
    children
  ) : (
    <GoTo to={to('differences', { statementId: statement.id, unsettled: 'true' })}>{children}</GoTo>
  )
}
