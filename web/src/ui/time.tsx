import { formatDay, formatMoney, formatSecond, formatTime } from './format.ts'

const NONE = <span className="yh-quiet">—</span>

/** An instant for the eye and, exactly, for machines; what has not come yet is a dash, never a blank. */
export function Time({
  at,
  as = 'minute',
}: {
  readonly at: string | null | undefined
  readonly as?: 'day' | 'minute' | 'second'
}) {
  if (!at) return NONE
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
  if (!money) return NONE
  return (
    <span className="yh-money">
      {formatMoney(money)}
      {per && <span className="yh-quiet"> {per}</span>}
    </span>
  )
}
