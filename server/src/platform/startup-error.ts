import type { Text } from '@yunheng/contract'

/** Why a process could not start, in words for the person who starts it. `exitCode` tells scripts the same. */
export class StartupError extends Error {
  readonly text: Text
  readonly exitCode: number
  constructor(text: Text, options: { readonly exitCode?: number; readonly cause?: unknown } = {}) {
    super(`${text.zh}\n${text.en}`, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'StartupError'
    this.text = text
    this.exitCode = options.exitCode ?? EXIT.failure
  }
}

/** Exit codes of every role; documented in docs/running.md. */
export const EXIT = {
  ok: 0,
  failure: 1,
  /** A wrong setting or argument: starting again will not help. */
  usage: 2,
  /** The data directory belongs to another running server. */
  inUse: 3,
  /** The database cannot be reached or is not usable. */
  database: 4,
} as const
