import type { DecisionTableContent } from '@yunheng/contract'
import { Checkbox, Input, Select } from 'antd'
import { FieldBox, type FormState, type Option } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton, Notice } from '../../ui/index.ts'

export type DecisionRule = DecisionTableContent['rules'][number]

interface DecisionRowProps {
  /** Holds the rows under `content.rules`, and what is wrong with each of their cells. */
  readonly form: FormState
  readonly at: number
  readonly rule: DecisionRule
  readonly inputs: DecisionTableContent['inputs']
  readonly flows: readonly Option[]
  readonly problems: readonly { readonly code: string; readonly zh: string; readonly en: string }[]
  readonly isLast: boolean
  readonly onMove: (step: -1 | 1) => void
  readonly onRemove: () => void
}

/** One row of a decision table: a test for each input, the flow it leads to, and where it is written. */
export function DecisionRow({ form, at, rule, inputs, flows, problems, ...acts }: DecisionRowProps) {
  const t = useText('workflow')
  const pick = usePick()
  const row = at + 1
  const path = (name: string) => `content.rules.${at}.${name}`
  const text = (name: string, label: string, value: string) => (
    <FieldBox key={name} form={form} path={path(name)} label={label}>
      {(ties) => (
        <Input {...ties} value={value} onChange={(event) => form.set(path(name), event.target.value)} />
      )}
    </FieldBox>
  )
  return (
    <fieldset className="yh-fieldset">
      <legend>{t('decision.row', { row })}</legend>
      {problems.map((problem) => (
        <Notice key={`${problem.code}${problem.zh}`} tone="bad">
          {pick(problem)}
        </Notice>
      ))}
      <div className="yh-form-row">
        {inputs.map((input, column) => text(`when.${column}`, pick(input.label), rule.when[column] ?? '-'))}
      </div>
      <div className="yh-form-row">
        <FieldBox form={form} path={path('flowKey')} label={t('decision.flow')}>
          {(ties) => (
            <Select
              {...ties}
              aria-label={t('decision.flow')}
              value={rule.flowKey || null}
              options={[...flows]}
              onChange={(flowKey) => form.set(path('flowKey'), flowKey ?? '')}
            />
          )}
        </FieldBox>
        {text('id', t('decision.row-code'), rule.id)}
        {text('source', t('decision.row-source'), rule.source)}
      </div>
      <div className="yh-form-row">
        {text('note.zh', t('decision.row-note-zh'), rule.note.zh)}
        {text('note.en', t('decision.row-note-en'), rule.note.en)}
        <Checkbox
          checked={rule.isProductDefault}
          onChange={(event) => form.set(path('isProductDefault'), event.target.checked)}
        >
          {t('decision.row-default')}
        </Checkbox>
      </div>
      <div className="yh-row">
        {row > 1 && (
          <ActionButton type="text" label={t('decision.row-up', { row })} onClick={() => acts.onMove(-1)} />
        )}
        {!acts.isLast && (
          <ActionButton type="text" label={t('decision.row-down', { row })} onClick={() => acts.onMove(1)} />
        )}
        <ActionButton type="text" label={t('decision.row-remove', { row })} onClick={acts.onRemove} />
      </div>
    </fieldset>
  )
}
