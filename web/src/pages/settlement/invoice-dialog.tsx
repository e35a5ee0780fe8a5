import { settlementOperations as operations, type Settlement } from '@yunheng/contract'
import { useId, useState } from 'react'
import { ActDialog, base64Of } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { formatMoney } from '../../ui/index.ts'

const TAKEN = '.pdf,.ofd,.png,.jpg,.jpeg'

interface ChosenFile {
  readonly fileName: string
  readonly content: string
}

/** The invoice as it stands on paper, and its file (R299). */
export function InvoiceDialog({
  sheet,
  onClose,
}: {
  readonly sheet: Settlement
  readonly onClose: () => void
}) {
  const t = useText('settlement')
  const id = useId()
  const [file, setFile] = useState<ChosenFile | null>(null)
  const choose = async (chosen: File | undefined) => {
    setFile(null)
    if (chosen) setFile({ fileName: chosen.name, content: await base64Of(chosen) })
  }
  const rest = leftToInvoice(sheet)
  return (
    <ActDialog
      open
      operation={operations.invoice}
      params={{ id: sheet.id }}
      fixed={{ version: sheet.version, ...file }}
      ready={file !== null}
      title={t('act.title', { verb: t('act.invoice'), name: sheet.no })}
      verb={t('act.invoice')}
      initial={{ amount: { amountMinor: rest, currency: 'CNY' } }}
      fields={{
        number: { label: t('invoice-number'), help: t('invoice-number-help') },
        issuedOn: { label: t('invoice-date') },
        amount: { label: t('invoice-amount'), as: 'money' },
        taxRate: { label: t('tax-rate'), unit: '%' },
        sellerTaxId: { label: t('seller-tax-id'), help: t('seller-tax-id-help') },
      }}
      onClose={onClose}
    >
      <p>
        {t('say.invoice', {
          provider: sheet.provider.name,
          rest: formatMoney({ amountMinor: rest, currency: 'CNY' }),
        })}
      </p>
      <div className="yh-field">
        <label htmlFor={id}>{t('invoice-file')}</label>
        <div className="yh-field-help">{t('invoice-file-help')}</div>
        <input
          id={id}
          type="file"
          accept={TAKEN}
          required
          onChange={(event) => void choose(event.target.files?.[0])}
        />
      </div>
    </ActDialog>
  )
}

/** What of the sheet is not invoiced yet, in 分. */
function leftToInvoice({ payable, invoices }: Pick<Settlement, 'payable' | 'invoices'>): number {
  const invoiced = invoices
    .filter(({ withdrawn }) => withdrawn === null)
    .reduce((sum, { amount }) => sum + amount.amountMinor, 0)
  return Math.max(payable.amountMinor - invoiced, 0)
}
