import type { Condition } from '@yunheng/contract'
import { usePick, useText } from '../../text/index.ts'
import { formatTime, Panel, Time, type Tone, ToneShape } from '../../ui/index.ts'
import './resource.css'

const tones: Record<Condition['type'], Tone> = {
  Waiting: 'busy',
  CloudUnavailable: 'attention',
  CloudRefused: 'bad',
  CloudFault: 'bad',
  Drift: 'attention',
  Missing: 'bad',
  WorkOrder: 'busy',
  PersonNeeded: 'bad',
}

/** What stands in the way, in plain words, with the cloud's own beside it and when it is tried again. */
export function ConditionsPanel({ conditions }: { readonly conditions: readonly Condition[] }) {
  const t = useText('resource')
  return (
    <Panel title={t('conditions.title')}>
      <ul className="yh-conditions">
        {conditions.map((condition) => (
          <ConditionEntry key={condition.type} condition={condition} />
        ))}
      </ul>
    </Panel>
  )
}

function ConditionEntry({ condition }: { readonly condition: Condition }) {
  const t = useText('resource')
  const pick = usePick()
  return (
    <li>
      <ToneShape tone={tones[condition.type]} />
      <div>
        <strong>{t(`condition.type.${condition.type}`)}</strong>{' '}
        <span className="yh-quiet yh-small">
          <Time at={condition.since} />
        </span>
        <div>{pick(condition.text)}</div>
        {condition.cloudWords && (
          <div className="yh-cloud-words">
            <span className="yh-hidden">{t('condition.cloud-words')}</span>
            {condition.cloudWords}
          </div>
        )}
        <div className="yh-quiet yh-small">
          {condition.cloudRequestId && `${t('condition.cloud-request')} ${condition.cloudRequestId} · `}
          {condition.nextTryAt
            ? t('condition.next-try', { attempts: condition.attempts, time: formatTime(condition.nextTryAt) })
            : condition.attempts > 0 && t('condition.attempts', { attempts: condition.attempts })}
        </div>
      </div>
    </li>
  )
}
