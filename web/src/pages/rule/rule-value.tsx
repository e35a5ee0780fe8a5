import type { RuleItem, RuleValue } from '@yunheng/contract'
import { usePick, useText } from '../../text/index.ts'

/** A value with its unit, in words. */
export function ValueWords({
  item,
  value,
}: {
  readonly item: Pick<RuleItem, 'unit'>
  readonly value: RuleValue
}) {
  const t = useText('rule')
  const pick = usePick()
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
  const figures = Array.isArray(value) ? value.join(' · ') : String(value)
  return (
    <>
      {figures} {item.unit && <span className="yh-quiet">{pick(item.unit)}</span>}
    </>
  )
}
