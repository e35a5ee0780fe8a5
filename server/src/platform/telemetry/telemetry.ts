/**
 * Traces by OpenTelemetry. The SDK (0.x, 40 packages) is loaded only when a collector is configured: without one a span
 * costs nothing. Metrics are pulled from /metrics, logs are read from standard error.
 */
import type { Logger } from '../log/index.ts'

export interface SpanOptions {
  readonly attributes?: Readonly<Record<string, string | number | boolean>>
  /** Headers of an incoming call: `traceparent` continues the caller's trace. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>
}

export interface RunningSpan {
  end(attributes: NonNullable<SpanOptions['attributes']>, failed: boolean): void
}

export interface Telemetry {
  /** Null when nothing is recorded. */
  startSpan(name: string, options: SpanOptions): RunningSpan | null
  /** Sends what is still held back. */
  stop(): Promise<void>
}

export interface TelemetryOptions {
  /** Null: nothing is loaded. The SDK itself takes the address from its standard variable. */
  readonly otlpEndpoint: string | null
  readonly serviceName: string
  readonly log: Logger
}

export async function startTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  if (options.otlpEndpoint === null) return { startSpan: () => null, stop: async () => {} }
  const [{ NodeSDK }, { context, propagation, SpanStatusCode, trace }] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/api'),
  ])
  const sdk = new NodeSDK({ serviceName: options.serviceName, metricReaders: [], logRecordProcessors: [] })
  sdk.start()
  const tracer = trace.getTracer('yunheng')
  return {
    startSpan(name, { attributes = {}, headers = {} }) {
      const parent = propagation.extract(context.active(), headers)
      const span = tracer.startSpan(name, { attributes }, parent)
      return {
        end(more, failed) {
          span.setAttributes(more)
          if (failed) span.setStatus({ code: SpanStatusCode.ERROR })
          span.end()
        },
      }
    },
    // A collector that is down must not fail the stop: the traces are lost, and that is said.
    stop: () =>
      sdk.shutdown().catch((error) => options.log.warn({ err: error }, 'the last traces could not be sent')),
  }
}
