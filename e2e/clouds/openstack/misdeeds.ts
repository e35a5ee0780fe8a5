/**
 * What a cloud can do wrong (F8), once for both lanes that try it: fifteen sorts, some in several shapes. `seen` is the fault
 * that a call must end with; `reaches` whether the cloud hears a call that is spoiled so.
 */
import type { Fault } from './fault-proxy.ts'

export const SORTS = [
  '500',
  '502',
  '503',
  '429 with Retry-After',
  '401 in the middle',
  '408',
  'connection refused',
  'reset after the request',
  'a hang',
  'truncated JSON',
  'another content type',
  '200 with an error in it',
  'a page twice',
  'an empty page',
  'a slow drip',
] as const

type Sort = (typeof SORTS)[number]

export interface Misdeed {
  readonly name: string
  /** Null for a shape beyond the list. */
  readonly sort: Sort | null
  readonly fault: Fault
  readonly seen: string
  readonly reaches: boolean
}

const error = (words: string) => JSON.stringify({ error: { message: words } })

const answer = (
  status: number,
  sort: Sort | null,
  seen: string,
  more: { readonly name?: string; readonly headers?: Record<string, string>; readonly body?: string } = {},
): Misdeed => {
  const { name = String(status), ...rest } = more
  return { name, sort, fault: { type: 'answer', status, ...rest }, seen, reaches: false }
}

const HTML = { 'content-type': 'text/html' }

export const MISDEEDS: readonly Misdeed[] = [
  answer(500, '500', 'internal', { body: error('oops') }),
  answer(502, '502', 'unreachable', { headers: HTML, body: '<h1>Bad Gateway</h1>' }),
  answer(503, '503', 'unreachable', { body: error('down') }),
  answer(504, null, 'timeout'),
  answer(408, '408', 'timeout'),
  answer(429, '429 with Retry-After', 'rate-limited', {
    headers: { 'retry-after': '7' },
    body: error('slow'),
  }),
  answer(401, '401 in the middle', 'unauthenticated', { name: '401 for ever', body: error('who?') }),
  answer(403, null, 'forbidden', { body: error('no') }),
  answer(302, null, 'nonsense', { name: 'a redirect', headers: { location: 'https://elsewhere' } }),
  answer(200, '200 with an error in it', 'nonsense', {
    name: '200 with an error in it',
    body: error('database is down'),
  }),
  answer(200, 'truncated JSON', 'nonsense', { name: 'half a JSON', body: '{"server": {"id": "' }),
  answer(200, 'another content type', 'nonsense', {
    name: 'another content type',
    headers: HTML,
    body: '<p>',
  }),
  {
    name: 'a lost call',
    sort: 'reset after the request',
    fault: { type: 'lost-call' },
    seen: 'unreachable',
    reaches: false,
  },
  { name: 'a hang', sort: 'a hang', fault: { type: 'hang' }, seen: 'timeout', reaches: false },
  {
    name: 'a slow drip',
    sort: 'a slow drip',
    fault: { type: 'drip-alone' },
    seen: 'timeout',
    reaches: false,
  },
]

/** Of reading calls besides: the cloud's own answers, spoiled on the way. */
export const SPOILED_ANSWERS: readonly Misdeed[] = [
  answer(200, null, 'nonsense', { name: '200 with nothing in it' }),
  answer(200, null, 'nonsense', { name: 'an array', body: '[]' }),
  {
    name: 'the cloud’s own JSON, half',
    sort: 'truncated JSON',
    fault: { type: 'half' },
    seen: 'nonsense',
    reaches: true,
  },
  {
    name: 'the cloud’s own answer as a page for people',
    sort: 'another content type',
    fault: { type: 'type', contentType: 'text/html' },
    seen: 'nonsense',
    reaches: true,
  },
  {
    name: 'a body cut off',
    sort: null,
    fault: { type: 'cut' },
    seen: 'unreachable or nonsense',
    reaches: true,
  },
  {
    name: 'a lost answer',
    sort: 'reset after the request',
    fault: { type: 'lost-answer' },
    seen: 'unreachable',
    reaches: true,
  },
  {
    name: 'the cloud’s own answer in drops',
    sort: 'a slow drip',
    fault: { type: 'drip' },
    seen: 'timeout',
    reaches: true,
  },
]

/** Where the cloud hangs, a call is not given longer than this. */
const SHORT_MS = 2_000
const HANGING: readonly Fault['type'][] = ['hang', 'drip', 'drip-alone']

export const patienceFor = ({ fault }: Misdeed, otherwiseMs: number): number =>
  HANGING.includes(fault.type) ? SHORT_MS : otherwiseMs
