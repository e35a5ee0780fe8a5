import { GoTo } from '../../kit/index.ts'
import { type Search, to } from '../../paths.ts'
import { formatNumber } from '../../ui/index.ts'

/** How many charges of a bill, leading to them; plain where there is none. */
export function Charges({
  bill,
  count,
  search = {},
}: {
  readonly bill: { readonly id: string }
  readonly count: number
  readonly search?: Search
}) {
  const words = formatNumber(count)
  return count === 0 ? words : <GoTo to={to('bill', { id: bill.id }, search)}>{words}</GoTo>
}
