import type { DecisionTableContent } from '@yunheng/contract'
import { Checkbox, Input, Select } from 'antd'
import { useId } from 'react'
import type { Option } from '../../kit/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { ActionButton, Notice } from '../../ui/index.ts'

export type DecisionRule = DecisionTableContent['rules'][number]

interface DecisionRowProps {
  readonly row: number
  readonly rule: DecisionRule
  readonly inputs: DecisionTableContent['inputs']
  readonly flows: readonly Option[]
  readonly problems: readonly { readonly code: string; readonly zh: string; readonly en: string }[]
  readonly isLast: boolean
  readonly onChange: (rule: DecisionRule) => void
  readonly onMove: (step: -1 | 1) => void
  readonly onRemove: () => void
}

/** One row of a decision table: a test for each input, the flow it leads to, and where it is written. */
export function DecisionRow({ row, rule, inputs, flows, problems, ...acts }: DecisionRowProps) {
  const t = useText('workflow')
  const pick = usePick()
  const id = useId()
  const set = (patch: Partial<DecisionRule>) => acts.onChange({ ...rule, ...patch })
  const text = (name: string, label: string, value: string, onText: (text: string) => void) => (
    <div className="yh-field">
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <Input id={`${id}-${name}`} value={value} onChange={(event) => onText(event.target.value)} />
    </div>
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
        {inputs.map((input, at) => (
          <div key={input.name}>
            {text(input.name, pick(input.label), rule.when[at] ?? '-', (value) =>
              set({ when: inputs.map((_, index) => (index === at ? value : (rule.when[index] ?? '-'))) }),
            )}
          </div>
        ))}
      </div>
      <div className="yh-form-row">
        <div className="yh-field">
          <label htmlFor={`${id}-flow`}>{t('decision.flow')}</label>
          <Select
            id={`${id}-flow`}
            aria-label={t('decision.flow')}
            value={rule.flowKey || null}
            options={[...flows]}
            onChange={(flowKey) => set({ flowKey: flowKey ?? '' })}
          />
        </div>
        {text('code', t('decision.row-code'), rule.id, (value) => set({ id: value }))}
        {text('source', t('decision.row-source'), rule.source, (source) => set({ source }))}
      </div>
      <div className="yh-form-row">
        {text('zh', t('decision.row-note-zh'), rule.note.zh, (zh) => set({ note: { ...rule.note, zh } }))}
        {text('en', t('decision.row-note-en'), rule.note.en, (en) => set({ note: { ...rule.note, en } }))}
        <Checkbox
          checked={rule.isProductDefault}
          onChange={(event) => set({ isProductDefault: event.target.checked })}
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
