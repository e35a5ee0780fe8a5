import { randomBytes } from 'node:crypto'
import { sm3Hex } from '../../platform/crypto/index.ts'

/** `yhr_` and eight characters: enough to tell credentials apart, nothing towards guessing the other 35. */
const PREFIX_LENGTH = 12
const CREDENTIAL = /^yhr_[\w-]{43}$/

/** A credential, which is told once, and what is kept of it. */
export function makeCredential(now: Date) {
  const credential = `yhr_${randomBytes(32).toString('base64url')}`
  return {
    credential,
    kept: {
      token_hash: sm3Hex(credential),
      token_prefix: credential.slice(0, PREFIX_LENGTH),
      token_issued_at: now,
      token_used_at: null,
    },
  }
}

/** Its digest; null for what cannot be one. */
export const digestOf = (credential: string | null): string | null =>
  credential !== null && CREDENTIAL.test(credential) ? sm3Hex(credential) : null
