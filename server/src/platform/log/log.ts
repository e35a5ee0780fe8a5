/** The structured log: one JSON object a line on standard error, or readable text on a terminal. */
import { type DestinationStream, destination, type Logger, pino } from 'pino'
import { REDACTED_PATHS, withoutUrlPasswords } from './redaction.ts'
import { textLine } from './text-line.ts'

export type { Logger } from 'pino'

export interface LogOptions {
  readonly level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  readonly format: 'auto' | 'json' | 'text'
}

/** Standard error, so that standard output stays free for what a person or a pipe asked for. */
const standardError = (): DestinationStream => destination({ fd: 2, sync: true })

/** Turns each JSON line into readable text before it is written. */
function asText(to: DestinationStream): DestinationStream {
  return { write: (line) => to.write(textLine(line)) }
}

/**
 * An error with its stack, its causes, and those of its own fields that are plain values: drivers hang whole connections
 * on their errors.
 */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: withoutUrlPasswords(String(error)) }
  const plain = Object.entries(error).filter(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  )
  return {
    type: error.name,
    ...Object.fromEntries(plain),
    message: withoutUrlPasswords(error.message),
    stack: withoutUrlPasswords(error.stack),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}

export function createLog(options: LogOptions, to: DestinationStream = standardError()): Logger {
  const text = options.format === 'text' || (options.format === 'auto' && process.stderr.isTTY)
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
      redact: { paths: [...REDACTED_PATHS], censor: '[redacted]' },
      serializers: {
        err: describeError,
      },
      hooks: {
        logMethod(args, method) {
          const clean = args.map((arg) => (typeof arg === 'string' ? withoutUrlPasswords(arg) : arg))
          method.apply(this, clean as typeof args)
        },
      },
    },
    text ? asText(to) : to,
  )
}

/** A log that writes nothing: for tools and tests that need one. */
export const silentLog = (): Logger => pino({ level: 'silent' })
