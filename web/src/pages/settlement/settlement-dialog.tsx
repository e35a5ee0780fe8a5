import { settlementOperations as operations, type Settlement } from '@yunheng/contract'
import { ActDialog } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { formatMoney, Notice } from '../../ui/index.ts'
import { InvoiceDialog } from './invoice-dialog.tsx'
import { payableInvoices, useSheetPaymentFields } from './payment-fields.tsx'

/** Of the sheet as a whole: an invoice is withdrawn beside it. */
export type SettlementVerb = Exclude<keyof Settlement['actions'], 'withdrawInvoice'>

interface DialogProps {
  readonly sheet: Settlement
  readonly verb: SettlementVerb
  readonly onClose: () => void
}

export function SettlementDialog({ sheet, verb, onClose }: DialogProps) {
  const t = useText('settlement')
  const payment = useSheetPaymentFields(sheet)
  if (verb === 'invoice') return <InvoiceDialog sheet={sheet} onClose={onClose} />
  const shared = {
    open: true,
    params: { id: sheet.id },
    fixed: { version: sheet.version },
    title: t('act.title', { verb: t(`act.${verb}`), name: sheet.no }),
    verb: t(`act.${verb}`),
    onClose,
  }
  const say = <p>{t(`say.${verb}`, { amount: formatMoney(sheet.payable), provider: sheet.provider.name })}</p>
  if (verb === 'object')
    return (
      <ActDialog
        {...shared}
        operation={operations.object}
        danger
        fields={{ objection: { label: t('objection'), as: 'area' } }}
      >
        {say}
      </ActDialog>
    )
  if (verb === 'approve')
    return (
      <ActDialog
        {...shared}
        operation={operations.approve}
        also={['contract-terms']}
        fields={{ comment: { label: t('comment'), as: 'area' } }}
      >
        {say}
      </ActDialog>
    )
  if (verb === 'pay') {
    const [invoice] = payableInvoices(sheet)
    const rest = invoice ? invoice.amount.amountMinor - invoice.paid.amountMinor : 0
    return (
      <ActDialog
        {...shared}
        operation={operations.pay}
        also={['contract-terms']}
        initial={{
          ...(invoice && { invoiceId: invoice.id, amount: { amountMinor: rest, currency: 'CNY' as const } }),
          note: '',
        }}
        fields={payment}
        ready={invoice !== undefined}
      >
        {say}
        {invoice === undefined && <Notice tone="attention">{t('invoice-first')}</Notice>}
      </ActDialog>
    )
  }
  return (
    <ActDialog {...shared} operation={operations[verb]}>
      {say}
    </ActDialog>
  )
}
