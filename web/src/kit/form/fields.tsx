import { Checkbox, Input, InputNumber, Radio, Select } from 'antd'
import type { ReactNode } from 'react'
import { type TextOf, useText } from '../../text/index.ts'
import { type JsonSchema, withoutNull } from './check.ts'

export interface Option {
  readonly value: string
  readonly label: string
  readonly disabled?: boolean
}

export interface WidgetProps {
  readonly id: string
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly invalid: boolean
  /** Ids of help and error, read out with the field. */
  readonly describedBy: string | undefined
  readonly label: string
}

export interface FieldSpec {
  readonly label: string
  readonly help?: ReactNode
  /** Words for the values of an enumeration. */
  readonly options?: readonly Option[]
  readonly as?: 'radio' | 'area' | 'password' | 'money' | 'select'
  readonly rows?: number
  readonly placeholder?: string
  readonly unit?: string
  /** What is asked in a larger unit than it travels in: 1024 for memory in GiB. */
  readonly scale?: number
  readonly autoComplete?: string
  /** For what the schema does not say: pickers and the like. */
  readonly widget?: (props: WidgetProps) => ReactNode
  /** One of two that the schema leaves open (a term in months or a day): it is asked for all the same. */
  readonly needed?: boolean
  readonly disabled?: boolean
}

/** The control that a schema asks for. */
export function Control({
  schema,
  spec,
  ...props
}: WidgetProps & { readonly schema: JsonSchema; readonly spec: FieldSpec }) {
  const t = useText('ui')
  if (spec.widget) return spec.widget(props)
  const { schema: real, nullable } = withoutNull(schema)
  const aria = {
    id: props.id,
    'aria-describedby': props.describedBy,
    'aria-invalid': props.invalid || undefined,
    disabled: spec.disabled ?? false,
  }
  const status = props.invalid ? ('error' as const) : undefined
  if (real.enum || spec.options) return <Choice {...{ real, spec, props, aria, status, nullable, t }} />
  if (spec.as === 'money') return <MoneyInput props={props} aria={aria} status={status} />
  switch (real.type) {
    case 'boolean':
      return (
        <Checkbox
          {...aria}
          checked={props.value === true}
          onChange={(event) => props.onChange(event.target.checked)}
        >
          {spec.label}
        </Checkbox>
      )
    case 'integer':
    case 'number':
      return (
        <InputNumber
          controls={false}
          {...aria}
          status={status ?? ''}
          className="yh-field-number"
          value={typeof props.value === 'number' ? props.value / (spec.scale ?? 1) : null}
          suffix={spec.unit}
          onChange={(value) =>
            props.onChange(
              value === null
                ? undefined
                : spec.scale
                  ? Math.round(Number(value) * spec.scale)
                  : Number(value),
            )
          }
        />
      )
    case 'array':
      return (
        <Select
          {...aria}
          status={status ?? ''}
          mode="tags"
          open={false}
          suffixIcon={null}
          value={(props.value as string[] | undefined) ?? []}
          placeholder={spec.placeholder}
          onChange={props.onChange}
        />
      )
    default:
      return <TextInput {...{ real, spec, props, aria, status }} />
  }
}

interface Parts {
  readonly real: JsonSchema
  readonly spec: FieldSpec
  readonly props: WidgetProps
  readonly aria: Record<string, unknown>
  readonly status: 'error' | undefined
}

function Choice({
  real,
  spec,
  props,
  aria,
  status,
  nullable,
  t,
}: Parts & { nullable: boolean; t: TextOf<'ui'> }) {
  const options =
    spec.options ?? (real.enum ?? []).map((value) => ({ value: String(value), label: String(value) }))
  if (spec.as === 'radio')
    return (
      <Radio.Group
        {...aria}
        aria-label={props.label}
        value={props.value}
        options={[...options]}
        onChange={(event) => props.onChange(event.target.value)}
      />
    )
  const many = real.type === 'array'
  return (
    <Select
      {...aria}
      aria-label={props.label}
      status={status ?? ''}
      {...(many ? { mode: 'multiple' as const } : {})}
      showSearch={options.length > 8 ? { optionFilterProp: 'label' } : false}
      allowClear={nullable && { label: t('filter.clear-choice') }}
      value={(props.value as string | null | undefined) ?? (many ? [] : null)}
      placeholder={spec.placeholder ?? t('filter.choose')}
      options={[...options]}
      onChange={(value: unknown) => props.onChange(value ?? undefined)}
    />
  )
}

function MoneyInput({ props, aria, status }: Pick<Parts, 'props' | 'aria' | 'status'>) {
  const money = props.value as { amountMinor: number; currency: string } | undefined
  return (
    <InputNumber
      controls={false}
      {...aria}
      status={status ?? ''}
      className="yh-field-number"
      prefix="¥"
      precision={2}
      value={money ? money.amountMinor / 100 : null}
      onChange={(yuan) =>
        props.onChange(
          yuan === null ? undefined : { amountMinor: Math.round(Number(yuan) * 100), currency: 'CNY' },
        )
      }
    />
  )
}

function TextInput({ real, spec, props, aria, status }: Parts) {
  const shared = {
    ...aria,
    status: status ?? '',
    value: (props.value as string | undefined) ?? '',
    placeholder: spec.placeholder,
    maxLength: real.maxLength,
    autoComplete: spec.autoComplete ?? 'off',
    onChange: (event: { target: { value: string } }) => props.onChange(event.target.value),
  } as const
  if (spec.as === 'password') return <Input.Password {...shared} />
  if (real.format === 'date') return <Input {...shared} type="date" maxLength={undefined} />
  if (real.format === 'date-time')
    return (
      <Input
        {...shared}
        type="datetime-local"
        maxLength={undefined}
        value={toLocal(shared.value)}
        onChange={(event) => props.onChange(fromLocal(event.target.value))}
      />
    )
  if (spec.as === 'area' || (real.maxLength ?? 0) > 500)
    return <Input.TextArea {...shared} rows={spec.rows ?? 3} />
  return <Input {...shared} suffix={spec.unit} />
}

/** Wall-clock time of Asia/Shanghai, which has no summer time. */
const toLocal = (instant: string) =>
  instant ? new Date(new Date(instant).getTime() + 8 * 3_600_000).toISOString().slice(0, 16) : ''
const fromLocal = (local: string) => (local ? new Date(`${local}:00+08:00`).toISOString() : undefined)
