import { formatMoney, Money, StateMark } from '../../ui/index.ts'

interface Amount {
  readonly amountMinor: number
  readonly currency: string
}

/** What is left; below nought it says so by its shape as well. */
export function Rest({ money }: { readonly money: Amount }) {
  return money.amountMinor < 0 ? (
    <StateMark tone="attention">{formatMoney(money)}</StateMark>
  ) : (
    <Money money={money} />
  )
}
