import type { ReactNode } from 'react'
import { useText } from '../text/index.ts'
import './small.css'

export interface Fact {
  readonly label: string
  /** Null or empty is said as "none", never left blank. */
  readonly value: ReactNode
  readonly wide?: boolean
}

/** The summary of an object: names and values. */
export function Facts({
  facts,
  oneColumn = false,
}: {
  readonly facts: readonly Fact[]
  readonly oneColumn?: boolean
}) {
  const t = useText('ui')
  return (
    <dl className={oneColumn ? 'yh-facts yh-facts-one' : 'yh-facts'}>
      {facts.map((fact) => (
        <div key={fact.label} className={fact.wide ? 'yh-fact-wide' : undefined}>
          <dt>{fact.label}</dt>
          <dd>
            {fact.value === null || fact.value === undefined || fact.value === '' ? (
              <span className="yh-quiet">{t('value.none')}</span>
            ) : (
              fact.value
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

export function Tag({ children }: { readonly children: ReactNode }) {
  return <span className="yh-tag">{children}</span>
}
