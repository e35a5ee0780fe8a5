import { settlementOperations as operations, type Settlement } from '@yunheng/contract'
import { useState } from 'react'
import { urlOf } from '../../api/index.ts'
import { ActDialog, Table, useBlockedBecause } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, formatTime, Money, Panel, shortId, Tag } from '../../ui/index.ts'

type Invoice = Settlement['invoices'][number]

/** Invoices of the sheet as they go to paper with it; one that was entered wrongly stays to be read. */
export function InvoicePanel({ sheet }: { readonly sheet: Settlement }) {
  const t = useText('settlement')
  const [withdrawing, setWithdrawing] = useState<Invoice | null>(null)
  if (sheet.invoices.length === 0) return null
  return (
    <Panel title={t('invoices')} flush>
      <Table
        label={t('invoices')}
        compact
        rows={sheet.invoices}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'number',
            title: t('invoice-number'),
            render: (row) => (
              <>
                <span className="yh-mono">{row.number}</span> <Standing invoice={row} />
                <div className="yh-quiet yh-small">
                  {t('seller-tax-id')} <span className="yh-mono">{row.sellerTaxId}</span>
                </div>
              </>
            ),
          },
          { key: 'on', title: t('invoice-date'), oneLine: true, render: (row) => row.issuedOn },
          { key: 'rate', title: t('tax-rate'), number: true, render: (row) => `${row.taxRate}%` },
          { key: 'file', title: t('invoice-file'), render: (row) => <InvoiceFile invoice={row} /> },
          {
            key: 'amount',
            title: t('invoice-amount'),
            number: true,
            render: (row) => <Money money={row.amount} />,
          },
          { key: 'paid', title: t('paid'), number: true, render: (row) => <Money money={row.paid} /> },
          {
            key: 'acts',
            title: t('invoice-acts'),
            render: (row) => <Withdraw sheet={sheet} invoice={row} onAct={() => setWithdrawing(row)} />,
          },
        ]}
      />
      {withdrawing && (
        <ActDialog
          open
          danger
          operation={operations.withdrawInvoice}
          params={{ id: sheet.id }}
          fixed={{ version: sheet.version, invoiceId: withdrawing.id }}
          title={t('act.title', { verb: t('act.withdrawInvoice'), name: withdrawing.number })}
          verb={t('act.withdrawInvoice')}
          fields={{ reason: { label: t('withdraw-reason'), as: 'area' } }}
          onClose={() => setWithdrawing(null)}
        >
          <p>{t('say.withdrawInvoice')}</p>
        </ActDialog>
      )}
    </Panel>
  )
}

function Standing({ invoice: { withdrawn } }: { readonly invoice: Invoice }) {
  const t = useText('settlement')
  if (withdrawn === null) return null
  return (
    <>
      <Tag>{t('withdrawn')}</Tag>
      <div className="yh-quiet yh-small">
        {t('by', { at: formatTime(withdrawn.at), by: withdrawn.by })} · {withdrawn.reason}
      </div>
    </>
  )
}

function InvoiceFile({ invoice }: { readonly invoice: Invoice }) {
  const t = useText('settlement')
  return (
    <>
      <a
        href={urlOf(operations.downloadInvoice, { params: { id: invoice.id } })}
        aria-label={t('invoice-download', { name: invoice.fileName })}
      >
        {invoice.fileName}
      </a>
      <div className="yh-quiet yh-small yh-mono" title={invoice.digest}>
        SM3 {shortId(invoice.digest)}
      </div>
    </>
  )
}

/** One that counts and was not paid on. */
function Withdraw({
  sheet,
  invoice,
  onAct,
}: {
  readonly sheet: Settlement
  readonly invoice: Invoice
  readonly onAct: () => void
}) {
  const t = useText('settlement')
  const because = useBlockedBecause()
  const { withdrawInvoice: allowance } = sheet.actions
  if (invoice.withdrawn !== null || invoice.paid.amountMinor > 0 || allowance.reason === 'common.forbidden')
    return null
  return (
    <span className="yh-no-print">
      <ActionButton
        size="small"
        label={t('act.withdrawInvoice')}
        aria-label={t('act.title', { verb: t('act.withdrawInvoice'), name: invoice.number })}
        blockedBecause={because(allowance)}
        onClick={onAct}
      />
    </span>
  )
}
