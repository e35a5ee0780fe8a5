<<<<<<< HEAD
export { createLog, type Logger, type LogOptions, silentLog } from './log.ts'
=======
import { type Logger, pino } from 'pino'

export type { Logger }

/** Keys whose values never reach a log line, wherever they stand in the first two levels of an object. */
const SECRET_KEYS = [
  'password',
  'secret',
  'token',
  'credentials',
  'authorization',
  'cookie',
  'privateKey',
  'totp',
]

/** Structured log on standard output, one JSON object a line. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: { pid: process.pid },
    redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`]), censor: '[secret]' },
    timestamp: pino.stdTimeFunctions.isoTime,
  })
}
>>>>>>> 85c87a2 (Keep the organisation: regions, bodies, people, posts with R21 apart, delegations)
