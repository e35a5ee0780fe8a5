export {
  type RunningSpan,
  type SpanOptions,
  startTelemetry,
  type Telemetry,
  type TelemetryOptions,
} from './telemetry.ts'
