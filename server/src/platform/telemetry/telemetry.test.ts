import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { bindTraces } from '../http/index.ts'
import { silentLog } from '../log/index.ts'
import { startTelemetry } from './index.ts'

let collector: Server | undefined

afterEach(() => {
  vi.unstubAllEnvs()
  collector?.close()
})

/** A stand-in for a collector: keeps the bodies it is sent. */
async function givenCollector() {
  const received: { path: string; body: string }[] = []
  collector = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ path: request.url ?? '', body: Buffer.concat(chunks).toString('latin1') })
      response.end()
    })
  })
  await new Promise<void>((resolve) => collector?.listen(0, '127.0.0.1', resolve))
  return { received, endpoint: `http://127.0.0.1:${(collector.address() as AddressInfo).port}` }
}

const options = (otlpEndpoint: string | null) => ({
  otlpEndpoint,
  serviceName: 'yunheng-test',
  log: silentLog(),
})

describe('startTelemetry', () => {
  it('records nothing without a collector', async () => {
    const telemetry = await startTelemetry(options(null))
    expect(telemetry.startSpan('GET /requests', {})).toBeNull()
    await telemetry.stop()
  })

  it('sends one span for a request, by its route, in the trace of the caller', async () => {
    const { received, endpoint } = await givenCollector()
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', endpoint)
    const telemetry = await startTelemetry(options(endpoint))
    const app = fastify()
    bindTraces(app, telemetry)
    app.get('/requests/:id', async () => 'one')
    const traceId = '0af7651916cd43dd8448eb211c80319c'
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` }
    await app.inject({ url: '/requests/7', headers })
    await app.close()
    await telemetry.stop()
    const sent = received.filter(({ path }) => path === '/v1/traces').map(({ body }) => body)
    expect(sent.join('')).toContain('GET /requests/:id')
    expect(sent.join('')).toContain('yunheng-test')
    expect(sent.join('')).toContain('http.response.status_code')
    expect(sent.join('')).toContain(Buffer.from(traceId, 'hex').toString('latin1'))
  })
})
