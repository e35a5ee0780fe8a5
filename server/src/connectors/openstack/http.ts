/** One HTTP exchange with limits: on time, on size, on form. No retry, no redirect. */
import { isIP } from 'node:net'
import { Agent, buildConnector, request } from 'undici'
import { ConnectorFault } from '../../modules/cloud/connector.ts'
import { type Egress, EgressError } from '../../platform/net/egress.ts'
import { faultOfTransport } from './fault.ts'
import type { HttpAnswer } from './http-answer.ts'

export interface HttpCall {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly signal: AbortSignal
}

export interface HttpLimits {
  readonly timeoutMs: number
  readonly maxAnswerBytes: number
  /** Sockets to one service at a time. */
  readonly connections: number
  /** Certificates of the cloud's own authority, PEM. */
  readonly ca: string | null
  /** Where it may connect to: asked at each connection, of the address itself. */
  readonly egress: Egress
}

export interface Http {
  send(call: HttpCall): Promise<HttpAnswer>
  close(): Promise<void>
}

export function openHttp(limits: HttpLimits): Http {
  const agent = new Agent({
    connections: limits.connections,
    pipelining: 1,
    headersTimeout: limits.timeoutMs,
    bodyTimeout: limits.timeoutMs,
    connect: checkedConnector(limits),
  })
  return {
    send: (call) => exchange(agent, limits, call),
    // Answers nobody waits for any more are not worth waiting for.
    close: () => agent.destroy(),
  }
}

/**
 * A name may answer differently each time it is asked (DNS rebinding): the address that was checked is the one that is
 * connected to. An address in the URL is not looked up at all, so it is checked by itself.
 */
function checkedConnector({ egress, ca, timeoutMs }: HttpLimits): buildConnector.connector {
  const timeout = Math.min(timeoutMs, 10_000)
  const connect = buildConnector({ timeout, lookup: egress.lookup, ...(ca === null ? {} : { ca }) })
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '')
    const refusal = isIP(host) === 0 ? null : egress.refuse(host)
    if (refusal !== null) return callback(new EgressError(refusal), null)
    connect(options, callback)
  }
}

async function exchange(agent: Agent, limits: HttpLimits, call: HttpCall): Promise<HttpAnswer> {
  const what = `${call.method} ${call.url.origin}${call.url.pathname}`
  // The library's own limits are per phase; a slow drip would pass them for ever.
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(limits.timeoutMs)])
  try {
    signal.throwIfAborted()
    const { statusCode, headers, body } = await request(call.url, {
      dispatcher: agent,
      method: call.method,
      headers: {
        accept: 'application/json',
        'user-agent': 'yunheng',
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...call.headers,
      },
      body: call.body === undefined ? null : JSON.stringify(call.body),
      signal,
    })
    const header = (name: string) => {
      const value = headers[name]
      return (Array.isArray(value) ? value[0] : value) ?? null
    }
    const text = await readBounded(body, limits.maxAnswerBytes, what)
    return {
      status: statusCode,
      contentType: header('content-type') ?? '',
      text,
      requestId: header('x-openstack-request-id') ?? header('x-compute-request-id'),
      retryAfterMs: retryAfter(header('retry-after')),
      header,
    }
  } catch (error) {
    throw faultOfTransport(what, error, signal.aborted)
  }
}

async function readBounded(body: AsyncIterable<Buffer>, maxBytes: number, what: string): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    // Leaving the loop destroys the stream, and the socket with it.
    if (size > maxBytes)
      throw new ConnectorFault('nonsense', `${what}: an answer of more than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Seconds only: the date form depends on two clocks, and no OpenStack service sends it. */
function retryAfter(value: string | null): number | null {
  return value !== null && /^\d{1,6}$/.test(value.trim()) ? Number(value) * 1000 : null
}
