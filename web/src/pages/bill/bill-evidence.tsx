import { billOperations as operations } from '@yunheng/contract'
import { useAsked } from '../../api/index.ts'
import { GoTo, ProblemPanel } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { useText } from '../../text/index.ts'
import { Facts, formatNumber, Money, Notice, Panel, Waiting } from '../../ui/index.ts'

/** Beside the task to confirm a bill: what it comes to, and where its charges are disputed. */
export default function BillEvidence({ id }: { readonly id: string }) {
  const t = useText('bill')
  const asked = useAsked(operations.get, { params: { id } })
  if (asked.error) return <ProblemPanel error={asked.error} onRetry={() => void asked.refetch()} />
  if (!asked.data) return <Waiting />
  const bill = asked.data
  return (
    <Panel
      title={t('heading', { month: bill.month })}
      extra={<GoTo to={to('bill', { id })}>{t('evidence.charges')}</GoTo>}
    >
      <div className="yh-stack">
        <Facts
          facts={[
            { label: t('amount'), value: <Money money={bill.amount} /> },
            { label: t('charges'), value: formatNumber(bill.charges) },
            { label: t('unpriced'), value: formatNumber(bill.unpriced) },
            { label: t('open-disputes'), value: formatNumber(bill.openDisputes) },
            { label: t('due'), value: bill.dueOn },
          ]}
        />
        <Notice tone="attention">{t('evidence.how')}</Notice>
      </div>
    </Panel>
  )
}
