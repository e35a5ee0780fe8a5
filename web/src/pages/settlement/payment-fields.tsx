import type { PaymentNode, Settlement } from '@yunheng/contract'
import { Select } from 'antd'
import type { Fields } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { formatMoney } from '../../ui/index.ts'

/** What a payment says: its node, day, amount and voucher (R299). */
export function usePaymentFields(nodes: readonly PaymentNode[]): Fields {
  const t = useText('settlement')
  return {
    nodeNo: {
      label: t('node'),
      widget: (props) => (
        <Select
          id={props.id}
          aria-label={props.label}
          aria-describedby={props.describedBy}
          aria-invalid={props.invalid || undefined}
          status={props.invalid ? 'error' : ''}
          value={(props.value as number | undefined) ?? null}
          options={nodes.map((node) => ({ value: node.no, label: `${node.no} ${node.name}` }))}
          onChange={(value: number | null) => props.onChange(value ?? undefined)}
        />
      ),
    },
    paidOn: { label: t('paid-on') },
    amount: { label: t('amount'), as: 'money' },
    voucherNo: { label: t('voucher') },
    note: { label: t('note') },
  }
}

const restOf = ({ amount, paid }: Settlement['invoices'][number]) => ({
  ...amount,
  amountMinor: amount.amountMinor - paid.amountMinor,
})

/** Invoices of the sheet on which something is left to be paid. */
export const payableInvoices = ({ invoices }: Pick<Settlement, 'invoices'>) =>
  invoices.filter((one) => one.withdrawn === null && restOf(one).amountMinor > 0)

/** Of a sheet also its invoice. */
export function useSheetPaymentFields(sheet: Settlement): Fields {
  const t = useText('settlement')
  const fields = usePaymentFields(sheet.nodes)
  return {
    invoiceId: {
      label: t('invoice'),
      as: 'select',
      options: payableInvoices(sheet).map((one) => ({
        value: one.id,
        label: t('invoice-choice', { number: one.number, rest: formatMoney(restOf(one)) }),
      })),
    },
    ...fields,
  }
}
