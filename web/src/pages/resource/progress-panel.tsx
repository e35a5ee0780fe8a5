import type { Resource } from '@yunheng/contract'
import { useText } from '../../text/index.ts'
import { Panel, Time, ToneShape } from '../../ui/index.ts'
import './resource.css'

/** How far it has come, from facts only: no step is guessed from time. */
export function ProgressPanel({ progress }: { readonly progress: Resource['progress'] }) {
  const t = useText('resource')
  const next = progress.steps.find((step) => !step.done)
  return (
    <Panel
      title={t('progress.title')}
      extra={
        <span role="status" className="yh-quiet">
          {t('progress.percent', { percent: progress.percent })}
        </span>
      }
    >
      <ol className="yh-progress">
        {progress.steps.map((step) => (
          <li key={step.step} aria-current={step === next ? 'step' : undefined}>
            <ToneShape tone={step.done ? 'good' : step === next ? 'busy' : 'off'} />
            <span className={step.done || step === next ? undefined : 'yh-quiet'}>
              {step.totalCount > 0
                ? t('progress.foundation-count', { done: step.doneCount, total: step.totalCount })
                : t(`progress.${step.step}`)}
            </span>
            {step.at && (
              <span className="yh-quiet yh-small">
                <Time at={step.at} as="second" />
              </span>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  )
}
