export {
  noTelemetry,
  type SpanOptions,
  startTelemetry,
  type Telemetry,
  type TelemetryOptions,
} from './telemetry.ts'
