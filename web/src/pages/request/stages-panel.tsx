import type { Request } from '@yunheng/contract'
import { usePick, useText } from '../../text/index.ts'
import { Panel, StateMark, Time, type Tone } from '../../ui/index.ts'
import './request.css'

type Stage = Request['stages'][number]

const tones: Record<Stage['state'], Tone> = {
  ahead: 'off',
  current: 'busy',
  overdue: 'bad',
  done: 'good',
  skipped: 'unknown',
}

/** The six stages of R93: who acts, since when, until when. */
export function StagesPanel({ stages }: { readonly stages: readonly Stage[] }) {
  const t = useText('request')
  const pick = usePick()
  return (
    <Panel title={t('stages.title')}>
      <ol className="yh-stages">
        {stages.map((stage) => (
          <li
            key={stage.stage}
            className={`yh-stage-${stage.state}`}
            aria-current={stage.state === 'current' || stage.state === 'overdue' ? 'step' : undefined}
          >
            <strong>{t(`stage.${stage.stage}`)}</strong>
            <StateMark tone={tones[stage.state]}>{t(`stage.state.${stage.state}`)}</StateMark>
            <span className="yh-quiet">{pick(stage.actor)}</span>
            {(stage.doneAt ?? stage.dueAt) && (
              <span className="yh-quiet">
                <Time at={stage.doneAt ?? stage.dueAt} />
              </span>
            )}
            {stage.limit && stage.state !== 'done' && (
              <span className="yh-quiet yh-small">{pick(stage.limit)}</span>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  )
}
