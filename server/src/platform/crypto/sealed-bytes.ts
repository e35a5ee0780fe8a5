/**
 * Authenticated encryption by national algorithms: SM4-CTR, then HMAC-SM3 over everything (decision 0020).
 * OpenSSL has no SM4-GCM, not in 3.5 either, and encrypt-then-MAC is the composition that is safe with CTR.
 */
import { createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from 'node:crypto'
import { hmacSm3 } from './sm3.ts'

const NONCE_BYTES = 16
const TAG_BYTES = 32
/** A master key; the two working keys are derived from it. */
export const SEAL_KEY_BYTES = 32

interface WorkingKeys {
  readonly cipher: Buffer
  readonly mac: Buffer
}

/** One key never serves two purposes: cipher and MAC keys come from HMAC-SM3 with different labels. */
function workingKeys(key: Uint8Array): WorkingKeys {
  if (key.length !== SEAL_KEY_BYTES) throw new RangeError('a sealing key has 32 bytes')
  return {
    cipher: hmacSm3(key, 'yunheng/seal/cipher/1').subarray(0, 16),
    mac: hmacSm3(key, 'yunheng/seal/mac/1'),
  }
}

/** nonce ‖ ciphertext ‖ tag. `context` is authenticated too: a ciphertext moved to another place does not open. */
export function sealBytes(key: Uint8Array, context: string, plain: Uint8Array): Buffer {
  const { cipher: cipherKey, mac } = workingKeys(key)
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('sm4-ctr', cipherKey, nonce)
  const body = Buffer.concat([nonce, cipher.update(plain), cipher.final()])
  return Buffer.concat([body, tagOf(mac, context, body)])
}

/** Null when key, context or a single bit is not the one that was sealed. */
export function openBytes(key: Uint8Array, context: string, sealed: Uint8Array): Buffer | null {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return null
  const { cipher: cipherKey, mac } = workingKeys(key)
  const body = sealed.subarray(0, sealed.length - TAG_BYTES)
  const tag = sealed.subarray(sealed.length - TAG_BYTES)
  if (!timingSafeEqual(tag, tagOf(mac, context, body))) return null
  const decipher = createDecipheriv('sm4-ctr', cipherKey, body.subarray(0, NONCE_BYTES))
  return Buffer.concat([decipher.update(body.subarray(NONCE_BYTES)), decipher.final()])
}

/** The length stands before the context, so that context and body cannot be cut differently. */
function tagOf(mac: Buffer, context: string, body: Uint8Array): Buffer {
  const label = Buffer.from(context, 'utf8')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(label.length)
  return hmacSm3(mac, length, label, body)
}
