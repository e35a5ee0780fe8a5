import { priceOperations as operations, type PriceVersion } from '@yunheng/contract'
import { ActDialog } from '../../kit/index.ts'
import { type TextOf, useText } from '../../text/index.ts'
import { formatTime, Notice } from '../../ui/index.ts'

const VERBS = ['withdraw', 'confirmWithdrawal', 'declineWithdrawal'] as const
export type WithdrawVerb = (typeof VERBS)[number]

/** Asked for first; then it is confirmed or declined by another person. What is withdrawn has nothing to be done with. */
export function withdrawActs(
  price: PriceVersion,
  t: TextOf<'catalogue'>,
  onAct: (verb: WithdrawVerb) => void,
) {
  if (price.state !== 'published') return []
  const isAsked = price.withdrawal !== null
  return VERBS.filter((verb) => (verb === 'withdraw') !== isAsked).map((key) => ({
    key,
    label: t(`price.act.${key}`),
    danger: key === 'confirmWithdrawal',
    allowance: price.actions[key],
    onAct: () => onAct(key),
  }))
}

export function WithdrawalNotice({ price }: { readonly price: PriceVersion }) {
  const t = useText('catalogue')
  if (price.withdrawal === null) return null
  const { reason, askedBy, askedAt, withdrawnBy, withdrawnAt } = price.withdrawal
  const asked = { reason, by: askedBy, at: formatTime(askedAt) }
  if (withdrawnAt === null) return <Notice tone="attention">{t('price.withdrawal-waits', asked)}</Notice>
  const done = { ...asked, confirmedBy: withdrawnBy ?? '', confirmedAt: formatTime(withdrawnAt) }
  return <Notice tone="unknown">{t('price.withdrawn-what', done)}</Notice>
}

export function WithdrawDialog({
  price,
  verb,
  onClose,
}: {
  readonly price: PriceVersion
  readonly verb: string | null
  readonly onClose: () => void
}) {
  const t = useText('catalogue')
  const known = VERBS.find((one) => one === verb)
  if (known === undefined) return null
  const { id, name, version, effectiveFrom: day } = price
  const shared = {
    open: true,
    params: { id },
    fixed: { version },
    title: t('price.withdraw-title', { verb: t(`price.act.${known}`), name }),
    verb: t(`price.act.${known}`),
    onClose,
    children: <p>{t(`price.withdraw-say.${known}`, { day, reason: price.withdrawal?.reason ?? '' })}</p>,
  }
  if (known === 'confirmWithdrawal')
    return <ActDialog {...shared} operation={operations.confirmWithdrawal} also={['offering']} danger />
  const reason = { label: t('price.withdraw-reason'), as: 'area' } as const
  return <ActDialog {...shared} operation={operations[known]} fields={{ reason }} />
}
