import { formatDay, formatMoney, formatSecond, formatTime } from './format.ts'

/** An instant for the eye and, exactly, for machines. */
export function Time({
  at,
  as = 'minute',
}: {
  readonly at: string | null | undefined
  readonly as?: 'day' | 'minute' | 'second'
}) {
  if (!at) return null
  const shown = as === 'day' ? formatDay(at) : as === 'second' ? formatSecond(at) : formatTime(at)
  return (
    <time dateTime={at} title={formatSecond(at)}>
      {shown}
    </time>
  )
}

/** An amount. `per` says for which unit or period ("每月"), so that no number stands alone. */
export function Money({
  money,
  per,
}: {
  readonly money: { readonly amountMinor: number; readonly currency: string } | null
  readonly per?: string
}) {
  if (!money) return null
  return (
    <span className="yh-money">
      {formatMoney(money)}
      {per && <span className="yh-quiet"> {per}</span>}
    </span>
  )
}
