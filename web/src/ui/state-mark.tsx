import type { ReactNode } from 'react'
import './state-mark.css'

/** What a state means to the reader. Each has its own shape, so that colour is never the only sign. */
export const TONES = ['good', 'busy', 'attention', 'bad', 'off', 'unknown'] as const
export type Tone = (typeof TONES)[number]

export function StateMark({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className={`yh-state yh-tone-${tone}`}>
      <ToneShape tone={tone} />
      <span>{children}</span>
    </span>
  )
}

/** The same words in a soft box, for the head of an object. */
export function StateBadge({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className={`yh-badge yh-tone-${tone}`}>
      <ToneShape tone={tone} />
      <span>{children}</span>
    </span>
  )
}

export function ToneShape({ tone }: { readonly tone: Tone }) {
  return (
    <svg className={`yh-shape yh-tone-${tone}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      {shapes[tone]}
    </svg>
  )
}

const shapes: Record<Tone, ReactNode> = {
  good: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  busy: (
    <>
      <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M6 1.8a4.2 4.2 0 0 0 0 8.4z" fill="currentColor" />
    </>
  ),
  attention: <path d="M6 1.2 11.2 10.6H.8z" fill="currentColor" />,
  bad: <rect x="1.8" y="1.8" width="8.4" height="8.4" rx="1" fill="currentColor" />,
  off: <circle cx="6" cy="6" r="4.1" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  unknown: (
    <>
      <rect x="1.5" y="1.5" width="9" height="9" rx="1" fill="none" stroke="currentColor" strokeWidth="1.1" />
      <path d="M1.5 6 6 1.5M1.5 10.5l9-9M6 10.5 10.5 6" stroke="currentColor" strokeWidth="1.1" />
    </>
  ),
}
