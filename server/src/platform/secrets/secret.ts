import { inspect } from 'node:util'

const SHOWN = '[secret]'

/**
 * A value that cannot be printed by mistake: template strings, JSON, `console.log` and the logger all show `[secret]`.
 * Only {@link Secret.reveal} gives it out, so that every use can be found by one search.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  toString(): string {
    return SHOWN
  }

  toJSON(): string {
    return SHOWN
  }

  [Symbol.toPrimitive](): string {
    return SHOWN
  }

  [inspect.custom](): string {
    return SHOWN
  }
}
