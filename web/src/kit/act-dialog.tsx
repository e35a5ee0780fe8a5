import type { BodyOf, OperationSpec, ResponseOf, TSchema } from '@yunheng/contract'
import type { ReactNode } from 'react'
import { type InputOf, useAct, wordsOf } from '../api/index.ts'
import { useLanguage } from '../text/index.ts'
import { ConfirmDialog } from '../ui/index.ts'
import {
  ErrorSummary,
  type Fields,
  type JsonSchema,
  labelOf,
  SchemaFields,
  useForm,
  type Values,
} from './form/index.ts'

export interface ActDialogProps<O extends OperationSpec> {
  readonly operation: O
  readonly open: boolean
  readonly onClose: () => void
  readonly params: InputOf<O>['params']
  /** What the page knows by itself: the version, an id. Not asked. */
  readonly fixed?: Partial<BodyOf<O>>
  readonly initial?: Partial<BodyOf<O>>
  /** What is asked, drawn from the body's schema. */
  readonly fields?: Fields
  readonly title: string
  readonly verb: string
  readonly danger?: boolean
  readonly children?: ReactNode
  readonly typeToConfirm?: string
  /** Other nouns whose data this changes. */
  readonly also?: readonly string[]
  readonly onDone?: (answer: ResponseOf<O>) => void
  readonly width?: number
  /** False while something asked beside the fields is missing. */
  readonly ready?: boolean
}

/**
 * One act on one object: a question, the fields its operation asks for, the verb. Mounted only while it is open,
 * so that it starts empty; its error stays in it.
 */
export function ActDialog<O extends OperationSpec>(props: ActDialogProps<O>) {
  return props.open ? <OpenActDialog {...props} /> : null
}

function OpenActDialog<O extends OperationSpec>(props: ActDialogProps<O>) {
  const language = useLanguage()
  const fields = props.fields ?? {}
  const form = useForm(askedOf(props.operation.body, fields), (props.initial ?? {}) as Values)
  const act = useAct(props.operation, {
    also: props.also ?? [],
    onDone: (answer) => {
      props.onClose()
      props.onDone?.(answer)
    },
  })
  const confirm = () => {
    const values = form.submit(labelOf(fields))
    if (!values) return
    const body = props.operation.body ? { ...values, ...props.fixed } : undefined
    act.mutate({ params: props.params, body } as unknown as InputOf<O>, {
      onError: (error) => form.refuse(error),
    })
  }
  // An error that names fields is said at them, any other here: never at both places.
  const atFields = form.errors.length > 0
  return (
    <ConfirmDialog
      open
      title={props.title}
      verb={props.verb}
      danger={props.danger ?? false}
      pending={act.isPending}
      error={act.error && !atFields ? wordsOf(act.error, language) : null}
      onConfirm={confirm}
      onCancel={props.onClose}
      {...(props.typeToConfirm ? { typeToConfirm: props.typeToConfirm } : {})}
      {...(props.width ? { width: props.width } : {})}
      ready={props.ready ?? true}
    >
      <ErrorSummary form={form} />
      {props.children}
      {Object.keys(fields).length > 0 && <SchemaFields form={form} fields={fields} />}
    </ConfirmDialog>
  )
}

/** The part of the body's schema that this dialog asks for. */
function askedOf(body: TSchema | undefined, fields: Fields): JsonSchema {
  const schema = (body ?? {}) as JsonSchema
  const names = Object.keys(fields)
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(schema.properties ?? {}).filter(([name]) => names.includes(name)),
    ),
    required: (schema.required ?? []).filter((name) => names.includes(name)),
  }
}
