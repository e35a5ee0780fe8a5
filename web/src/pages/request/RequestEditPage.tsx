import { useParams } from '@tanstack/react-router'
import { type Request, requestOperations } from '@yunheng/contract'
import { useDeferredValue, useEffect, useState } from 'react'
import { useAsked, useLoaded } from '../../api/index.ts'
import { ErrorSummary, ProblemPanel, StateInHead, useBlockedBecause, useUrlState } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton, FormPage, Notice, StateMark, Steps, type Tone } from '../../ui/index.ts'
import { BasicsStep } from './basics-step.tsx'
import { CheckAside } from './check-aside.tsx'
import { CheckStep } from './check-step.tsx'
import { LinesStep } from './lines-step.tsx'
import { ReasonsStep } from './reasons-step.tsx'
import './request.css'
import { type Saving, useDraft } from './use-draft.ts'

const STEPS = ['basics', 'lines', 'reasons', 'check'] as const
type Step = (typeof STEPS)[number]

const savingTones: Record<Saving, Tone> = { saved: 'good', unsaved: 'off', saving: 'busy', failed: 'bad' }

export default function RequestEditPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const request = useLoaded(requestOperations.get, { params: { id } })
  return <EditForm key={request.id} request={request} />
}

/** Four groups of questions; gates and cost stand beside all of them and follow every change. */
function EditForm({ request }: { readonly request: Request }) {
  const t = useText('request')
  const because = useBlockedBecause()
  const [url, change] = useUrlState()
  const draft = useDraft(request)
  const content = useSettled(draft.content)
  const check = useAsked(
    requestOperations.check,
    { body: { requestId: request.id, kind: request.kind, systemId: request.system.id, ...content } },
    { keep: true },
  )
  const step: Step = STEPS.find((one) => one === url.step) ?? 'basics'
  const at = STEPS.indexOf(step)
  const move = (by: number) => {
    change({ step: STEPS[at + by] }, { push: true })
    window.scrollTo({ top: 0 })
  }
  const blocked = because(request.actions.modify)
  const saveWords = {
    saved: 'edit.saved',
    unsaved: 'edit.unsaved',
    saving: 'edit.saving',
    failed: 'edit.save-failed',
  } as const
  return (
    <FormPage
      title={request.title}
      state={<StateInHead of="request" state={request.state} />}
      meta={
        <>
          <span>{request.system.name}</span>
          <span className="yh-mono">{request.no}</span>
          <span role="status">
            <StateMark tone={savingTones[draft.saving]}>{t(saveWords[draft.saving])}</StateMark>
          </span>
        </>
      }
      aside={<CheckAside check={check.data} error={check.error} months={draft.content.termMonths} />}
    >
      {blocked && <Notice tone="attention">{blocked}</Notice>}
      <Steps titles={STEPS.map((one) => t(`edit.step.${one}`))} at={at} />
      <ErrorSummary form={draft.form} />
      {draft.error !== null && draft.form.errors.length === 0 && <ProblemPanel error={draft.error} />}
      {step === 'basics' && <BasicsStep form={draft.form} kind={request.kind} />}
      {step === 'lines' && <LinesStep request={request} draft={draft} check={check.data} />}
      {step === 'reasons' && (
        <ReasonsStep request={request} draft={draft} budget={check.data?.budget ?? null} />
      )}
      {step === 'check' && <CheckStep request={request} draft={draft} check={check.data} />}
      <div className="yh-form-foot">
        {at > 0 && <ActionButton size="large" label={t('edit.previous')} onClick={() => move(-1)} />}
        {at < STEPS.length - 1 && (
          <ActionButton size="large" type="primary" label={t('edit.next')} onClick={() => move(1)} />
        )}
      </div>
    </FormPage>
  )
}

const SETTLE_MS = 500

/** The value once it has not changed for half a second: typing does not ask the server at every key. */
function useSettled<T>(value: T): T {
  const text = JSON.stringify(value)
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return useDeferredValue(JSON.parse(settled) as T)
}
