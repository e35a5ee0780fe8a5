import { placementWhatIfOperations as whatIfs } from '@yunheng/contract'
import { useId, useState } from 'react'
import { useAct } from '../../api/index.ts'
import { ProblemPanel } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, Panel } from '../../ui/index.ts'
import { RulesPicker } from './rules-picker.tsx'
import { WhatIfResult } from './what-if-result.tsx'

/** Beside the decision about a request: where it would go, by the rules in force or another version of them. */
export function RequestWhatIf({ requestId }: { readonly requestId: string }) {
  const t = useText('placement')
  const id = useId()
  const [ruleSetId, setRuleSetId] = useState<string | null>(null)
  const ask = useAct(whatIfs.request)
  return (
    <>
      <Panel title={t('request.title')}>
        <div className="yh-stack">
          <p>{t('request.what')}</p>
          <div className="yh-field">
            <label htmlFor={id}>{t('rules')}</label>
            <div className="yh-field-help" id={`${id}-help`}>
              {t('rules-help')}
            </div>
            <RulesPicker
              id={id}
              label={t('rules')}
              invalid={false}
              describedBy={`${id}-help`}
              value={ruleSetId ?? undefined}
              onChange={(value) => setRuleSetId((value as string | undefined) ?? null)}
            />
          </div>
          <div>
            <ActionButton
              label={t('request.do')}
              loading={ask.isPending}
              onClick={() => ask.mutate({ params: { id: requestId }, body: { ruleSetId } })}
            />
          </div>
          {ask.error && <ProblemPanel error={ask.error} />}
        </div>
      </Panel>
      {ask.data && <WhatIfResult result={ask.data} />}
    </>
  )
}
