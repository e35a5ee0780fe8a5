import { useText } from '../text/index.ts'
import { formatNumber, formatPercent } from './format.ts'
import './small.css'

interface CapacityBarProps {
  /** What is measured ("vCPU"). */
  readonly label: string
  readonly unit: string
  readonly total: number
  readonly allocated: number
  readonly reserved?: number
  /** What a request would add: drawn dashed, so that with and without can be compared. */
  readonly plus?: number
}

/** Total, allocated and reserved as one bar with the same in words. */
export function CapacityBar({ label, unit, total, allocated, reserved = 0, plus = 0 }: CapacityBarProps) {
  const t = useText('ui')
  const full = Math.max(total, allocated + reserved + plus, 1)
  const x = (value: number) => (value / full) * 100
  const over = allocated + reserved + plus > total
  const share = total > 0 ? (allocated + reserved) / total : 0
  const words = t(plus > 0 ? 'capacity.words-plus' : 'capacity.words', {
    label,
    used: formatNumber(allocated, 1),
    reserved: formatNumber(reserved, 1),
    plus: formatNumber(plus, 1),
    total: formatNumber(total, 1),
    unit,
  })
  return (
    <div className={over ? 'yh-capacity yh-capacity-over' : 'yh-capacity'}>
      <div className="yh-capacity-words" aria-hidden="true">
        <span>{label}</span>
        <span>
          {formatNumber(allocated + reserved, 1)}
          {plus > 0 && ` + ${formatNumber(plus, 1)}`} / {formatNumber(total, 1)} {unit}
          <span className="yh-quiet"> · {formatPercent(share)}</span>
        </span>
      </div>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label={words}>
        <title>{words}</title>
        <rect className="yh-capacity-track" x="0" y="1" width={x(total)} height="8" rx="0.8" />
        <rect className="yh-capacity-used" x="0" y="1" width={x(allocated)} height="8" rx="0.8" />
        <rect className="yh-capacity-reserved" x={x(allocated)} y="1" width={x(reserved)} height="8" />
        {plus > 0 && (
          <rect
            className="yh-capacity-plus"
            vectorEffect="non-scaling-stroke"
            x={x(allocated + reserved)}
            y="1"
            width={x(plus)}
            height="8"
          />
        )}
      </svg>
    </div>
  )
}
