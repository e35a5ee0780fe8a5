import { useQueryClient } from '@tanstack/react-query'
import { type Request, type RequestContent, requestOperations } from '@yunheng/contract'
import { useEffect, useEffectEvent, useState } from 'react'
import { call, queryOf } from '../../api/index.ts'
import { type FormState, type JsonSchema, tidy, useForm, type Values } from '../../kit/index.ts'
import { draftSaver } from './draft-saver.ts'
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
  const [saving, setSaving] = useState<Saving>('saved')
  const [error, setError] = useState<unknown>(null)
  const [saver] = useState(() =>
    draftSaver({ values: form.values, version: request.version }, async (values, version) => {
      setSaving('saving')
      const input = { params: { id: request.id }, body: { version, ...contentToSend(values) } }
      const answer = await call(requestOperations.update, input)
      cache.setQueryData(queryOf(requestOperations.get, { params: { id: request.id } }).queryKey, answer)
      return answer.version
    }),
  )
  const flush = async () => {
    try {
      const version = await saver.save(form.values)
      setSaving('saved')
      setError(null)
      form.clear()
      return version
    } catch (problem) {
      setError(problem)
      setSaving('failed')
      form.refuse(problem)
      return null
    }
  }
  const save = useEffectEvent(flush)
  const now = JSON.stringify(form.values)
  useEffect(() => {
    if (saver.isSaved(now)) return setSaving((was) => (was === 'unsaved' ? 'saved' : was))
    setSaving('unsaved')
    const timer = setTimeout(() => void save(), SAVE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [now, saver])
  const content = contentToSend(form.values)
  return { form, content, saving, error, flush }
}
