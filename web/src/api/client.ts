import type {
  BodyOf,
  OperationSpec,
  ParamsOf,
  Problem,
  QueryOf,
  ResponseOf,
  TObject,
  TSchema,
} from '@yunheng/contract'
import { currentLanguage } from '../text/index.ts'
import { ApiProblem, localProblem } from './problem.ts'

/** What a call needs: exactly the parts that the operation declares. */
export type InputOf<O extends OperationSpec> = (O['params'] extends TObject
  ? { readonly params: ParamsOf<O> }
  : { readonly params?: undefined }) &
  (O['query'] extends TObject ? { readonly query?: QueryOf<O> } : { readonly query?: undefined }) &
  (O['body'] extends TSchema ? { readonly body: BodyOf<O> } : { readonly body?: undefined })

export interface CallOptions {
  readonly signal?: AbortSignal
  /** One key per intention of the user, kept over retries of the same form. */
  readonly idempotencyKey?: string
}

interface LooseInput {
  readonly params?: Readonly<Record<string, unknown>> | undefined
  readonly query?: Readonly<Record<string, unknown>> | undefined
  readonly body?: unknown
}

export const API_ROOT = '/api/v1'

/** Longer than a question of the server to its database may take (60 s): its own words come first. */
const READ_MS = 90_000
/** A change may carry a file over a slow line, a file may be written while one waits for it. */
const LONG_MS = 300_000

/** The only place that calls the server. Answers the body of a 2xx, throws {@link ApiProblem} otherwise. */
export async function call<O extends OperationSpec>(
  operation: O,
  input: InputOf<O>,
  options: CallOptions = {},
): Promise<ResponseOf<O>> {
  return inTime(operation, options.signal, async (signal) => {
    const answer = await send(operation, input as LooseInput, { ...options, signal })
    if (answer.status === 204) return null as ResponseOf<O>
    return (await answer.json()) as ResponseOf<O>
  })
}

/** The answer of a `stream: 'file'` operation with the name the server gave it. */
export async function download<O extends OperationSpec>(
  operation: O,
  input: InputOf<O>,
): Promise<{ readonly name: string; readonly blob: Blob }> {
  // What has begun to come may take as long as the line needs.
  const answer = await inTime(operation, undefined, (signal) =>
    send(operation, input as LooseInput, { signal }),
  )
  return { name: fileName(answer.headers.get('content-disposition')), blob: await answer.blob() }
}

export function urlOf<O extends OperationSpec>(operation: O, input: InputOf<O>): string {
  const { params, query } = input as LooseInput
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params?.[name])),
  )
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {}))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one))
  const tail = search.toString()
  return `${API_ROOT}${path}${tail ? `?${tail}` : ''}`
}

/**
 * No call is waited for without end. A change that was not answered may have happened all the same: what is said then
 * tells where to look, and whether it may be sent again as it is (its key makes that safe).
 */
async function inTime<T>(
  operation: OperationSpec,
  left: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController()
  const isRead = operation.method === 'GET'
  const timer = setTimeout(() => limit.abort(), isRead && operation.stream !== 'file' ? READ_MS : LONG_MS)
  try {
    return await run(left ? AbortSignal.any([left, limit.signal]) : limit.signal)
  } catch (cause) {
    if (!limit.signal.aborted || left?.aborted) throw cause
    const kind = isRead ? 'unanswered' : operation.idempotent ? 'outcome_unknown' : 'outcome_unsure'
    throw new ApiProblem(localProblem(kind), { cause })
  } finally {
    clearTimeout(timer)
  }
}

async function send(
  operation: OperationSpec,
  input: LooseInput,
  options: CallOptions & { readonly signal: AbortSignal },
): Promise<Response> {
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': currentLanguage() })
  // The server refuses a changing call without this header: a foreign page cannot set it without asking first.
  if (operation.method !== 'GET') headers.set('X-Yunheng', '1')
  if (operation.body) headers.set('Content-Type', 'application/json')
  if (operation.idempotent) headers.set('Idempotency-Key', options.idempotencyKey ?? crypto.randomUUID())
  if (operation.stream === 'file') headers.set('Accept', '*/*')
  const { signal } = options
  const request: RequestInit = { method: operation.method, headers, credentials: 'same-origin', signal }
  if (operation.body) request.body = JSON.stringify(input.body)
  let answer: Response
  try {
    answer = await fetch(urlOf(operation, input as InputOf<OperationSpec>), request)
  } catch (cause) {
    if (signal.aborted) throw cause
    throw new ApiProblem(localProblem('offline'), { cause })
  }
  if (!answer.ok) throw new ApiProblem(await problemOf(answer))
  return answer
}

async function problemOf(answer: Response): Promise<Problem> {
  try {
    const body = (await answer.json()) as Partial<Problem>
    if (typeof body.reason === 'string' && body.text) return body as Problem
  } catch {
    // Not our document: a proxy answered in the server's place.
  }
  return {
    ...localProblem('proxy'),
    status: answer.status,
    requestId: answer.headers.get('x-request-id') ?? '',
  }
}

function fileName(disposition: string | null): string {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  if (extended) return decodeURIComponent(extended)
  return /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1] ?? 'yunheng.xlsx'
}
