import type { OperationSpec } from '@yunheng/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { actingPost } from '../actor.ts'
import type { Actor, Ctx } from '../context.ts'
import { AppError, assert, refuse } from '../errors.ts'
import { createAddressList, plainAddress } from '../net/address-list.ts'
import { writable } from './answer-schema.ts'
import { runIdempotent } from './idempotency.ts'
import { issuing, notingAudit } from './issued.ts'
import { API_PREFIX, type HttpOptions } from './options.ts'
import { toAppError } from './problem.ts'
import type { Download, HandedCertificate, HttpSide, Input, Route } from './route.ts'
import { sendDownload, sendEvents } from './streams.ts'
import { validatorOf } from './validate.ts'

export const SESSION_COOKIE = 'yunheng_session'
const NOBODY: Actor = { kind: 'nobody', scope: { all: false, bodyIds: [], providerId: null, personId: null } }

/** Puts one operation on the wire: authenticate → parse → use case → present → audit the refusal, if it was one. */
export function bind(app: FastifyInstance, route: Route, options: HttpOptions): void {
  const { operation } = route
  const validate = {
    params: operation.params && validatorOf(operation.params, 'params'),
    query: operation.query && validatorOf(operation.query, 'query'),
    body: operation.body && validatorOf(operation.body, 'body'),
  }
  const write = writerOf(operation)
  const parse = (request: FastifyRequest): Input<OperationSpec> => ({
    params: (validate.params ? validate.params(request.params) : {}) as never,
    query: (validate.query ? validate.query(request.query ?? {}) : refuseExtra(request.query)) as never,
    body: (validate.body ? validate.body(request.body) : refuseBody(request.body)) as never,
  })
  app.route({
    method: operation.method,
    url: API_PREFIX + operation.path.replace(/\{(\w+)\}/g, ':$1'),
    ...(operation.bodyLimitBytes ? { bodyLimit: operation.bodyLimitBytes } : {}),
    handler: async (request, reply) => {
      const actor = await identify(options, request, operation)
      const ctx = callOf(options, actor, request, operation)
      try {
        const watched = options.assertAudited ? { operation, handle: watchAudit(route) } : route
        const noted = operation.issued ? notingAudit(ctx) : null
        const side = httpSide(options, request, reply)
        const answer = await call(watched, noted?.ctx ?? ctx, parse(request), side, request)
        if (noted === null) return await send(operation, reply, answer, write)
        const issue = { ctx, operation, entry: noted.entry(), record: options.recordIssued }
        return await send(operation, reply, issuing(answer as Download, issue), write)
      } catch (error) {
        await auditRefusal(options.recordRefusal, ctx, operation, request.params, error)
        throw error
      }
    },
  })
}

const callOf = (
  options: HttpOptions,
  actor: Actor,
  { id, ip }: FastifyRequest,
  operation: OperationSpec,
): Ctx => options.makeCtx(actor, { requestId: id, address: ip, operation })

async function call(
  route: Route,
  ctx: Ctx,
  input: Input<OperationSpec>,
  http: HttpSide,
  request: FastifyRequest,
): Promise<unknown> {
  const key = request.headers['idempotency-key']
  if (!route.operation.idempotent || typeof key !== 'string' || ctx.actor.kind !== 'person') {
    return route.handle(ctx, input, http)
  }
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) refuse('common.invalid_input', { internal: 'idempotency-key' })
  const call = { personId: ctx.actor.personId, key, operation: route.operation.id, input }
  return runIdempotent(ctx, call, (inner) => route.handle(inner, input, http))
}

const bearerOf = ({ headers }: FastifyRequest): string | null =>
  /^Bearer ([\w.~+/-]{1,500}=*)$/i.exec(headers.authorization ?? '')?.[1] ?? null

async function identify(
  options: HttpOptions,
  request: FastifyRequest,
  operation: OperationSpec,
): Promise<Actor> {
  const sessionCookie = request.cookies[SESSION_COOKIE] ?? null
  const bearer = bearerOf(request)
  const found =
    sessionCookie === null && bearer === null
      ? null
      : await options.authenticator.authenticate({ sessionCookie, bearer, address: request.ip })
  if (operation.access === 'public') return found !== null && !('refused' in found) ? found : NOBODY
  if (found === null) return refuse('common.unauthenticated')
  if ('refused' in found) {
    const { refused, record, ...words } = found
    if (record) await options.recordRefusal(callOf(options, NOBODY, request, operation), record)
    return refuse(refused, words)
  }
  if (bearer === null) refuseForeignOrigin(request, operation)
  const readOnly = found.kind === 'person' && found.via.readOnly === true
  if (readOnly && operation.method !== 'GET') refuse('identity.token_read_only')
  return found
}

/**
 * A browser sends the cookie by itself, so a change must show that it comes from our own pages: a header that a form
 * cannot set, and the browser's own word about the origin (OWASP: custom header + Fetch Metadata).
 */
function refuseForeignOrigin(request: FastifyRequest, operation: OperationSpec): void {
  if (operation.method === 'GET') return
  const site = request.headers['sec-fetch-site']
  const foreign = typeof site === 'string' && site !== 'same-origin' && site !== 'none'
  if (foreign || request.headers['x-yunheng'] !== '1') refuse('common.csrf')
}

function refuseExtra(query: unknown): Record<string, never> {
  const extra = Object.keys((query as object | null) ?? {})[0]
  if (extra === undefined) return {}
  throw new AppError('common.invalid_input', {
    fields: [{ path: `/${extra.slice(0, 100)}`, zh: '不认识的参数', en: 'is not a known parameter' }],
  })
}

function refuseBody(body: unknown): undefined {
  if (body === undefined || body === null) return undefined
  throw new AppError('common.invalid_input', {
    fields: [{ path: '', zh: '此接口不接受请求体', en: 'no body is taken here' }],
  })
}

function httpSide(options: HttpOptions, request: FastifyRequest, reply: FastifyReply): HttpSide {
  const base = { path: '/', httpOnly: true, sameSite: 'strict', secure: options.secureCookies } as const
  return {
    sessionCookie: request.cookies[SESSION_COOKIE] ?? null,
    bearer: bearerOf(request),
    userAgent: request.headers['user-agent']?.slice(0, 300) ?? null,
    setSessionCookie: (token, maxAge) => void reply.setCookie(SESSION_COOKIE, token, { ...base, maxAge }),
    clearSessionCookie: () => void reply.clearCookie(SESSION_COOKIE, base),
    get clientCertificate() {
      return handedCertificate(options, request)
    },
    get signal() {
      return goneSignal(request, reply)
    },
  }
}

/** By the address of the connection itself: what stands in `X-Forwarded-For` is only the client's. */
function handedCertificate(options: HttpOptions, request: FastifyRequest): HandedCertificate {
  const header = options.clientCertificateHeader
  const value = header === null ? undefined : request.headers[header]
  if (typeof value !== 'string' || value === '') return { kind: 'none' }
  const sender = request.socket.remoteAddress ?? ''
  const isTrusted = createAddressList(options.trustProxy).has(sender)
  return isTrusted ? { kind: 'handed', value } : { kind: 'foreign', sender: plainAddress(sender) }
}

/** Made when asked for: few routes outlive their caller. */
function goneSignal(request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  if (request.raw.destroyed && reply.raw.destroyed) gone.abort()
  request.raw.once('close', () => gone.abort())
  reply.raw.once('close', () => gone.abort())
  return gone.signal
}

type Write = (reply: FastifyReply, answer: unknown) => string

/** Writes what the contract promises and nothing beyond it. Made when it is first needed, as the checks of what comes in are. */
function writerOf(operation: OperationSpec): Write {
  let write: ((answer: never) => string) | undefined
  return (reply, answer) => {
    write ??= reply.compileSerializationSchema(writable(operation.response) as Record<string, unknown>)
    return write(answer as never)
  }
}

async function send(
  operation: OperationSpec,
  reply: FastifyReply,
  answer: unknown,
  write: Write,
): Promise<FastifyReply> {
  if (operation.stream === 'file') return sendDownload(reply, answer as never)
  if (operation.stream === 'sse') return sendEvents(reply, answer as never)
  if (operation.status === 204) return reply.code(204).send()
  const text = write(reply, answer)
  return reply
    .code(operation.status ?? 200)
    .type('application/json; charset=utf-8')
    .send(text)
}

/** For the tests: an operation that promises an audit entry, succeeds, and has written none is a fault of ours (F23). */
function watchAudit(route: Route): Route['handle'] {
  return async (ctx, input, http) => {
    let entries = 0
    const watch = (inner: Ctx): Ctx => ({
      ...inner,
      audit: (tx, entry) => {
        entries += 1
        return inner.audit(tx, entry)
      },
      asSystem: (name) => watch(inner.asSystem(name)),
    })
    const answer = await route.handle(watch(ctx), input, http)
    assert(
      entries > 0 || !('act' in route.operation.audit),
      `${route.operation.id} was done and left no audit entry`,
    )
    return answer
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Refused and failed attempts at a change are acts as well. If they cannot be written, the answer is 503. */
async function auditRefusal(
  record: HttpOptions['recordRefusal'],
  ctx: Ctx,
  operation: OperationSpec,
  params: unknown,
  error: unknown,
): Promise<void> {
  if (!('act' in operation.audit) || ctx.actor.kind === 'nobody') return
  const known = toAppError(error)
  if (known.kind === 'unavailable' || known.kind === 'invalid') return
  const { id } = params as { readonly id?: unknown }
  await record(ctx, {
    noun: operation.access === 'public' || operation.access === 'session' ? 'session' : operation.access.noun,
    objectId: typeof id === 'string' && UUID.test(id) ? id : null,
    bodyId: actingPost(ctx.actor)?.bodyId ?? null,
    outcome: known.kind === 'internal' ? 'failed' : 'refused',
    reason: known.reason,
  })
}
