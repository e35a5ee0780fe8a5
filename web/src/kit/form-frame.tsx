import type { OperationSpec } from '@yunheng/contract'
import type { ReactNode } from 'react'
import { ActionButton, FormPage, Notice } from '../ui/index.ts'
import { ErrorSummary, type FormState, type JsonSchema, useForm, type Values } from './form/index.ts'
import { ProblemPanel } from './problem-panel.tsx'

interface FormFrameProps {
  readonly title: string
  /** What sending this means, when the title does not say it. */
  readonly what?: ReactNode
  readonly form: FormState
  /** Of the call that sends it: an error that names fields is said at them, any other above the questions. */
  readonly error: Error | null
  /** The verb: what pressing it will do. */
  readonly verb: string
  readonly pending: boolean
  readonly blockedBecause?: string | null
  readonly onSend: () => void
  readonly children: ReactNode
}

/** A page that asks and sends: what is wrong on top, the questions, the one verb below. */
export function FormFrame(props: FormFrameProps) {
  const { form, error } = props
  return (
    <FormPage title={props.title}>
      <ErrorSummary form={form} />
      {error && form.errors.length === 0 && <ProblemPanel error={error} />}
      {props.what && <Notice tone="busy">{props.what}</Notice>}
      {props.children}
      <div>
        <ActionButton
          type="primary"
          size="large"
          label={props.verb}
          loading={props.pending}
          blockedBecause={props.blockedBecause ?? null}
          onClick={props.onSend}
        />
      </div>
    </FormPage>
  )
}

/** The form of a change: asks what the operation takes, and begins with what the object says of it now. */
export function useObjectForm(operation: Pick<OperationSpec, 'body'>, object: object): FormState {
  const schema = operation.body as unknown as JsonSchema
  const names = Object.keys(schema.properties ?? {})
  const now: Values = Object.fromEntries(Object.entries(object).filter(([name]) => names.includes(name)))
  return useForm(schema, now)
}
