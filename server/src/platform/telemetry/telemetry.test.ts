import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
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
  it('without a collector runs the body and nothing else', async () => {
    const telemetry = await startTelemetry(options(null))
    expect(await telemetry.inSpan('request.submit', {}, async () => 7)).toBe(7)
    await telemetry.stop()
  })

  it('sends spans to the collector, continues the caller’s trace, and passes a failure on', async () => {
    const { received, endpoint } = await givenCollector()
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', endpoint)
    const telemetry = await startTelemetry(options(endpoint))
    const traceId = '0af7651916cd43dd8448eb211c80319c'
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` }
    const failing = telemetry.inSpan(
      'request.submit',
      { headers, attributes: { 'http.route': '/r' } },
      async () => {
        throw new Error('no quota')
      },
    )
    await expect(failing).rejects.toThrow('no quota')
    await telemetry.stop()
    const sent = received.filter(({ path }) => path === '/v1/traces').map(({ body }) => body)
    expect(sent.join('')).toContain('request.submit')
    expect(sent.join('')).toContain('yunheng-test')
    expect(sent.join('')).toContain('no quota')
    expect(sent.join('')).toContain(Buffer.from(traceId, 'hex').toString('latin1'))
  })
})
