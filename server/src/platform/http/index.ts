export { createAboutRoute } from './about-route.ts'
export { bindConsole } from './console-files.ts'
export { forgetIdempotencyKeys } from './forget-idempotency-keys.ts'
export { joined } from './idempotency.ts'
export type { RecordIssued } from './issued.ts'
export { toOpenApi } from './openapi.ts'
export type { Authenticated, Authenticator, Credentials, HttpOptions } from './options.ts'
export { bindProbes, type ProbeOptions } from './probes.ts'
export { STATUS_OF } from './problem.ts'
export {
  type Download,
  type EventSource,
  type HandedCertificate,
  type HttpSide,
  type Input,
  NO_HTTP,
  type Route,
  route,
} from './route.ts'
export { createHttpServer } from './server.ts'
export { bindTraces } from './traces.ts'
export { validatorOf } from './validate.ts'
