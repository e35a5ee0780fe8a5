import { Checkbox, Input, InputNumber, Select } from 'antd'
import { useId } from 'react'
import { usePick, useText } from '../../text/index.ts'
import { Tag } from '../../ui/index.ts'
import type { EditableRule } from './editable.ts'
import './rule.css'
import { ValueWords } from './rule-value.tsx'

interface RuleRowProps {
  readonly item: EditableRule
  readonly changed: boolean
  readonly onChange: (item: EditableRule) => void
}

/** One rule: its value by its kind, the clause it comes from, and whether it is only our proposal. */
export function RuleRow({ item, changed, onChange }: RuleRowProps) {
  const t = useText('rule')
  const pick = usePick()
  const id = useId()
  const title = pick(item.title)
  return (
    <fieldset className="yh-fieldset yh-rule-row">
      <legend>
        {title} {changed && <Tag>{t('item.changed')}</Tag>}
      </legend>
      <div className="yh-field">
        {item.kind !== 'flag' && <label htmlFor={`${id}-value`}>{t('item.value')}</label>}
        <ValueControl id={`${id}-value`} item={item} onChange={onChange} />
      </div>
      {item.inherited && (
        <p className="yh-rule-inherited yh-quiet yh-small">
          {t('effective.inherited')} {item.inherited.from?.name ?? t('level.whole')}{' '}
          <ValueWords item={item} value={item.inherited.value} /> · {t(`tighter.${item.tighter}`)}
        </p>
      )}
      <div className="yh-field">
        <label htmlFor={`${id}-source`}>{t('item.source')}</label>
        <Input
          id={`${id}-source`}
          value={item.source}
          maxLength={200}
          onChange={(event) => onChange({ ...item, source: event.target.value })}
        />
      </div>
      <Checkbox
        checked={item.isProductDefault}
        onChange={(event) => onChange({ ...item, isProductDefault: event.target.checked })}
      >
        {t('item.default')}
      </Checkbox>
    </fieldset>
  )
}

function ValueControl({ id, item, onChange }: Omit<RuleRowProps, 'changed'> & { readonly id: string }) {
  const t = useText('rule')
  const pick = usePick()
  const { value, minimum, maximum } = item
  if (typeof value === 'boolean')
    return (
      <Checkbox checked={value} onChange={(event) => onChange({ ...item, value: event.target.checked })}>
        {t('yes')}
      </Checkbox>
    )
  if (Array.isArray(value))
    return (
      <>
        <div className="yh-field-help" id={`${id}-help`}>
          {t('edit.numbers-help')}
        </div>
        <Select
          id={id}
          aria-label={pick(item.title)}
          aria-describedby={`${id}-help`}
          mode="tags"
          open={false}
          suffixIcon={null}
          value={value.map(String)}
          onChange={(texts: readonly string[]) => {
            const numbers = texts.map(Number).filter((each) => Number.isInteger(each))
            if (numbers.length > 0) onChange({ ...item, value: numbers.toSorted((a, b) => b - a) })
          }}
        />
      </>
    )
  return (
    <InputNumber
      controls={false}
      id={id}
      className="yh-field-number"
      min={minimum}
      max={maximum}
      precision={0}
      value={value}
      suffix={item.unit ? pick(item.unit) : undefined}
      onChange={(next) => next !== null && onChange({ ...item, value: Number(next) })}
    />
  )
}
