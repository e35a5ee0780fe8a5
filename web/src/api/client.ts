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

/** The only place that calls the server. Answers the body of a 2xx, throws {@link ApiProblem} otherwise. */
export async function call<O extends OperationSpec>(
  operation: O,
  input: InputOf<O>,
  options: CallOptions = {},
): Promise<ResponseOf<O>> {
  const answer = await send(operation, input as LooseInput, options)
  if (answer.status === 204) return null as ResponseOf<O>
  return (await answer.json()) as ResponseOf<O>
}

/** The answer of a `stream: 'file'` operation with the name the server gave it. */
export async function download<O extends OperationSpec>(
  operation: O,
  input: InputOf<O>,
): Promise<{ readonly name: string; readonly blob: Blob }> {
  const answer = await send(operation, input as LooseInput, {})
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

async function send(operation: OperationSpec, input: LooseInput, options: CallOptions): Promise<Response> {
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': currentLanguage() })
  // The server refuses a changing call without this header: a foreign page cannot set it without asking first.
  if (operation.method !== 'GET') headers.set('X-Yunheng', '1')
  if (operation.body) headers.set('Content-Type', 'application/json')
  if (operation.idempotent) headers.set('Idempotency-Key', options.idempotencyKey ?? crypto.randomUUID())
  if (operation.stream === 'file') headers.set('Accept', '*/*')
  const request: RequestInit = { method: operation.method, headers, credentials: 'same-origin' }
  if (operation.body) request.body = JSON.stringify(input.body)
  if (options.signal) request.signal = options.signal
  let answer: Response
  try {
    answer = await fetch(urlOf(operation, input as InputOf<OperationSpec>), request)
  } catch (cause) {
    if (options.signal?.aborted) throw cause
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
