import { Checkbox, Input, InputNumber, Select } from 'antd'
import { useId } from 'react'
import { optionsOf } from '../../kit/index.ts'
import { useText } from '../../text/index.ts'
import { ActionButton } from '../../ui/index.ts'
import { Labelled } from './labelled.tsx'
import { PARAMETER_CHOICES, PARAMETER_TYPES, type Parameter } from './plan-parameters.ts'

const EMPTY: Parameter = {
  name: '',
  type: 'string',
  required: false,
  titleZh: '',
  titleEn: '',
  minimum: null,
  maximum: null,
  values: [],
  fallback: '',
  choices: 'none',
  schema: {},
}

/** What the applicant fills in, row by row; names are those that the platform or the provider understands. */
export function ParameterRows({
  parameters,
  onChange,
}: {
  readonly parameters: readonly Parameter[]
  readonly onChange: (parameters: readonly Parameter[]) => void
}) {
  const t = useText('catalogue')
  const taken = new Set(parameters.map((one) => one.name))
  const add = () => {
    let number = parameters.length + 1
    while (taken.has(`parameter${number}`)) number++
    onChange([...parameters, { ...EMPTY, name: `parameter${number}` }])
  }
  return (
    <fieldset className="yh-fieldset">
      <legend>{t('edit.parameters')}</legend>
      {parameters.map((one, at) => (
        <ParameterRow
          // Names are changed while they are written, so they cannot tell the rows apart.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={at}
          value={one}
          isTaken={(name) => name !== one.name && taken.has(name)}
          onChange={(next) => onChange(parameters.with(at, next))}
          onRemove={() => onChange(parameters.toSpliced(at, 1))}
        />
      ))}
      <div>
        <ActionButton type="dashed" label={t('edit.parameter-add')} onClick={add} />
      </div>
    </fieldset>
  )
}

interface ParameterRowProps {
  readonly value: Parameter
  readonly isTaken: (name: string) => boolean
  readonly onChange: (value: Parameter) => void
  readonly onRemove: () => void
}

function ParameterRow({ value, isTaken, onChange, onRemove }: ParameterRowProps) {
  const t = useText('catalogue')
  const id = useId()
  const set = (patch: Partial<Parameter>) => onChange({ ...value, ...patch })
  const text = (key: 'titleZh' | 'titleEn' | 'fallback', label: string) => (
    <Labelled id={`${id}-${key}`} label={label}>
      <Input
        id={`${id}-${key}`}
        value={value[key]}
        onChange={(event) => set({ [key]: event.target.value })}
      />
    </Labelled>
  )
  const number = (key: 'minimum' | 'maximum', label: string) => (
    <Labelled id={`${id}-${key}`} label={label}>
      <InputNumber
        controls={false}
        id={`${id}-${key}`}
        value={value[key]}
        onChange={(next) => set({ [key]: next === null ? null : Number(next) })}
      />
    </Labelled>
  )
  const isPlain = value.type !== 'array' && value.type !== 'object'
  return (
    <fieldset className="yh-form-row" aria-label={t('edit.parameter', { name: value.name })}>
      <Labelled id={`${id}-name`} label={t('edit.parameter-name')}>
        <Input
          id={`${id}-name`}
          className="yh-mono"
          value={value.name}
          // Two of one name would become one.
          onChange={(event) => !isTaken(event.target.value) && set({ name: event.target.value })}
        />
      </Labelled>
      {text('titleZh', t('edit.zh'))}
      {text('titleEn', t('edit.en'))}
      <Labelled id={`${id}-type`} label={t('edit.parameter-type')}>
        <Select
          id={`${id}-type`}
          aria-label={t('edit.parameter-type')}
          value={value.type}
          options={[...optionsOf(PARAMETER_TYPES, (type) => t(`edit.type.${type}`))]}
          disabled={value.type === 'object'}
          onChange={(type) => set({ type, schema: {} })}
        />
      </Labelled>
      <Labelled id={`${id}-choices`} label={t('edit.parameter-choices')}>
        <Select
          id={`${id}-choices`}
          aria-label={t('edit.parameter-choices')}
          value={value.choices}
          options={[...optionsOf(PARAMETER_CHOICES, (choice) => t(`edit.choices.${choice}`))]}
          onChange={(choices) => set({ choices })}
        />
      </Labelled>
      {isPlain && value.type !== 'boolean' && (
        <>
          {number('minimum', t('edit.parameter-minimum'))}
          {number('maximum', t('edit.parameter-maximum'))}
          <Labelled id={`${id}-values`} label={t('edit.parameter-values')}>
            <Select
              id={`${id}-values`}
              aria-label={t('edit.parameter-values')}
              mode="tags"
              open={false}
              suffixIcon={null}
              value={[...value.values]}
              onChange={(values) => set({ values })}
            />
          </Labelled>
        </>
      )}
      {isPlain && text('fallback', t('edit.parameter-default'))}
      <Checkbox checked={value.required} onChange={(event) => set({ required: event.target.checked })}>
        {t('edit.parameter-required')}
      </Checkbox>
      <ActionButton type="text" label={t('edit.parameter-remove', { name: value.name })} onClick={onRemove} />
    </fieldset>
  )
}
