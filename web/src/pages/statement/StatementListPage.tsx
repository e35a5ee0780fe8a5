import { statementOperations as operations, STATEMENT_STATES, type StatementSummary } from '@yunheng/contract'
import { useState } from 'react'
import { type Column, choice, choiceOf, GoTo, RegisterPage, State } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useSide } from '../../shell/persona.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { formatNumber, Money, Time } from '../../ui/index.ts'
import { monthOptions } from './months.ts'
import { SignedMoney } from './signed-money.tsx'
import { UploadDialog } from './upload-dialog.tsx'

const names = ['month', 'state', 'providerId'] as const

/** Statements in sight, the latest month first: a provider's own, all of them for the regulator. */
export default function StatementListPage() {
  const t = useText('statement')
  const terms = useText('terms')
  const [uploading, setUploading] = useState(false)
  const side = useSide()
  const mayHandIn = useMay('create', 'statement')
  return (
    <RegisterPage
      title={t('statements')}
      meta={<span>{t('statements-how')}</span>}
      list={operations.list}
      file={operations.export}
      names={names}
      filters={[
        choiceOf('month', t('month'), monthOptions()),
        choice('state', t('state'), STATEMENT_STATES, (value) => terms(`statement.${value}`)),
      ]}
      columns={useColumns()}
      empty={{ title: t('statements-empty'), why: t('statements-empty-why') }}
      add={mayHandIn && { label: t('upload'), onClick: () => setUploading(true) }}
    >
      {uploading && <UploadDialog asksProvider={side !== 'provider'} onClose={() => setUploading(false)} />}
    </RegisterPage>
  )
}

function useColumns(): readonly Column<StatementSummary>[] {
  const t = useText('statement')
  return [
    {
      key: 'state',
      title: t('state'),
      oneLine: true,
      render: (row) => <State of="statement" state={row.state} />,
    },
    {
      key: 'month',
      title: t('month'),
      oneLine: true,
      render: (row) => (
        <GoTo to={to('statement', { id: row.id })}>
          {t('month-number', { month: row.month, number: row.number })}
        </GoTo>
      ),
    },
    { key: 'provider', title: t('provider'), render: (row) => row.provider.name },
    {
      key: 'lines',
      title: t('lines'),
      number: true,
      wideOnly: true,
      render: (row) => formatNumber(row.lines),
    },
    { key: 'amount', title: t('billed'), number: true, render: (row) => <Money money={row.amount} /> },
    { key: 'open', title: t('open'), number: true, render: (row) => formatNumber(row.openDifferences) },
    {
      key: 'delta',
      title: t('open-delta'),
      number: true,
      wideOnly: true,
      render: (row) => <SignedMoney money={row.openDelta} />,
    },
    {
      key: 'agreed',
      title: t('agreed-amount'),
      number: true,
      wideOnly: true,
      render: (row) => <Money money={row.agreedAmount} />,
    },
    {
      key: 'at',
      title: t('handed-in'),
      wideOnly: true,
      oneLine: true,
      render: (row) => <Time at={row.handedInAt} />,
    },
  ]
}
