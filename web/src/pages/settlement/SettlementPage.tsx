import { useParams } from '@tanstack/react-router'
import { settlementOperations as operations, type Settlement } from '@yunheng/contract'
import { useState } from 'react'
import { useLoaded } from '../../api/index.ts'
import { ActionBar, ExportButton, GoTo, StateInHead, Table, useReasonText } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useMay } from '../../shell/session.ts'
import { type TextOf, usePick, useText } from '../../text/index.ts'
import {
  ActionButton,
  DocumentPage,
  type Fact,
  Facts,
  Figure,
  formatTime,
  Money,
  Notice,
  Panel,
  Tag,
} from '../../ui/index.ts'
import { InvoicePanel } from './invoice-panel.tsx'
import { payableInvoices } from './payment-fields.tsx'
import { SettlementDialog, type SettlementVerb } from './settlement-dialog.tsx'

const VERBS = ['confirm', 'object', 'send', 'approve', 'invoice', 'pay', 'recalculate'] as const

/** The sheet as it goes to paper: parties, every line with its arithmetic, what is payable, who signed, what was paid. */
export default function SettlementPage() {
  const t = useText('settlement')
  const { id } = useParams({ strict: false }) as { id: string }
  const sheet = useLoaded(operations.get, { params: { id } })
  const [verb, setVerb] = useState<SettlementVerb | null>(null)
  const verbs = VERBS.filter((key) => sheet.actions[key].reason !== 'common.forbidden')
  return (
    <DocumentPage
      title={t('heading', { quarter: sheet.quarter })}
      state={<StateInHead of="settlement" state={sheet.state} />}
      meta={
        <>
          <span>{sheet.no}</span>
          <span>{sheet.provider.name}</span>
        </>
      }
      actions={
        <>
          <ActionButton label={t('print')} onClick={() => window.print()} />
          <ExportButton operation={operations.exportSheet} input={{ params: { id }, query: {} }} />
          <ActionBar
            actions={verbs.map((key) => ({
              key,
              label: t(`act.${key}`),
              main: sheet.actions[key].allowed && isMain(sheet, key),
              danger: key === 'object',
              allowance: sheet.actions[key],
              onAct: () => setVerb(key),
            }))}
          />
        </>
      }
    >
      <Points sheet={sheet} />
      <section className="yh-figures yh-figures-money" aria-label={t('figures')}>
        <Figure label={t('due')} value={<Money money={sheet.due} />} />
        <Figure label={t('payable')} value={<Money money={sheet.payable} />} />
        <Figure label={t('paid')} value={<Money money={sheet.paid} />} />
      </section>
      <Panel title={t('overview')}>
        <Facts facts={useFacts(sheet)} />
      </Panel>
      <Lines sheet={sheet} />
      <InvoicePanel sheet={sheet} />
      <Payments sheet={sheet} />
      {verb !== null && <SettlementDialog sheet={sheet} verb={verb} onClose={() => setVerb(null)} />}
    </DocumentPage>
  )
}

/** One step at a time: first the invoice, then what is paid on it. */
function isMain(sheet: Settlement, verb: SettlementVerb): boolean {
  if (verb === 'recalculate') return false
  const isInvoiced = payableInvoices(sheet).length > 0
  return verb === 'pay' ? isInvoiced : verb === 'invoice' ? !isInvoiced : true
}

/** What stands in the way, and what the provider objects to. */
function Points({ sheet }: { readonly sheet: Settlement }) {
  const t = useText('settlement')
  const reason = useReasonText()
  const isDraft = sheet.state === 'draft'
  return (
    <>
      {isDraft &&
        sheet.openPoints.map((point) => (
          <Notice key={point} tone="attention">
            {reason(point)}
          </Notice>
        ))}
      {sheet.objection !== null && (
        <Notice tone="bad" title={t('objection')}>
          {sheet.objection}
        </Notice>
      )}
      {sheet.payable.amountMinor <= 0 && !isDraft && <Notice tone="busy">{t('nothing-payable')}</Notice>}
    </>
  )
}

function useFacts(sheet: Settlement): readonly Fact[] {
  const t = useText('settlement')
  const by = (at: string | null, name: string | null) =>
    at === null ? null : t('by', { at: formatTime(at), by: name ?? '' })
  const { contract } = sheet
  return [
    {
      label: t('contract'),
      value: <GoTo to={to('contract', { id: contract.id })}>{`${contract.no} ${contract.name}`}</GoTo>,
    },
    { label: t('body'), value: sheet.body.name },
    { label: t('provider'), value: sheet.provider.name },
    { label: t('drawn-up'), value: by(sheet.calculatedAt, sheet.drawnUpBy) },
    { label: t('sent'), value: by(sheet.sentAt, sheet.sentBy) },
    { label: t('answered'), value: by(sheet.answeredAt, sheet.answeredBy) },
    { label: t('approved'), value: by(sheet.approvedAt, sheet.approvedBy) },
    { label: t('comment'), value: sheet.comment },
  ]
}

type Line = Settlement['lines'][number]

function Lines({ sheet }: { readonly sheet: Settlement }) {
  const t = useText('settlement')
  const pick = usePick()
  if (sheet.lines.length === 0) return <Notice tone="unknown">{t('lines-empty')}</Notice>
  return (
    <Panel title={t('lines')} flush>
      <Table
        label={t('lines')}
        rows={sheet.lines}
        rowKey={(line) => String(line.no)}
        columns={[
          { key: 'no', title: t('line-no'), number: true, oneLine: true, render: (line) => line.no },
          {
            key: 'kind',
            title: t('item'),
            oneLine: true,
            render: (line) => <Tag>{t(`kind.${line.kind}`)}</Tag>,
          },
          { key: 'month', title: t('month'), oneLine: true, render: (line) => line.month ?? '—' },
          {
            key: 'said',
            title: t('said'),
            render: (line) => (
              <>
                {pick(line.said)} <Sources line={line} t={t} />
              </>
            ),
          },
          {
            key: 'amount',
            title: t('amount'),
            number: true,
            render: (line) => <Money money={line.amount} />,
          },
        ]}
      />
      <p className="yh-panel-body">
        {t('sum')}{' '}
        <strong>
          <Money money={sheet.payable} />
        </strong>
      </p>
    </Panel>
  )
}

/** Where a figure leads to; events and assessments are not the department's to open. */
function Sources({ line, t }: { readonly line: Line; readonly t: TextOf<'settlement'> }) {
  const seesAssessments = useMay('view', 'assessment')
  const seesEvents = useMay('view', 'sla-event')
  const seesStatements = useMay('view', 'statement')
  return (
    <span className="yh-no-print yh-small">
      {line.statementId !== null && seesStatements && (
        <GoTo to={to('statement', { id: line.statementId })}>{t('to-statement')}</GoTo>
      )}
      {line.assessmentId !== null && seesAssessments && (
        <GoTo to={to('assessment', { id: line.assessmentId })}>{t('to-assessment')}</GoTo>
      )}
      {seesEvents &&
        line.eventIds.map((id, index) => (
          <span key={id}>
            {index > 0 && ' · '}
            <GoTo to={to('slaEvent', { id })}>{t('to-event', { number: index + 1 })}</GoTo>
          </span>
        ))}
    </span>
  )
}

function Payments({ sheet }: { readonly sheet: Settlement }) {
  const t = useText('settlement')
  if (sheet.payments.length === 0) return null
  return (
    <Panel title={t('payments')} flush>
      <Table
        label={t('payments')}
        compact
        rows={sheet.payments}
        rowKey={(row) => row.id}
        columns={[
          { key: 'on', title: t('paid-on'), oneLine: true, render: (row) => row.paidOn },
          { key: 'node', title: t('node'), render: (row) => row.nodeName },
          { key: 'voucher', title: t('voucher'), render: (row) => row.voucherNo },
          {
            key: 'invoice',
            title: t('invoice'),
            render: (row) => <span className="yh-mono">{row.invoiceNo ?? '—'}</span>,
          },
          { key: 'by', title: t('entered-by'), wideOnly: true, render: (row) => row.enteredBy },
          { key: 'amount', title: t('amount'), number: true, render: (row) => <Money money={row.amount} /> },
        ]}
      />
    </Panel>
  )
}
