/**
 * Traces by OpenTelemetry. The SDK (0.x, 40 packages) is loaded only when a collector is configured: without one a span
 * is the body's own call and nothing else. Metrics are pulled from /metrics, logs are read from standard error.
 */
import type { Span } from '@opentelemetry/api'
import type { Logger } from '../log/index.ts'

export interface SpanOptions {
  readonly attributes?: Readonly<Record<string, string | number | boolean>>
  /** Headers of an incoming call: `traceparent` continues the caller's trace. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>
}

export interface Telemetry {
  /** Runs the body inside a span; a throw marks the span as failed and passes on. */
  inSpan<T>(name: string, options: SpanOptions, body: () => Promise<T>): Promise<T>
  /** Sends what is still held back. */
  stop(): Promise<void>
}

export const noTelemetry: Telemetry = {
  inSpan: (_name, _options, body) => body(),
  stop: async () => {},
}

export interface TelemetryOptions {
  /** Null: nothing is loaded. The SDK itself takes the address from its standard variable. */
  readonly otlpEndpoint: string | null
  readonly serviceName: string
  readonly log: Logger
}

export async function startTelemetry({
  otlpEndpoint,
  serviceName,
  log,
}: TelemetryOptions): Promise<Telemetry> {
  if (otlpEndpoint === null) return noTelemetry
  const [{ NodeSDK }, { context, propagation, SpanStatusCode, trace }] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/api'),
  ])
  const sdk = new NodeSDK({ serviceName, metricReaders: [], logRecordProcessors: [] })
  sdk.start()
  const tracer = trace.getTracer('yunheng')
  const fail = (span: Span, error: unknown) => {
    span.recordException(error as Error)
    span.setStatus({ code: SpanStatusCode.ERROR })
  }
  return {
    inSpan(name, { attributes = {}, headers = {} }, body) {
      const parent = propagation.extract(context.active(), headers)
      return tracer.startActiveSpan(name, { attributes }, parent, async (span) => {
        try {
          return await body()
        } catch (error) {
          fail(span, error)
          throw error
        } finally {
          span.end()
        }
      })
    },
    // A collector that is down must not fail the stop: the traces are lost, and that is said.
    stop: () =>
      sdk.shutdown().catch((error) => log.warn({ err: error }, 'the last traces could not be sent')),
  }
}
