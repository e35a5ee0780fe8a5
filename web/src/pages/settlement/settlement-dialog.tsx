import { settlementOperations as operations, type Settlement } from '@yunheng/contract'
import { ActDialog } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { formatMoney } from '../../ui/index.ts'
import { usePaymentFields } from './payment-fields.tsx'

export type SettlementVerb = keyof Settlement['actions']

interface DialogProps {
  readonly sheet: Settlement
  readonly verb: SettlementVerb
  readonly onClose: () => void
}

export function SettlementDialog({ sheet, verb, onClose }: DialogProps) {
  const t = useText('settlement')
  const payment = usePaymentFields(sheet.nodes)
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
    const rest = sheet.payable.amountMinor - sheet.paid.amountMinor
    return (
      <ActDialog
        {...shared}
        operation={operations.pay}
        also={['contract-terms']}
        initial={{ amount: { amountMinor: rest, currency: 'CNY' }, note: '' }}
        fields={payment}
      >
        {say}
      </ActDialog>
    )
  }
  return (
    <ActDialog {...shared} operation={operations[verb]}>
      {say}
    </ActDialog>
  )
}
