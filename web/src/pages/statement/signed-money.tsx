import { formatMoney, StateMark } from '../../ui/index.ts'

interface SignedMoneyProps {
  readonly money: { readonly amountMinor: number; readonly currency: 'CNY' } | null
}

/** What is billed beyond, or below, the platform's: with its sign, since both ways happen. */
export function SignedMoney({ money }: SignedMoneyProps) {
  if (money === null) return <span className="yh-quiet">—</span>
  if (money.amountMinor === 0) return <span className="yh-quiet">{formatMoney(money)}</span>
  return (
    <StateMark tone={money.amountMinor > 0 ? 'bad' : 'attention'}>
      {`${money.amountMinor > 0 ? '+' : ''}${formatMoney(money)}`}
    </StateMark>
  )
}
