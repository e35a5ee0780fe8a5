import type { OperationSpec, Problem } from '@yunheng/contract'
import type { Input } from './arguments.ts'
import type { Language } from './language.ts'

export interface Target {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

export type Outcome =
  | { readonly kind: 'done'; readonly value: unknown; readonly answer: Response }
  | { readonly kind: 'file'; readonly answer: Response }
  | { readonly kind: 'refused'; readonly problem: Problem }

/** One call of the API. Network failures throw; refusals are values. */
export async function callApi(
  target: Target,
  operation: OperationSpec,
  input: Input,
  language: Language,
  extra: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(input.params[name])),
  )
  const query = new URLSearchParams(
    Object.entries(input.query).map(([name, value]): [string, string] => [name, String(value)]),
  )
  const answer = await fetch(`${target.url}/api/v1${path}${query.size > 0 ? `?${query}` : ''}`, {
    method: operation.method,
    headers: {
      'accept-language': language,
      'x-yunheng': '1',
      ...target.headers,
      ...extra,
      ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    redirect: 'error',
  })
  if (answer.headers.get('content-type')?.startsWith('application/problem+json')) {
    return { kind: 'refused', problem: (await answer.json()) as Problem }
  }
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
  if (operation.stream === 'file') return { kind: 'file', answer }
  const text = await answer.text()
  return { kind: 'done', value: text === '' ? null : JSON.parse(text), answer }
}
