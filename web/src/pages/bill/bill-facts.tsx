import type { Bill } from '@yunheng/contract'
import { type TextOf, useText } from '../../text/index.ts'
import { type Fact, formatTime, Money } from '../../ui/index.ts'
import { Charges } from './charges-link.tsx'

/** What there is to know of a bill, on its page and on paper. */
export function useBillFacts(bill: Bill): readonly Fact[] {
  const t = useText('bill')
  const at = (instant: string | null, by: string | null) =>
    instant === null ? null : t('by', { at: formatTime(instant), by: by ?? '' })
  return [
    { label: t('amount'), value: <Money money={bill.amount} /> },
    { label: t('charges'), value: <Charges bill={bill} count={bill.charges} /> },
    {
      label: t('unpriced'),
      value: <Charges bill={bill} count={bill.unpriced} search={{ unpriced: 'true' }} />,
    },
    {
      label: t('disputes'),
      value: <Charges bill={bill} count={bill.disputes} search={{ disputed: 'true' }} />,
    },
    { label: t('rated-at'), value: formatTime(bill.ratedAt) },
    { label: t('sent-at'), value: at(bill.sentAt, null) },
    { label: t('due'), value: bill.dueOn },
    {
      label: t('reminders'),
      value:
        bill.sentAt === null
          ? null
          : t('reminders-of', { sent: bill.reminders, needed: bill.remindersNeeded }),
    },
    {
      label: t('confirmed-at'),
      value: bill.isUnconfirmed ? t('never-confirmed') : at(bill.confirmedAt, bill.confirmedBy),
    },
    ...unpricedFacts(bill, t),
    ...closingFacts(bill, t),
    { label: t('closed-at'), value: at(bill.closedAt, bill.closedBy) },
    { label: t('digest'), value: <code className="yh-small">{bill.digest}</code>, wide: true },
  ]
}

function unpricedFacts({ withoutUnpriced }: Bill, t: TextOf<'bill'>): readonly Fact[] {
  if (withoutUnpriced === null) return []
  const { by, reason } = withoutUnpriced
  return [{ label: t('unpriced-left', { by }), value: reason, wide: true }]
}

function closingFacts({ closing }: Bill, t: TextOf<'bill'>): readonly Fact[] {
  if (closing === null) return []
  return [
    { label: t('closing.by'), value: t('by', { at: formatTime(closing.at), by: closing.by }) },
    { label: t('closing.reason'), value: closing.reason, wide: true },
    { label: t('closing.evidence'), value: closing.evidence, wide: true },
  ]
}
