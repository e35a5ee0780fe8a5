import { type ReactNode, useEffect, useRef } from 'react'
import { useText } from '../../text/index.ts'
import { ActionButton, ToneShape } from '../../ui/index.ts'
import { type JsonSchema, join, withoutNull } from './check.ts'
import { Control, type FieldSpec } from './fields.tsx'
import './form.css'
import { type FormState, valueAt } from './use-form.ts'

/** Fields by name, in the order they are asked; a nested object or a list of rows has its own `fields`. */
export interface FieldTree extends FieldSpec {
  readonly fields?: Fields
}
export type Fields = { readonly [name: string]: FieldTree }

/** The fields of a form, drawn from its schema. Words come from the page; constraints from the contract. */
export function SchemaFields({ form, fields }: { readonly form: FormState; readonly fields: Fields }) {
  return (
    <div className="yh-fields">
      <Level form={form} fields={fields} schema={form.schema} path="" />
    </div>
  )
}

interface LevelProps {
  readonly form: FormState
  readonly fields: Fields
  readonly schema: JsonSchema
  readonly path: string
}

function Level({ form, fields, schema, path }: LevelProps) {
  const required = new Set(schema.required ?? [])
  return Object.entries(fields).map(([name, spec]) => {
    const inner = schema.properties?.[name]
    if (!inner) return null
    const at = join(path, name)
    const { schema: real, nullable } = withoutNull(inner)
    if (spec.fields && real.type === 'object')
      return (
        <fieldset key={at} className="yh-fieldset">
          <legend>{spec.label}</legend>
          <Level form={form} fields={spec.fields} schema={real} path={at} />
        </fieldset>
      )
    if (spec.fields && real.type === 'array')
      return <Rows key={at} form={form} spec={spec} schema={real} path={at} />
    return (
      <Field
        key={at}
        form={form}
        spec={spec}
        schema={inner}
        path={at}
        required={spec.needed ?? (required.has(name) && !nullable)}
      />
    )
  })
}

interface FieldProps {
  readonly form: FormState
  readonly spec: FieldSpec
  readonly schema: JsonSchema
  readonly path: string
  readonly required: boolean
}

function Field({ form, spec, schema, path, required }: FieldProps) {
  const t = useText('ui')
  const id = form.fieldId(path)
  const error = form.errorAt(path)
  const describedBy =
    [spec.help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
  const isCheck = schema.type === 'boolean' && !spec.widget
  return (
    <div className={error ? 'yh-field yh-field-wrong' : 'yh-field'}>
      {!isCheck && (
        <label htmlFor={id}>
          {spec.label}
          {!required && <span className="yh-quiet yh-small"> {t('form.optional')}</span>}
        </label>
      )}
      {spec.help && (
        <div id={`${id}-help`} className="yh-field-help">
          {spec.help}
        </div>
      )}
      {error && (
        <div id={`${id}-error`} className="yh-field-error">
          <ToneShape tone="bad" />
          {error}
        </div>
      )}
      <Control
        id={id}
        schema={schema}
        spec={spec}
        label={spec.label}
        value={valueAt(form.values, path)}
        onChange={(value) => form.set(path, value)}
        invalid={error !== undefined}
        describedBy={describedBy}
      />
    </div>
  )
}

function Rows({
  form,
  spec,
  schema,
  path,
}: {
  readonly form: FormState
  readonly spec: FieldTree
  readonly schema: JsonSchema
  readonly path: string
}) {
  const t = useText('ui')
  const rows = (valueAt(form.values, path) as readonly unknown[] | undefined) ?? []
  const error = form.errorAt(path)
  return (
    <fieldset className="yh-fieldset" id={form.fieldId(path)}>
      <legend>{spec.label}</legend>
      {error && (
        <div className="yh-field-error">
          <ToneShape tone="bad" />
          {error}
        </div>
      )}
      {rows.map((_, index) => (
        // Rows have no identity of their own before they are saved; they are only added and removed at known places.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <fieldset key={index} className="yh-form-row" aria-label={t('form.row', { row: index + 1 })}>
          <Level
            form={form}
            fields={spec.fields ?? {}}
            schema={schema.items ?? {}}
            path={join(path, String(index))}
          />
          <ActionButton
            type="text"
            label={t('form.remove-row', { row: index + 1 })}
            onClick={() => form.set(path, rows.toSpliced(index, 1))}
          />
        </fieldset>
      ))}
      <div>
        <ActionButton type="dashed" label={t('form.add-row')} onClick={() => form.set(path, [...rows, {}])} />
      </div>
    </fieldset>
  )
}

/** All errors at once, with the focus, each leading to its field. */
export function ErrorSummary({ form }: { readonly form: FormState }) {
  const t = useText('ui')
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (form.refusals > 0) box.current?.focus()
  }, [form.refusals])
  if (form.errors.length === 0) return null
  return (
    <div ref={box} className="yh-error-summary" role="alert" tabIndex={-1}>
      <h2>{t('error.inputs', { count: form.errors.length })}</h2>
      <ul>
        {form.errors.map((error) => (
          <li key={error.path}>
            <a
              href={`#${form.fieldId(error.path)}`}
              onClick={(event) => {
                event.preventDefault()
                document.getElementById(form.fieldId(error.path))?.focus()
              }}
            >
              {error.sentence}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The label that a path reads as, for the words of its error. */
export function labelOf(fields: Fields): (path: string) => string {
  return (path) => {
    const names = path.split('.').filter((part) => !/^\d+$/.test(part))
    let level: Fields | undefined = fields
    let label: string | undefined
    for (const name of names) {
      const spec: FieldTree | undefined = level?.[name]
      label = spec?.label ?? label
      level = spec?.fields
    }
    return label ?? path
  }
}

export function FieldGroup({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="yh-field-group" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}
