/**
 * Envelope encryption (decision 0020): each secret has its own data key, the data key is sealed by a master key.
 * Form: `gm:v<n>:<sealed data key>.<sealed secret>`, n being the version of the master key.
 */
import { randomBytes } from 'node:crypto'
import { openBytes, SEAL_KEY_BYTES, sealBytes } from '../crypto/index.ts'
import type { KeyRing } from './key-ring.ts'
import { Secret } from './secret.ts'

/** The ciphertext was changed or moved, or its master key is not in the ring. Never says more. */
export class UnsealError extends Error {
  override readonly name = 'UnsealError'
}

interface Envelope {
  readonly version: number
  readonly dataKey: Buffer
  readonly body: Buffer
}

/** `context` names the place (`cloud/<id>/password`); the same ciphertext does not open anywhere else. */
export function sealSecret(ring: KeyRing, context: string, secret: Secret): string {
  const dataKey = randomBytes(SEAL_KEY_BYTES)
  return format({
    version: ring.current,
    dataKey: sealDataKey(ring, ring.current, context, dataKey),
    body: sealBytes(dataKey, context, Buffer.from(secret.reveal(), 'utf8')),
  })
}

export function openSecret(ring: KeyRing, context: string, sealed: string): Secret {
  const envelope = parse(sealed)
  const plain = openBytes(openDataKey(ring, context, envelope), context, envelope.body)
  if (plain === null) throw new UnsealError(`${context}: the sealed text was changed`)
  return new Secret(plain.toString('utf8'))
}

/** Seals the data key anew with the current master key; the secret itself is not touched. Null when it is current. */
export function rewrapSecret(ring: KeyRing, context: string, sealed: string): string | null {
  const envelope = parse(sealed)
  if (envelope.version === ring.current) return null
  const dataKey = openDataKey(ring, context, envelope)
  return format({
    ...envelope,
    version: ring.current,
    dataKey: sealDataKey(ring, ring.current, context, dataKey),
  })
}

function sealDataKey(ring: KeyRing, version: number, context: string, dataKey: Buffer): Buffer {
  return sealBytes(masterKey(ring, version), `data-key/${context}`, dataKey)
}

function openDataKey(ring: KeyRing, context: string, envelope: Envelope): Buffer {
  const dataKey = openBytes(masterKey(ring, envelope.version), `data-key/${context}`, envelope.dataKey)
  if (dataKey === null) throw new UnsealError(`${context}: wrong master key, or the sealed text was changed`)
  return dataKey
}

function masterKey(ring: KeyRing, version: number): Buffer {
  const key = ring.keyOf(version)
  if (key === null) throw new UnsealError(`master key v${version} is not in the key ring`)
  return key
}

function format({ version, dataKey, body }: Envelope): string {
  return `gm:v${version}:${dataKey.toString('base64url')}.${body.toString('base64url')}`
}

function parse(sealed: string): Envelope {
  const match = /^gm:v([1-9][0-9]{0,5}):([\w-]+)\.([\w-]+)$/.exec(sealed)
  if (match === null) throw new UnsealError('not a sealed text')
  const [, version, dataKey, body] = match as unknown as [string, string, string, string]
  return {
    version: Number(version),
    dataKey: Buffer.from(dataKey, 'base64url'),
    body: Buffer.from(body, 'base64url'),
  }
}
