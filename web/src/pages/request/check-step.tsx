import { type Request, type RequestCheck, requestOperations } from '@yunheng/contract'
import { Input } from 'antd'
import { useId, useState } from 'react'
import { useAct, wordsOf } from '../../api/index.ts'
import { useBlockedBecause, useGoTo, useReasonText } from '../../kit/index.ts'
import { to } from '../../paths.ts'
import { inSeries, useLanguage, usePick, useText } from '../../text/index.ts'
import { ActionButton, ConfirmDialog, FlowPicture, Notice, Panel, useToast, Waiting } from '../../ui/index.ts'
import { layoutOf, StepTable } from '../task/flow-panel.tsx'
import type { useDraft } from './use-draft.ts'

interface CheckStepProps {
  readonly request: Request
  readonly draft: ReturnType<typeof useDraft>
  readonly check: RequestCheck | undefined
}

/** Who would get it, and the one button that sends it; what the rules say stands beside it as in every step. */
export function CheckStep({ request, draft, check }: CheckStepProps) {
  const t = useText('request')
  const because = useBlockedBecause()
  const [asking, setAsking] = useState(false)
  if (!check) return <Waiting />
  const blocks = check.gates.filter((gate) => gate.state === 'block').length
  const blocked = check.isSubmittable ? because(request.actions.submit) : t('gates.block', { count: blocks })
  return (
    <>
      <PreviewPanel check={check} />
      <div>
        <ActionButton
          type="primary"
          size="large"
          label={t('submit.do')}
          blockedBecause={blocked}
          onClick={() => setAsking(true)}
        />
      </div>
      {asking && <SubmitDialog request={request} draft={draft} onClose={() => setAsking(false)} />}
    </>
  )
}

function PreviewPanel({ check }: { readonly check: RequestCheck }) {
  const t = useText('request')
  const pick = usePick()
  const say = useReasonText()
  const { preview } = check
  if (!preview)
    return (
      <Panel title={t('preview.title')}>
        <p className="yh-quiet">{t('preview.none', { why: say(check.previewReason ?? undefined) })}</p>
      </Panel>
    )
  const steps = preview.picture.steps.filter((step) => step.kind === 'user')
  const finding = t('preview.finding', { flow: pick(preview.flowName), count: steps.length })
  return (
    <Panel title={t('preview.title')}>
      <div className="yh-stack">
        <p>
          {finding} · {t('preview.days', { days: preview.workingDays })}
        </p>
        {preview.unmanned.length > 0 && (
          <Notice tone="attention">{t('preview.unmanned', { steps: inSeries(preview.unmanned) })}</Notice>
        )}
        <FlowPicture layout={layoutOf(preview.picture, pick)} finding={finding} />
        <StepTable steps={preview.picture.steps} preview />
      </div>
    </Panel>
  )
}

interface SubmitDialogProps {
  readonly request: Request
  readonly draft: ReturnType<typeof useDraft>
  readonly onClose: () => void
}

/** Saves what is still unsaved, then submits exactly that version. */
function SubmitDialog({ request, draft, onClose }: SubmitDialogProps) {
  const t = useText('request')
  const language = useLanguage()
  const go = useGoTo()
  const toast = useToast()
  const id = useId()
  const [comment, setComment] = useState('')
  const submit = useAct(requestOperations.submit, {
    also: ['task', 'flow-instance'],
    onDone: () => {
      toast(t('submit.done'))
      go(to('request', { id: request.id }))
    },
  })
  const confirm = async () => {
    const version = await draft.flush()
    if (version === null) return onClose()
    const words = comment.trim()
    submit.mutate({ params: { id: request.id }, body: { version, ...(words ? { comment: words } : {}) } })
  }
  return (
    <ConfirmDialog
      open
      title={t('submit.title', { title: String(draft.form.values.title) })}
      verb={t('submit.do')}
      pending={submit.isPending}
      error={submit.error && wordsOf(submit.error, language)}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    >
      <div className="yh-field">
        <label htmlFor={id}>{t('submit.comment')}</label>
        <Input.TextArea
          id={id}
          rows={2}
          maxLength={2000}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      </div>
    </ConfirmDialog>
  )
}
