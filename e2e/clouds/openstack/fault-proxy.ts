/**
 * Stands between the connector and the real cloud and spoils what a plan names. Everything else passes untouched, so the
 * cloud's own answers, ids and states are behind every case. The path begins with the port of the service meant; the
 * catalogue inside Keystone's answers is rewritten so that all services are reached through here.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { request } from 'undici'

export type Fault =
  | {
      readonly type: 'answer'
      readonly status: number
      readonly headers?: Record<string, string>
      readonly body?: string
    }
  /** The cloud does it, and nobody hears of it. */
  | { readonly type: 'lost-answer' }
  /** The cloud never hears of it. */
  | { readonly type: 'lost-call' }
  | { readonly type: 'hang' }
  /** Half of the JSON, as if that were all. */
  | { readonly type: 'half' }
  /** The head promises more than comes. */
  | { readonly type: 'cut' }
  | { readonly type: 'type'; readonly contentType: string }
  | { readonly type: 'drip' }
  /** The same, of a call that the cloud never hears of. */
  | { readonly type: 'drip-alone' }
  | { readonly type: 'flood' }
  /** Before the first page comes one without anything on it, that leads on to it. */
  | { readonly type: 'empty-page' }

export interface Passing {
  readonly method: string
  /** Port of the service, then its path with the query. */
  readonly path: string
  /** By which the call says who it is. */
  readonly token: string | null
}

export interface FaultProxy {
  readonly endpoint: string
  /** Every call goes through it; null lets pass. */
  plan: (passing: Passing) => Fault | null
  /** Every answer's text goes through it. */
  rewrite: (text: string, path: string) => string
  /** While true, what was asked before is answered from memory: for as long as nothing changes in the cloud. */
  remembers: boolean
  close(): Promise<void>
}

interface Said {
  readonly status: number
  readonly headers: Record<string, string>
  readonly text: string
}

/** On a page that follows an empty one. */
const AFTER_EMPTY = 'after-empty'

export async function startFaultProxy(keystonePort: string): Promise<FaultProxy> {
  const memory = new Map<string, Promise<Said>>()
  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing, proxy, memory).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const proxy: FaultProxy = {
    endpoint: `http://127.0.0.1:${port}/${keystonePort}/v3`,
    plan: () => null,
    rewrite: (text) => text,
    remembers: false,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return proxy
}

async function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  proxy: FaultProxy,
  memory: Map<string, Promise<Said>>,
): Promise<void> {
  const [, port, rest = ''] = /^\/(\d+)(\/.*)?$/.exec(incoming.url ?? '') ?? []
  const method = incoming.method ?? 'GET'
  const token = incoming.headers['x-auth-token']
  const path = `${port}${rest}`
  const fault = proxy.plan({ method, path, token: typeof token === 'string' ? token : null })
  const body = await readAll(incoming)
  const here = `http://${incoming.headers.host}`
  if (fault?.type === 'hang') return
  if (fault?.type === 'lost-call') return void outgoing.destroy()
  if (fault?.type === 'drip-alone')
    return send(outgoing, 200, JSON_TYPE, '{"drop": "by drop"}', { type: 'drip' })
  if (fault?.type === 'answer') {
    outgoing.writeHead(fault.status, { ...JSON_TYPE, ...fault.headers })
    return void outgoing.end(fault.body ?? '')
  }
  const { host: _host, connection: _connection, 'content-length': _length, ...headers } = incoming.headers
  const url = `http://127.0.0.1:${port}${rest.replace(new RegExp(`&?${AFTER_EMPTY}=1`), '')}`
  const ask = () => exchange(url, method, headers as Record<string, string>, body)
  if (!proxy.remembers) memory.clear()
  const isFixed = method === 'GET' || path.includes('/auth/tokens')
  const key = `${method} ${path} ${String(token)} ${body.toString('utf8')}`
  const said = await (proxy.remembers && isFixed ? recall(memory, key, ask) : ask())
  const written = proxy.rewrite(said.text, path)
  const spoiled = fault?.type === 'empty-page' ? emptyPage(written, `${here}/${path}`) : written
  const text = spoiled.replaceAll(/http:\/\/127\.0\.0\.1:(\d+)/g, (all, to: string) =>
    all === here ? all : `${here}/${to}`,
  )
  if (fault?.type === 'lost-answer') return void outgoing.destroy()
  await send(outgoing, said.status, said.headers, text, fault)
}

const JSON_TYPE = { 'content-type': 'application/json' }

function recall(memory: Map<string, Promise<Said>>, key: string, ask: () => Promise<Said>): Promise<Said> {
  const known = memory.get(key) ?? ask()
  memory.set(key, known)
  return known
}

async function exchange(
  url: string,
  method: string,
  headers: Record<string, string>,
  body: Buffer,
): Promise<Said> {
  const answer = await request(url, {
    method: method as 'GET',
    headers,
    body: body.length === 0 ? null : body,
  })
  const {
    'content-length': _old,
    'transfer-encoding': _coding,
    connection: _keep,
    ...answered
  } = answer.headers
  const text = await answer.body.text()
  return { status: answer.statusCode, headers: answered as Record<string, string>, text }
}

/** The list that is in an answer, emptied, with a link to where it is really to be had; other answers as they are. */
function emptyPage(text: string, url: string): string {
  if (!/[?&]limit=/.test(url) || url.includes(AFTER_EMPTY)) return text
  const answer = JSON.parse(text) as Record<string, unknown>
  const key = Object.keys(answer).find((one) => Array.isArray(answer[one]) && !one.endsWith('_links'))
  if (key === undefined) return text
  const next = `${url}&${AFTER_EMPTY}=1`
  // Each service has its own way to say where it goes on.
  if ('links' in answer) return JSON.stringify({ [key]: [], links: { next } })
  if (url.includes('/v2/images')) return JSON.stringify({ [key]: [], next })
  return JSON.stringify({ [key]: [], [`${key}_links`]: [{ rel: 'next', href: next }] })
}

async function send(
  outgoing: ServerResponse,
  status: number,
  headers: Record<string, string>,
  text: string,
  fault: Fault | null,
): Promise<void> {
  const bytes = Buffer.byteLength(text)
  switch (fault?.type) {
    case 'half':
      return void outgoing.writeHead(status, headers).end(text.slice(0, Math.floor(text.length / 2)))
    case 'cut':
      outgoing.writeHead(status, { ...headers, 'content-length': String(bytes + 100) })
      outgoing.write(text)
      return void setTimeout(() => outgoing.destroy(), 50)
    case 'type':
      return void outgoing.writeHead(status, { ...headers, 'content-type': fault.contentType }).end(text)
    case 'drip':
      outgoing.writeHead(status, headers)
      for (const letter of text) {
        if (outgoing.destroyed) return
        outgoing.write(letter)
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
      return void outgoing.end()
    case 'flood':
      outgoing.writeHead(status, headers)
      while (!outgoing.destroyed)
        if (!outgoing.write(Buffer.alloc(1 << 20, 0x20)))
          await Promise.race([once(outgoing, 'drain'), once(outgoing, 'close')])
      return
    default:
      // A 204 may not say how long its nothing is.
      return void outgoing
        .writeHead(status, status === 204 ? headers : { ...headers, 'content-length': String(bytes) })
        .end(text)
  }
}

function once(emitter: ServerResponse, event: string): Promise<void> {
  return new Promise((resolve) => emitter.once(event, () => resolve()))
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
