/** The structured log: one JSON object a line on standard error, or readable text on a terminal. */
import { type DestinationStream, destination, type Logger, pino, stdSerializers } from 'pino'
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
        err: (error: Error) => {
          const plain = stdSerializers.err(error)
          return {
            ...plain,
            message: withoutUrlPasswords(plain.message),
            stack: withoutUrlPasswords(plain.stack),
          }
        },
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
