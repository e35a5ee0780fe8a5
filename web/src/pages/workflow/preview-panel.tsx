import { type FlowVariables, flowOperations } from '@yunheng/contract'
import { useId, useState } from 'react'
import { useAct } from '../../api/index.ts'
import { BodyPicker, ProblemPanel } from '../../kit/index.ts'
import { inSeries, usePick, useText } from '../../text/index.ts'
import { ActionButton, FlowPicture, Notice, Panel } from '../../ui/index.ts'
import { layoutOf, StepTable } from '../task/flow-panel.tsx'
import { VariableRows } from './variable-rows.tsx'

/** "Who would get this?", for a body and the facts of a request. */
export function PreviewPanel({ versionId }: { readonly versionId: string }) {
  const t = useText('workflow')
  const pick = usePick()
  const id = useId()
  const [bodyId, setBodyId] = useState<string | undefined>()
  const [variables, setVariables] = useState<FlowVariables>({})
  const simulate = useAct(flowOperations.flowVersionPreview)
  const result = simulate.data
  return (
    <Panel title={t('preview.title')}>
      <div className="yh-stack">
        <div className="yh-field">
          <label htmlFor={id}>{t('preview.body')}</label>
          <BodyPicker
            id={id}
            label={t('preview.body')}
            invalid={false}
            describedBy={undefined}
            value={bodyId}
            onChange={(value) => setBodyId(value as string | undefined)}
          />
        </div>
        <VariableRows values={variables} onChange={setVariables} />
        <div>
          <ActionButton
            label={t('preview.do')}
            loading={simulate.isPending}
            blockedBecause={bodyId ? null : t('preview.body')}
            onClick={() =>
              bodyId && simulate.mutate({ params: { id: versionId }, body: { bodyId, variables } })
            }
          />
        </div>
        {simulate.error && <ProblemPanel error={simulate.error} />}
        {result && (
          <>
            <p>{t('preview.days', { days: result.workingDays })}</p>
            {result.unmanned.length > 0 && (
              <Notice tone="attention">{t('preview.unmanned', { steps: inSeries(result.unmanned) })}</Notice>
            )}
            <FlowPicture layout={layoutOf(result.picture, pick)} finding={pick(result.flowName)} />
            <StepTable steps={result.picture.steps} preview />
          </>
        )}
      </div>
    </Panel>
  )
}
