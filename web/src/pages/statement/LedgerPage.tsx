import { useParams } from '@tanstack/react-router'
import {
  type LedgerResource,
  statementLedgerOperations as ledgers,
  statementOperations as operations,
  PLATFORM_LEDGERS,
  type PlatformLedger,
  type Statement,
} from '@yunheng/contract'
import { useLoaded } from '../../api/index.ts'
import { type Column, GoTo, ListTable, UrlTabs } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { useText } from '../../text/index.ts'
import { formatDay, formatNumber, ListPage, Money, Notice, Panel, Tag } from '../../ui/index.ts'
import { LinesPanel } from './lines-panel.tsx'

/** What each of the four ledgers of a month is made of: resources of the platform, lines of the statement. */
export default function LedgerPage() {
  const t = useText('statement')
  const { id } = useParams({ strict: false }) as { id: string }
  const statement = useLoaded(operations.get, { params: { id } })
  return (
    <ListPage
      title={t('ledger-heading', { provider: statement.provider.name, month: statement.month })}
      meta={<GoTo to={to('statement', { id })}>{t('number', { number: statement.number })}</GoTo>}
    >
      <UrlTabs
        label={t('ledgers')}
        name="ledger"
        tabs={[
          ...PLATFORM_LEDGERS.map((ledger) => ({
            key: ledger,
            label: t(`ledger.${ledger}`),
            content: () => <Ledger statement={statement} ledger={ledger} />,
          })),
          { key: 'billed', label: t('ledger.billed'), content: () => <LinesPanel id={id} /> },
        ]}
      />
    </ListPage>
  )
}

function Ledger({
  statement: { id, month, provider, ledgers: sums },
  ledger,
}: {
  readonly statement: Statement
  readonly ledger: PlatformLedger
}) {
  const t = useText('statement')
  const seesUsage = useMay('list', 'usage')
  const told = sums?.[ledger]
  return (
    <>
      {told && (
        <p>
          {t('ledger-told', { count: formatNumber(told.resources) })} <Money money={told.amount} />
          <span className="yh-quiet"> {t(`ledger-what.${ledger}`)}</span>
        </p>
      )}
      <Panel
        title={t('ledger-resources')}
        flush
        extra={
          ledger === 'measured' &&
          seesUsage && (
            <GoTo to={to('usage', { month, by: 'resource', providerBodyId: provider.id })}>
              {t('ledger-usage')}
            </GoTo>
          )
        }
      >
        <ListTable
          compact
          operation={ledgers.list}
          params={{ id }}
          query={{ ledger }}
          label={t('ledger-resources')}
          rowKey={(row) => row.resource.id}
          columns={useLedgerColumns()}
          empty={{ title: t('ledger-empty'), why: t('ledger-empty-why') }}
        />
      </Panel>
      <Notice tone="off">{t('ledger-now')}</Notice>
    </>
  )
}

function useLedgerColumns(): readonly Column<LedgerResource>[] {
  const t = useText('statement')
  const seesResources = useMay('view', 'resource')
  return [
    {
      key: 'resource',
      title: t('resource'),
      render: ({ resource, externalId }) => (
        <>
          {seesResources ? (
            <GoTo to={to('resource', { id: resource.id })}>{resource.name}</GoTo>
          ) : (
            resource.name
          )}
          {externalId !== null && <div className="yh-quiet yh-small yh-mono">{externalId}</div>}
        </>
      ),
    },
    { key: 'body', title: t('body'), render: (row) => row.body?.name ?? '—' },
    {
      key: 'approved',
      title: t('ledger.approved'),
      oneLine: true,
      render: (row) => <Tag>{t(row.isApproved ? 'ledger-approved' : 'ledger-unapproved')}</Tag>,
    },
    {
      key: 'ended',
      title: t('ledger-ended'),
      oneLine: true,
      render: (row) => (row.endedAt === null ? '—' : formatDay(row.endedAt)),
    },
    { key: 'amount', title: t('amount'), number: true, render: (row) => <Money money={row.amount} /> },
  ]
}
