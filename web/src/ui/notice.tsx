import type { ReactNode } from 'react'
import { type Tone, ToneShape } from './state-mark.tsx'
import './states.css'

/** A quiet bar that says one thing about the page: a rule, a condition, a success that must not vanish. */
export function Notice({
  tone,
  title,
  children,
  action,
}: {
  readonly tone: Tone
  readonly title?: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}) {
  return (
    <div className={`yh-notice yh-notice-${tone}`}>
      <ToneShape tone={tone} />
      <div className="yh-notice-words">
        {title && <strong>{title}</strong>}
        {children && <div>{children}</div>}
      </div>
      {action}
    </div>
  )
}
