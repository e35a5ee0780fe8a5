import { readFileSync } from 'node:fs'

/** The product's version, written once in the package file at the root. */
export const VERSION: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version
