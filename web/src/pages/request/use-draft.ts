import { useQueryClient } from '@tanstack/react-query'
import { type Request, type RequestContent, requestOperations } from '@yunheng/contract'
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { call, queryOf } from '../../api/index.ts'
import { type FormState, type JsonSchema, tidy, useForm, type Values } from '../../kit/index.ts'
import { contentOf, filledLines } from './new-content.ts'

const body = requestOperations.update.body as unknown as JsonSchema
const { version: _, ...properties } = body.properties as Record<string, JsonSchema>
/** The content of a request without its version: what the form holds. */
export const contentSchema: JsonSchema = {
  ...body,
  properties,
  required: (body.required ?? []).filter((name) => name !== 'version'),
}

export type Saving = 'saved' | 'unsaved' | 'saving' | 'failed'

const SAVE_AFTER_MS = 1200

/** A line that was added and not filled in yet is no error: it is left out until it says something. */
function contentToSend(values: Values): RequestContent {
  const content = tidy(contentSchema, values) as RequestContent
  return { ...content, lines: [...filledLines(content.lines)] }
}

/** The form of one request, kept on the server without being asked. */
export function useDraft(request: Request): {
  readonly form: FormState
  readonly content: RequestContent
  readonly saving: Saving
  readonly error: unknown
  /** Saves what is not saved yet and answers the version to go on with; null when it could not be saved. */
  readonly flush: () => Promise<number | null>
} {
  const cache = useQueryClient()
  const form = useForm(contentSchema, { ...contentOf(request) })
  const version = useRef(request.version)
  const running = useRef<Promise<number | null> | null>(null)
  const savedAs = useRef(JSON.stringify(form.values))
  const [saving, setSaving] = useState<Saving>('saved')
  const [error, setError] = useState<unknown>(null)
  const now = JSON.stringify(form.values)

  const save = useCallback(
    async (values: Values): Promise<number | null> => {
      // One after the other: each save needs the version that the one before it answered.
      await running.current
      setSaving('saving')
      const sent = JSON.stringify(values)
      try {
        const input = {
          params: { id: request.id },
          body: { version: version.current, ...contentToSend(values) },
        }
        const answer = await call(requestOperations.update, input)
        version.current = answer.version
        savedAs.current = sent
        cache.setQueryData(queryOf(requestOperations.get, { params: { id: request.id } }).queryKey, answer)
        setSaving('saved')
        setError(null)
        form.clear()
        return answer.version
      } catch (problem) {
        setError(problem)
        setSaving('failed')
        form.refuse(problem)
        return null
      }
    },
    [cache, request.id, form.refuse, form.clear],
  )
  const start = useEffectEvent(() => {
    running.current = save(form.values)
  })
  useEffect(() => {
    if (now === savedAs.current) return
    setSaving('unsaved')
    const timer = setTimeout(() => start(), SAVE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [now])
  const flush = useCallback(async () => {
    await running.current
    return JSON.stringify(form.values) === savedAs.current ? version.current : save(form.values)
  }, [form.values, save])
  const content = contentToSend(form.values)
  return { form, content, saving, error, flush }
}
