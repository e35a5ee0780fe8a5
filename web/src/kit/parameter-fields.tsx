import { useMemo } from 'react'
import { ChoicePicker, type ChoicePlace } from './choice-picker.tsx'
import { type FieldSpec, type FormState, type JsonSchema, SchemaFields, valueAt } from './form/index.ts'
import {
  fieldsOf,
  type ParameterSchema,
  type Parameters,
  propertiesOf,
  useWording,
} from './parameter-schema.ts'

interface ParameterFieldsProps {
  readonly schema: Readonly<Record<string, unknown>>
  readonly values: Parameters
  readonly onChange: (values: Parameters) => void
  /** For whom and where, so that choices which depend on it can be offered. Without it they are typed or left out. */
  readonly place?: ChoicePlace
  readonly id: string
  /** What the server says about them, by JSON pointer into the parameters: shown at its field. */
  readonly problems?: readonly { readonly path: string; readonly sentence: string }[]
}

const NO_PROBLEMS: readonly never[] = []

/** The parameters of a plan, drawn from the schema that the catalogue publishes. */
export function ParameterFields({
  schema,
  values,
  onChange,
  place,
  id,
  problems = NO_PROBLEMS,
}: ParameterFieldsProps) {
  const wording = useWording()
  const properties = propertiesOf(schema)
  const fields = fieldsOf(properties, wording, (property) => widgetOf(property, place))
  const form = useOutsideForm(id, schema as JsonSchema, values, onChange, problems)
  return <SchemaFields form={form} fields={fields} />
}

function widgetOf(property: ParameterSchema, place: ChoicePlace | undefined): FieldSpec['widget'] {
  const choices = property['x-choices']
  if (!choices || !place) return undefined
  const many = property.type === 'array'
  return (props) => <ChoicePicker {...props} choices={choices} many={many} place={place} />
}

/** A form whose values live with the line they belong to; the gates of the request say what is wrong with them. */
function useOutsideForm(
  id: string,
  schema: JsonSchema,
  values: Parameters,
  onChange: (values: Parameters) => void,
  problems: NonNullable<ParameterFieldsProps['problems']>,
): FormState {
  return useMemo(
    () => ({
      id,
      schema,
      values,
      errors: [],
      refusals: 0,
      set: (path, value) => onChange(assign(values, path.split('.'), value) as Parameters),
      errorAt: (path) => problems.find((one) => one.path.slice(1).replaceAll('/', '.') === path)?.sentence,
      fieldId: (path) => `${id}-${path}`,
      replace: onChange,
      clear: () => {},
      submit: () => values,
      refuse: () => false,
    }),
    [id, schema, values, onChange, problems],
  )
}

function assign(target: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value
  if (Array.isArray(target))
    return target.map((item, at) => (String(at) === key ? assign(item, rest, value) : item))
  const record = { ...((target ?? {}) as Record<string, unknown>) }
  const next = assign(valueAt(record, key), rest, value)
  // An emptied answer is no answer: the schema knows no null.
  if (next === undefined || next === '' || next === null) delete record[key]
  else record[key] = next
  return record
}
