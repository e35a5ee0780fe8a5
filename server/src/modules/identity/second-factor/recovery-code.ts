import { randomInt } from 'node:crypto'
import { sm3Hex } from '../../../platform/crypto/index.ts'

const SIGNS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const COUNT = 10

/** `KXM7-QPT4-WZH9-RDN3`: 80 bits each, so that a plain digest of them cannot be guessed back. */
export function makeRecoveryCodes(): readonly string[] {
  const group = () => Array.from({ length: 4 }, () => SIGNS[randomInt(SIGNS.length)]).join('')
  return Array.from({ length: COUNT }, () => [group(), group(), group(), group()].join('-'))
}

export function hashRecoveryCode(code: string): string {
  return sm3Hex(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
}
