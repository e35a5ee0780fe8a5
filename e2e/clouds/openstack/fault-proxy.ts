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
  | { readonly type: 'flood' }

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
  rewrite: (text: string) => string
  close(): Promise<void>
}

export async function startFaultProxy(keystonePort: string): Promise<FaultProxy> {
  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing, proxy).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const proxy: FaultProxy = {
    endpoint: `http://127.0.0.1:${port}/${keystonePort}/v3`,
    plan: () => null,
    rewrite: (text) => text,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return proxy
}

async function pass(incoming: IncomingMessage, outgoing: ServerResponse, proxy: FaultProxy): Promise<void> {
  const [, port, rest = ''] = /^\/(\d+)(\/.*)?$/.exec(incoming.url ?? '') ?? []
  const method = incoming.method ?? 'GET'
  const token = incoming.headers['x-auth-token']
  const fault = proxy.plan({
    method,
    path: `${port}${rest}`,
    token: typeof token === 'string' ? token : null,
  })
  const body = await readAll(incoming)
  if (fault?.type === 'hang') return
  if (fault?.type === 'lost-call') return void outgoing.destroy()
  if (fault?.type === 'answer') {
    outgoing.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers })
    return void outgoing.end(fault.body ?? '')
  }
  const { host: _host, connection: _connection, 'content-length': _length, ...headers } = incoming.headers
  const answer = await request(`http://127.0.0.1:${port}${rest}`, {
    method: method as 'GET',
    headers: headers as Record<string, string>,
    body: body.length === 0 ? null : body,
  })
  const said = await answer.body.text()
  const here = `http://${incoming.headers.host}`
  const text = proxy
    .rewrite(said)
    .replaceAll(/http:\/\/127\.0\.0\.1:(\d+)/g, (_, to: string) => `${here}/${to}`)
  if (fault?.type === 'lost-answer') return void outgoing.destroy()
  const {
    'content-length': _old,
    'transfer-encoding': _coding,
    connection: _keep,
    ...answered
  } = answer.headers
  await send(outgoing, answer.statusCode, answered as Record<string, string>, text, fault)
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
