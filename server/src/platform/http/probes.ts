/**
 * What a machine asks of the process: `/healthz` (it lives), `/readyz` (it can serve: keep sending), `/metrics`
 * (Prometheus). None needs a session, none tells anything of the business.
 */
import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

export interface ProbeOptions {
  /** What the process cannot serve without, by name; a rejection means no. */
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>
  /** True once the process was asked to end: it still answers what comes, and asks for no more. */
  readonly isDraining: () => boolean
}

const CHECK_TIMEOUT_MS = 2_000

export function bindProbes(app: FastifyInstance, { checks, isDraining }: ProbeOptions): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  timeRequests(app, registry)

  app.get('/healthz', async () => ({ status: 'alive' }))
  app.get('/readyz', async (_request, reply) => {
    const failing = isDraining() ? ['draining'] : await failingOf(checks)
    return failing.length === 0 ? { status: 'ready' } : reply.code(503).send({ status: 'not-ready', failing })
  })
  app.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
  return registry
}

async function failingOf(checks: ProbeOptions['checks']): Promise<string[]> {
  const outcomes = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => ((await passes(check)) ? null : name)),
  )
  return outcomes.filter((name) => name !== null)
}

async function passes(check: () => Promise<unknown>): Promise<boolean> {
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error('timeout')), CHECK_TIMEOUT_MS).unref()
  })
  try {
    await Promise.race([check(), late])
    return true
  } catch {
    // The names of what fails go out, the reasons go to the log of whoever tried.
    return false
  }
}

/** One histogram by method, route and status: rates, errors and durations come from it. */
function timeRequests(app: FastifyInstance, registry: Registry): void {
  const duration = new Histogram({
    name: 'yunheng_http_request_duration_seconds',
    help: 'Duration of HTTP requests by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    const labels = {
      method: request.method,
      // The pattern, never the path: paths hold ids, and every id would be a series of its own.
      route: request.routeOptions.url ?? 'none',
      status: String(reply.statusCode),
    }
    duration.observe(labels, reply.elapsedTime / 1000)
  })
}
