/** One span for each request, named by its route, in the caller's trace when he sends one (W3C traceparent). */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { RunningSpan, Telemetry } from '../telemetry/index.ts'

export function bindTraces(app: FastifyInstance, telemetry: Telemetry): void {
  const spans = new WeakMap<FastifyRequest, RunningSpan>()
  app.addHook('onRequest', async (request) => {
    const route = request.routeOptions.url ?? 'none'
    const span = telemetry.startSpan(`${request.method} ${route}`, {
      headers: request.headers,
      attributes: {
        'http.request.method': request.method,
        'http.route': route,
        'yunheng.request_id': request.id,
      },
    })
    if (span) spans.set(request, span)
  })
  app.addHook('onResponse', async (request, reply) => {
    spans.get(request)?.end({ 'http.response.status_code': reply.statusCode }, reply.statusCode >= 500)
  })
}
