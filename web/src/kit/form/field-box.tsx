import type { ReactNode } from 'react'
import { ToneShape } from '../../ui/index.ts'
import './form.css'
import type { FormState } from './use-form.ts'

/** What ties a control to its label and to what is wrong with it. */
export interface ControlTies {
  readonly id: string
  readonly status: 'error' | ''
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': true | undefined
}

/** A control of a page's own making as a field of the form: its label, and the error of its path where it stands. */
export function FieldBox({
  form,
  path,
  label,
  children,
}: {
  readonly form: FormState
  readonly path: string
  readonly label: string
  readonly children: (ties: ControlTies) => ReactNode
}) {
  const id = form.fieldId(path)
  const error = form.errorAt(path)
  return (
    <div className={error ? 'yh-field yh-field-wrong' : 'yh-field'}>
      <label htmlFor={id}>{label}</label>
      {error && (
        <div id={`${id}-error`} className="yh-field-error">
          <ToneShape tone="bad" />
          {error}
        </div>
      )}
      {children({
        id,
        status: error ? 'error' : '',
        'aria-describedby': error ? `${id}-error` : undefined,
        'aria-invalid': error ? true : undefined,
      })}
    </div>
  )
}
