import { useCallback, useId, useMemo, useRef, useState } from 'react'
import { ApiProblem, wordsOf } from '../../api/index.ts'
import { type Language, type TextOf, useLanguage, useText } from '../../text/index.ts'
import { checkValue, type Issue, type JsonSchema, tidy } from './check.ts'

export type Values = Record<string, unknown>

export interface FormError {
  readonly path: string
  readonly sentence: string
}

export interface FormState {
  readonly id: string
  readonly schema: JsonSchema
  readonly values: Values
  readonly errors: readonly FormError[]
  /** How often a submission was refused: the error summary takes the focus anew each time. */
  readonly refusals: number
  readonly set: (path: string, value: unknown) => void
  readonly errorAt: (path: string) => string | undefined
  readonly fieldId: (path: string) => string
  readonly replace: (values: Values) => void
  /** The server took the values: what it said of them before holds no longer. */
  readonly clear: () => void
  /** Values as they are sent, or null when a field is wrong; the fields then say so. */
  readonly submit: (labelOf: (path: string) => string) => Values | null
  /** Puts the server's field errors at their fields. True when every error found its field. */
  readonly refuse: (error: unknown) => boolean
}

/** Values and errors of one form over a JSON Schema. */
export function useForm(schema: JsonSchema, initial: Values): FormState {
  const id = useId()
  const t = useText('ui')
  const language = useLanguage()
  const [values, setValues] = useState<Values>(initial)
  const [errors, setErrors] = useState<readonly FormError[]>([])
  const [refusals, setRefusals] = useState(0)
  const latest = useRef(values)
  latest.current = values

  const set = useCallback((path: string, value: unknown) => {
    setValues((before) => assign(before, path.split('.'), value) as Values)
    // Rows that were exchanged as a whole take along what was said of their fields.
    setErrors((before) => before.filter((error) => error.path !== path && !error.path.startsWith(`${path}.`)))
  }, [])
  const clear = useCallback(() => setErrors((before) => (before.length === 0 ? before : [])), [])
  const submit = useCallback(
    (labelOf: (path: string) => string) => {
      const issues = checkValue(schema, latest.current)
      setErrors(
        issues.map((issue) => ({ path: issue.path, sentence: sayIssue(issue, labelOf(issue.path), t) })),
      )
      if (issues.length > 0) {
        setRefusals((count) => count + 1)
        return null
      }
      return tidy(schema, latest.current) as Values
    },
    [schema, t],
  )
  const refuse = useCallback(
    (error: unknown) => {
      const found = fieldErrors(error, language)
      if (found.length === 0) return false
      setErrors(found)
      setRefusals((count) => count + 1)
      return true
    },
    [language],
  )
  return useMemo(
    () => ({
      id,
      schema,
      values,
      errors,
      refusals,
      set,
      submit,
      refuse,
      replace: setValues,
      clear,
      errorAt: (path: string) => errors.find((error) => error.path === path)?.sentence,
      fieldId: (path: string) => `${id}-${path}`,
    }),
    [id, schema, values, errors, refusals, set, submit, refuse, clear],
  )
}

/** The server speaks of `/body/lines/0/quantity` or `/lines/0/quantity`; the form of `lines.0.quantity`. */
function fieldErrors(error: unknown, language: Language): readonly FormError[] {
  if (!(error instanceof ApiProblem)) return []
  return wordsOf(error, language).fields.map(({ path, sentence }) => ({
    path: path.replace(/^\/(body\/)?/, '').replaceAll('/', '.'),
    sentence,
  }))
}

function sayIssue(issue: Issue, label: string, t: TextOf<'ui'>): string {
  return t(`form.check.${issue.rule}`, { label, limit: issue.limit ?? '' })
}

export function valueAt(values: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], values)
}

function assign(target: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value
  if (Array.isArray(target))
    return Object.assign([...target], { [key]: assign(target[Number(key)], rest, value) })
  const record = (target ?? {}) as Record<string, unknown>
  return { ...record, [key]: assign(record[key], rest, value) }
}
