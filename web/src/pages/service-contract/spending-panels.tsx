import {
  type ContractSpending,
  contractTermsOperations as operations,
  type ServiceContract,
} from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActDialog, GoTo, Table, useBlockedBecause } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import {
  ActionButton,
  EmptyState,
  Figure,
  formatMoney,
  formatTime,
  Money,
  Notice,
  Panel,
  StackedChart,
  Tag,
} from '../../ui/index.ts'
import { usePaymentFields } from '../settlement/payment-fields.tsx'

/** What of a contract is spent, paid and left, month by month and node by node (R299). */
export function SpendingPanels({ contract }: { readonly contract: ServiceContract }) {
  const t = useText('service-contract')
  const spending = useLoaded(operations.spending, { params: { id: contract.id } })
  return (
    <>
      <Level spending={spending} />
      <section className="yh-figures yh-figures-wide" aria-label={t('spending')}>
        <Figure
          label={t('ceiling')}
          value={spending.terms?.ceiling ? <Money money={spending.terms.ceiling} /> : t('ceiling-none')}
        />
        <Figure label={t('spent')} value={<Money money={spending.spent} />} note={t('spent-note')} />
        <Figure label={t('remaining')} value={<Money money={spending.remaining} />} />
        {spending.free ? (
          <Figure
            label={t('free')}
            value={<Money money={spending.free} />}
            note={t(spending.permitted.amountMinor > 0 ? 'free-permitted' : 'free-note', {
              committed: formatMoney(spending.committed),
              amount: formatMoney(spending.permitted),
            })}
          />
        ) : (
          <Figure
            label={t('committed')}
            value={<Money money={spending.committed} />}
            note={t('committed-note')}
          />
        )}
        <Figure label={t('paid')} value={<Money money={spending.paid} />} />
      </section>
      <Months spending={spending} contractId={contract.id} />
      <Nodes spending={spending} />
      <Payments spending={spending} />
    </>
  )
}

function Level({ spending }: { readonly spending: ContractSpending }) {
  const t = useText('service-contract')
  const percent = spending.spentPercent ?? 0
  if (spending.level === 'reached') return <Notice tone="bad">{t('reached', { percent })}</Notice>
  if (spending.level === 'warn')
    return <Notice tone="attention">{t('warn', { percent, line: spending.terms?.warnPercent ?? 0 })}</Notice>
  return null
}

function Forecast({ spending }: { readonly spending: ContractSpending }) {
  const t = useText('service-contract')
  const { forecast } = spending
  if (forecast === null) return null
  const monthly = formatMoney(forecast.monthly)
  return (
    <p className="yh-small">
      {forecast.reachedIn === null
        ? t('forecast-none', { months: forecast.months, monthly })
        : t('forecast', { months: forecast.months, monthly, month: forecast.reachedIn })}
    </p>
  )
}

const yuan = (money: { readonly amountMinor: number }) => money.amountMinor / 100

function Months({
  spending,
  contractId,
}: {
  readonly spending: ContractSpending
  readonly contractId: string
}) {
  const t = useText('service-contract')
  const { months, terms } = spending
  const ceiling = terms?.ceiling ?? null
  const hasCharges = months.some(({ charged }) => charged.amountMinor !== 0)
  return (
    <Panel
      title={t('spending')}
      extra={
        <>
          <span className="yh-quiet yh-small">{t('as-of', { time: formatTime(spending.asOf) })}</span>
          <GoTo to={to('settlements', { contractId })}>{t('settlements')}</GoTo>
        </>
      }
    >
      {!hasCharges ? (
        <EmptyState title={t('spending-empty')} why={t('spending-empty-why')} />
      ) : (
        <div className="yh-stack">
          <p className="yh-quiet yh-small">{t('spending-why')}</p>
          <Forecast spending={spending} />
          <StackedChart
            title={t('spending')}
            unit={t('amount-unit')}
            parts={[
              { name: t('cumulated'), look: 'full' },
              ...(ceiling ? [{ name: t('left-in'), look: 'soft' as const }] : []),
            ]}
            points={months.map(({ month, cumulated }) => ({
              label: month,
              short: month.slice(5),
              values: [
                Math.max(yuan(cumulated), 0),
                ...(ceiling ? [Math.max(yuan(ceiling) - yuan(cumulated), 0)] : []),
              ],
            }))}
          />
          <Table
            label={t('spending')}
            compact
            rows={months}
            rowKey={(row) => row.month}
            columns={[
              {
                key: 'month',
                title: t('month'),
                oneLine: true,
                render: (row) => (
                  <>
                    {row.month} {row.isSettled && <Tag>{t('settled')}</Tag>}
                  </>
                ),
              },
              {
                key: 'charged',
                title: t('charged'),
                number: true,
                render: (row) => <Money money={row.charged} />,
              },
              {
                key: 'cumulated',
                title: t('cumulated'),
                number: true,
                render: (row) => <Money money={row.cumulated} />,
              },
            ]}
          />
        </div>
      )}
    </Panel>
  )
}

function Nodes({ spending }: { readonly spending: ContractSpending }) {
  const t = useText('service-contract')
  const because = useBlockedBecause()
  const [paying, setPaying] = useState(false)
  const fields = usePaymentFields(spending.terms?.nodes ?? [])
  const { prepay } = spending.actions
  return (
    <Panel
      title={t('nodes')}
      flush={spending.nodes.length > 0}
      extra={
        prepay.reason !== 'common.forbidden' && (
          <ActionButton
            label={t('prepay')}
            blockedBecause={because(prepay)}
            onClick={() => setPaying(true)}
          />
        )
      }
    >
      {spending.nodes.length === 0 ? (
        <EmptyState title={t('nodes-empty')} why={t('nodes-empty-why')} />
      ) : (
        <NodeTable nodes={spending.nodes} />
      )}
      {paying && (
        <ActDialog
          open
          operation={operations.prepay}
          params={{ id: spending.contractId }}
          also={['settlement']}
          title={t('prepay')}
          verb={t('prepay')}
          initial={{ note: '' }}
          fields={fields}
          onClose={() => setPaying(false)}
        >
          <p>{t('prepay-what')}</p>
        </ActDialog>
      )}
    </Panel>
  )
}

function NodeTable({ nodes }: { readonly nodes: ContractSpending['nodes'] }) {
  const t = useText('service-contract')
  return (
    <Table
      label={t('nodes')}
      compact
      rows={nodes}
      rowKey={({ node }) => String(node.no)}
      columns={[
        { key: 'node', title: t('node'), render: ({ node }) => `${node.no} ${node.name}` },
        { key: 'condition', title: t('condition'), render: ({ node }) => node.condition },
        {
          key: 'due',
          title: t('due-on'),
          oneLine: true,
          render: ({ node, isOverdue }) => (
            <>
              {node.dueOn ?? '—'} {isOverdue && <Tag>{t('overdue')}</Tag>}
            </>
          ),
        },
        {
          key: 'planned',
          title: t('planned'),
          number: true,
          render: ({ node, planned }) => (
            <>
              {planned ? <Money money={planned} /> : t('as-settled')}
              {node.share !== null && (
                <div className="yh-quiet yh-small">{t('share-of', { share: node.share })}</div>
              )}
            </>
          ),
        },
        { key: 'paid', title: t('paid'), number: true, render: ({ paid }) => <Money money={paid} /> },
      ]}
    />
  )
}

function Payments({ spending }: { readonly spending: ContractSpending }) {
  const t = useText('service-contract')
  if (spending.payments.length === 0) return null
  return (
    <Panel title={t('payments')} flush>
      <Table
        label={t('payments')}
        compact
        rows={spending.payments}
        rowKey={(row) => row.id}
        columns={[
          { key: 'on', title: t('paid-on'), oneLine: true, render: (row) => row.paidOn },
          { key: 'node', title: t('node'), render: (row) => row.nodeName },
          {
            key: 'for',
            title: t('for'),
            render: (row) =>
              row.settlement ? (
                <GoTo to={to('settlement', { id: row.settlement.id })}>{row.settlement.no}</GoTo>
              ) : (
                t('in-advance')
              ),
          },
          { key: 'voucher', title: t('voucher'), render: (row) => row.voucherNo },
          { key: 'amount', title: t('amount'), number: true, render: (row) => <Money money={row.amount} /> },
        ]}
      />
    </Panel>
  )
}
