import type { ReactNode } from 'react'
import { type Tone, ToneShape } from './state-mark.tsx'
import { Time } from './time.tsx'
import './timeline.css'

export interface TimelineEntry {
  readonly id: string
  readonly tone: Tone
  /** Who did what, as a sentence. */
  readonly title: ReactNode
  readonly at: string | null
  /** What they said. */
  readonly body?: ReactNode
}

/** What happened, latest last or first as given. */
export function Timeline({
  entries,
  label,
}: {
  readonly entries: readonly TimelineEntry[]
  readonly label: string
}) {
  return (
    <ol className="yh-timeline" aria-label={label}>
      {entries.map((entry) => (
        <li key={entry.id}>
          <ToneShape tone={entry.tone} />
          <div className="yh-timeline-words">
            <div className="yh-timeline-title">
              <span>{entry.title}</span>
              {entry.at && (
                <span className="yh-quiet yh-small">
                  <Time at={entry.at} />
                </span>
              )}
            </div>
            {entry.body && <div className="yh-timeline-body">{entry.body}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}
