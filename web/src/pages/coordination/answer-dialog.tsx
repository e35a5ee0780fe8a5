import { type Finding, type GuideCheck, guideCheckOperations } from '@yunheng/contract'
import { Input } from 'antd'
import { useId, useState } from 'react'
import { ActDialog } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'

interface Answer {
  readonly rectification: string
  readonly rectifiedOn: string
}

/** Every item that fails is answered: what was done, and when it is done. */
export function AnswerDialog({
  check,
  onClose,
}: {
  readonly check: GuideCheck
  readonly onClose: () => void
}) {
  const t = useText('coordination')
  const failing = check.findings.filter(({ verdict }) => verdict === 'fails')
  const [answers, setAnswers] = useState<Readonly<Record<string, Answer>>>(
    Object.fromEntries(
      failing.map(({ code, rectification, rectifiedOn }) => [
        code,
        { rectification: rectification ?? '', rectifiedOn: rectifiedOn ?? '' },
      ]),
    ),
  )
  const whole = Object.values(answers).every(
    ({ rectification, rectifiedOn }) => rectification.trim() !== '' && rectifiedOn !== '',
  )
  return (
    <ActDialog
      operation={guideCheckOperations.answer}
      open
      onClose={onClose}
      params={{ id: check.id }}
      fixed={{
        version: check.version,
        answers: Object.entries(answers).map(([code, answer]) => ({ code, ...answer })),
      }}
      title={t('check.answer')}
      verb={t('check.answer')}
      width={640}
      ready={whole}
    >
      <p>{t('check.answer-what')}</p>
      {failing.map((finding) => (
        <AnswerFields
          key={finding.code}
          finding={finding}
          answer={answers[finding.code] ?? { rectification: '', rectifiedOn: '' }}
          onChange={(answer) => setAnswers({ ...answers, [finding.code]: answer })}
        />
      ))}
    </ActDialog>
  )
}

interface AnswerFieldsProps {
  readonly finding: Finding
  readonly answer: Answer
  readonly onChange: (answer: Answer) => void
}

function AnswerFields({ finding, answer, onChange }: AnswerFieldsProps) {
  const t = useText('coordination')
  const pick = usePick()
  const id = useId()
  return (
    <fieldset className="yh-fieldset yh-stack">
      <legend>{pick(finding.title)}</legend>
      {finding.note && <p className="yh-quiet">{finding.note}</p>}
      <div className="yh-field">
        <label htmlFor={`${id}-what`}>{t('check.rectification')}</label>
        <Input.TextArea
          id={`${id}-what`}
          rows={2}
          maxLength={2000}
          value={answer.rectification}
          onChange={(event) => onChange({ ...answer, rectification: event.target.value })}
        />
      </div>
      <div className="yh-field">
        <label htmlFor={`${id}-on`}>{t('check.rectified-on')}</label>
        <Input
          id={`${id}-on`}
          type="date"
          value={answer.rectifiedOn}
          onChange={(event) => onChange({ ...answer, rectifiedOn: event.target.value })}
        />
      </div>
    </fieldset>
  )
}
