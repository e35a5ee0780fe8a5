import type { ReactNode } from 'react'
import './states.css'

interface EmptyStateProps {
  /** What this is. */
  readonly title: string
  /** Why it is empty. */
  readonly why: string
  /** The one thing to do. */
  readonly action?: ReactNode
}

export function EmptyState({ title, why, action }: EmptyStateProps) {
  return (
    <div className="yh-empty">
      <svg viewBox="0 0 64 40" width="72" height="45" aria-hidden="true">
        <g fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round">
          <path d="M6 10h52M32 6v28M24 34h16" />
          <path d="M12 10v5M52 10v5" />
          <circle cx="12" cy="20" r="5" strokeDasharray="2.5 2.5" />
          <circle cx="52" cy="20" r="5" strokeDasharray="2.5 2.5" />
        </g>
      </svg>
      <p className="yh-empty-title">{title}</p>
      <p className="yh-quiet">{why}</p>
      {action}
    </div>
  )
}
