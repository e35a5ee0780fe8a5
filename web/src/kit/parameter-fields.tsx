import { useId } from 'react'
import { useLanguage } from '../text/index.ts'
import { Control, type FieldSpec, type JsonSchema, withoutNull } from './form/index.ts'

/**
 * The parameters of a plan, drawn from the JSON Schema that the catalogue publishes. Words stand in the schema itself:
 * `title` for Chinese, `x-title-en` for English; values of an enumeration in `x-titles`: `{ value: { zh, en } }`.
 */
export interface ParameterSchema extends JsonSchema {
  readonly 'x-title-en'?: string
  readonly 'x-description-en'?: string
  readonly 'x-unit'?: string
  readonly 'x-titles'?: Readonly<Record<string, { readonly zh: string; readonly en: string }>>
}

type Parameters = Record<string, unknown>

interface ParameterFieldsProps {
  readonly schema: Readonly<Record<string, unknown>>
  readonly values: Parameters
  readonly onChange: (values: Parameters) => void
  /** What the server said of single parameters. */
  readonly errors?: Readonly<Record<string, string>>
}

export function ParameterFields({ schema, values, onChange, errors = {} }: ParameterFieldsProps) {
  const id = useId()
  const specOf = useParameterSpec()
  return Object.entries(propertiesOf(schema)).map(([name, property]) => {
    const spec = specOf(name, property)
    const error = errors[name]
    const { schema: real } = withoutNull(property)
    return (
      <div key={name} className={error ? 'yh-field yh-field-wrong' : 'yh-field'}>
        {real.type !== 'boolean' && <label htmlFor={`${id}-${name}`}>{spec.label}</label>}
        {spec.help && (
          <div id={`${id}-${name}-help`} className="yh-field-help">
            {spec.help}
          </div>
        )}
        {error && (
          <div id={`${id}-${name}-error`} className="yh-field-error">
            {error}
          </div>
        )}
        <Control
          id={`${id}-${name}`}
          schema={property}
          spec={spec}
          label={spec.label}
          value={values[name]}
          onChange={(value) => onChange(without({ ...values, [name]: value }))}
          invalid={error !== undefined}
          describedBy={
            [spec.help && `${id}-${name}-help`, error && `${id}-${name}-error`].filter(Boolean).join(' ') ||
            undefined
          }
        />
      </div>
    )
  })
}

/** Name and words of each parameter, for reading a filled-in line. */
export function useParameterWords(): (
  schema: Readonly<Record<string, unknown>>,
  values: Parameters,
) => string {
  const specOf = useParameterSpec()
  return (schema, values) =>
    Object.entries(propertiesOf(schema))
      .filter(([name]) => values[name] !== undefined && values[name] !== null)
      .map(([name, property]) => {
        const spec = specOf(name, property)
        const value = String(values[name])
        return `${spec.label}：${spec.options?.find((option) => option.value === value)?.label ?? value}${spec.unit ?? ''}`
      })
      .join(' · ')
}

export function defaultParameters(schema: Readonly<Record<string, unknown>> | undefined): Parameters {
  return Object.fromEntries(
    Object.entries(propertiesOf(schema ?? {})).flatMap(([name, property]) =>
      property.default !== undefined ? [[name, property.default] as const] : [],
    ),
  )
}

function propertiesOf(schema: Readonly<Record<string, unknown>>): Readonly<Record<string, ParameterSchema>> {
  return (schema.properties ?? {}) as Readonly<Record<string, ParameterSchema>>
}

function useParameterSpec(): (name: string, property: ParameterSchema) => FieldSpec {
  const english = useLanguage() === 'en'
  return (name, property) => {
    const label = (english ? property['x-title-en'] : property.title) ?? property.title ?? name
    const help = (english ? property['x-description-en'] : property.description) ?? property.description
    const titles = property['x-titles']
    const values = withoutNull(property).schema.enum ?? property.items?.enum
    return {
      label,
      ...(help ? { help } : {}),
      ...(property['x-unit'] ? { unit: property['x-unit'] } : {}),
      ...(values
        ? {
            options: values.map((value) => {
              const words = titles?.[String(value)]
              return {
                value: String(value),
                label: (words && (english ? words.en : words.zh)) ?? String(value),
              }
            }),
          }
        : {}),
    }
  }
}

function without(values: Parameters): Parameters {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''))
}
