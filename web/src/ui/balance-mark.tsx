import { useText } from '../text/index.ts'
import './balance-mark.css'

export type Balance = 'level' | 'moving' | 'tilted' | 'unknown'

interface BalanceMarkProps {
  readonly balance: Balance
  /** What should be, in words ("运行中"). */
  readonly intended: string
  /** What was last seen, in words. */
  readonly observed: string
  readonly size?: number
  /** Words beside the picture; without them they are still there for those who listen. */
  readonly withWords?: boolean
}

const tilt: Record<Balance, number> = { level: 0, moving: -7, tilted: 13, unknown: 0 }

/**
 * The product's one ornament: a beam with two pans. Hollow is what is intended, filled what is observed;
 * level means that they agree, a tilted beam is drift.
 */
export function BalanceMark({ balance, intended, observed, size = 22, withWords = false }: BalanceMarkProps) {
  const t = useText('ui')
  const words = t(`balance.${balance}`, { intended, observed })
  return (
    <span className={`yh-balance yh-balance-${balance}`}>
      <svg viewBox="0 0 28 20" width={size * 1.4} height={size} role="img" aria-label={words}>
        <title>{words}</title>
        <path d="M14 4v13M10 17.5h8" className="yh-balance-post" />
        <g transform={`rotate(${tilt[balance]} 14 5)`}>
          <path
            d="M3 5h22"
            className="yh-balance-beam"
            strokeDasharray={balance === 'unknown' ? '3 2.5' : undefined}
          />
          <path d="M5 5v3M23 5v3" className="yh-balance-post" />
          <circle cx="5" cy="11" r="3" className="yh-balance-intended" />
          <circle cx="23" cy="11" r="3.6" className="yh-balance-observed" />
        </g>
      </svg>
      {withWords && <span aria-hidden="true">{words}</span>}
    </span>
  )
}

/** The mark of the product, level, as a picture of itself. */
export function ProductMark({ size = 24 }: { readonly size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="7" className="yh-mark-ground" />
      <g className="yh-mark-line">
        <path d="M5 11h22M16 7v18M11 25h10" />
        <circle cx="8" cy="17" r="3.4" />
      </g>
      <circle cx="24" cy="17" r="4.2" className="yh-mark-full" />
    </svg>
  )
}
