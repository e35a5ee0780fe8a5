import type { PoolCapacity } from '@yunheng/contract'
import { useText } from '../text/index.ts'
import { CapacityBar } from '../ui/index.ts'
import './capacity-bars.css'
import { AMOUNT_NAMES, type AmountName, shownAmount } from './terms.tsx'

interface CapacityBarsProps {
  readonly capacity: Pick<PoolCapacity, 'limit' | 'reserved' | 'allocated'>
  readonly only?: readonly AmountName[]
  readonly small?: boolean
}

/** One bar for each amount that the pool has at all. */
export function CapacityBars({ capacity, only = AMOUNT_NAMES, small = false }: CapacityBarsProps) {
  const terms = useText('terms')
  const shown = only.filter((name) => capacity.limit[name] > 0 || capacity.allocated[name] > 0)
  return (
    <div className={small ? 'yh-bars-small' : 'yh-bars'}>
      {shown.map((name) => (
        <CapacityBar
          key={name}
          label={terms(`amount.${name}`)}
          unit={terms(`unit.${name}`)}
          total={shownAmount(name, capacity.limit[name])}
          allocated={shownAmount(name, capacity.allocated[name])}
          reserved={shownAmount(name, capacity.reserved[name])}
        />
      ))}
    </div>
  )
}
