import type { StatementLedgers } from '@yunheng/contract'
import type { ReactNode } from 'react'
import { GoTo, Table } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { formatNumber, Money, StackedChart } from '../../ui/index.ts'

const LEDGERS = ['approved', 'provisioned', 'measured', 'billed'] as const
const FEN = 100

/** The four ledgers side by side: a picture, and the same figures as a table. */
export function LedgersTable({
  ledgers,
  name,
  id,
}: {
  readonly ledgers: StatementLedgers
  readonly name: string
  /** Of the statement, where each figure leads to what it is made of. */
  readonly id?: string
}) {
  const t = useText('statement')
  return (
    <div className="yh-stack">
      <StackedChart
        title={`${name} ${t('ledgers')}`}
        unit={t('yuan')}
        parts={[{ name: t('amount'), look: 'full' }]}
        points={LEDGERS.map((each) => ({
          label: t(`ledger.${each}`),
          short: t(`ledger-short.${each}`),
          values: [ledgers[each].amount.amountMinor / FEN],
        }))}
      />
      <Table
        compact
        label={t('ledgers')}
        rows={LEDGERS.map((each) => ({ key: each, ...ledgers[each] }))}
        rowKey={(row) => row.key}
        columns={[
          {
            key: 'ledger',
            title: t('ledger'),
            render: (row) => (
              <>
                {t(`ledger.${row.key}`)}
                <div className="yh-quiet yh-small">{t(`ledger-what.${row.key}`)}</div>
              </>
            ),
          },
          {
            key: 'resources',
            title: t('resources'),
            number: true,
            render: (row) => <OfLedger of={id} ledger={row.key} figure={formatNumber(row.resources)} />,
          },
          {
            key: 'amount',
            title: t('amount'),
            number: true,
            render: (row) => <OfLedger of={id} ledger={row.key} figure={<Money money={row.amount} />} />,
          },
        ]}
      />
    </div>
  )
}

function OfLedger({
  of: id,
  ledger,
  figure,
}: {
  readonly of: string | undefined
  readonly ledger: string
  readonly figure: ReactNode
}) {
  return id === undefined ? figure : <GoTo to={to('statementLedger', { id }, { ledger })}>{figure}</GoTo>
}
