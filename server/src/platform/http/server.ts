import cookie from '@fastify/cookie'
import { operations } from '@yunheng/contract'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { AppError } from '../errors.ts'
import { bind } from './bind.ts'
import { toOpenApi } from './openapi.ts'
import { API_PREFIX, type HttpOptions } from './options.ts'
import { languageOf, toAppError, toProblem } from './problem.ts'
import { securityHeaders } from './security-headers.ts'
import { endStreamsOnClose } from './streams.ts'

const BODY_LIMIT_BYTES = 1_048_576

/** The HTTP server with every route bound, not yet listening. */
export async function createHttpServer(options: HttpOptions): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => crypto.randomUUID(),
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: options.trustProxy.length > 0 ? [...options.trustProxy] : false,
    requestTimeout: 120_000,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    // Deep prototype keys are an attack, never input.
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    // What is refused before any route is known (a broken escape, an endless path) is answered like everything else.
    frameworkErrors: (error, request, reply) => void sendProblem(toAppError(error), request, reply),
  })
  await app.register(cookie)
  endStreamsOnClose(app)
  app.addHook('onRequest', securityHeaders)
  app.addHook('onResponse', async (request, reply) => {
    const level = reply.statusCode >= 500 ? 'error' : 'debug'
    request.log[level](
      {
        method: request.method,
        url: request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'answered',
    )
  })
  app.setErrorHandler((error, request, reply) => sendProblem(toAppError(error), request, reply))
  app.setNotFoundHandler((request, reply) => sendProblem(new AppError('common.no_route'), request, reply))
  // JSON only. An empty body with the JSON type (a POST without input) is no body.
  app.removeAllContentTypeParsers()
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else void parse(request, body as string, done)
  })
  for (const route of options.routes) bind(app, route, options)
  const document = JSON.stringify(toOpenApi(operations, options.version))
  app.get(`${API_PREFIX}/openapi.json`, (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(document),
  )
  return app
}

function sendProblem(error: AppError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const err = error.cause ?? error
  if (error.kind === 'internal') request.log.error({ err }, 'internal error')
  else if (error.kind === 'unavailable') request.log.warn({ err }, 'unavailable')
  else if (error.internal !== undefined)
    request.log.debug({ reason: error.reason, why: error.internal }, 'refused')
  const problem = toProblem(error, request.id, languageOf(request.headers['accept-language']))
  if (error.kind === 'unavailable' || error.kind === 'rate_limited') reply.header('retry-after', '5')
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}
