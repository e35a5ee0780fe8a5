/**
 * SM2 keys: PKCS#8, SPKI, SEC 1 and raw points, read and written by ourselves. Node's own
 * `export({ type: 'sec1' })` of an imported SM2 key aborted the whole process on Node 20 and throws on 24.
 */
import { inspect } from 'node:util'
import {
  readDer,
  readDerBits,
  readDerInteger,
  readDerObjectId,
  readDerOctets,
  readDerSequence,
  writeDer,
  writeDerBits,
  writeDerInteger,
  writeDerObjectId,
  writeDerOctets,
  writeDerSequence,
} from './der.ts'
import {
  fromBytes,
  multiplyBase,
  randomScalar,
  SM2_FIELD_BYTES,
  SM2_ORDER,
  Sm2Point,
  toBytes32,
} from './sm2-curve.ts'
import { sm3Hex } from './sm3.ts'

export interface Sm2PublicKey {
  /** Uncompressed point: 04 ‖ x ‖ y, 65 bytes, checked to lie on the curve. */
  readonly point: Buffer
}

/** The scalar is behind a function, so that printing or serialising a key object never shows it. */
export interface Sm2PrivateKey {
  scalar(): Buffer
}

/** id-ecPublicKey 1.2.840.10045.2.1 and sm2 1.2.156.10197.1.301. */
const EC_PUBLIC_KEY = Buffer.from('2a8648ce3d0201', 'hex')
const SM2_CURVE = Buffer.from('2a811ccf5501822d', 'hex')

const algorithm = writeDerSequence(writeDerObjectId(EC_PUBLIC_KEY), writeDerObjectId(SM2_CURVE))

export function generateSm2Key(): Sm2PrivateKey {
  for (;;) {
    const key = toPrivateKey(randomScalar().scalar)
    if (key !== null) return key
  }
}

/** GM/T 0003.2 §6.1: the secret lies in [1, n−2], because 1 + d must have an inverse. */
function toPrivateKey(scalar: Uint8Array): Sm2PrivateKey | null {
  if (scalar.length === 0 || scalar.length > SM2_FIELD_BYTES) return null
  const value = fromBytes(scalar)
  if (value < 1n || value > SM2_ORDER - 2n) return null
  const bytes = toBytes32(value)
  return Object.freeze({
    scalar: () => Buffer.from(bytes),
    toJSON: () => '[secret]',
    [inspect.custom]: () => '[secret]',
  })
}

const publicKeys = new WeakMap<Sm2PrivateKey, Sm2PublicKey>()

export function sm2PublicKeyOf(key: Sm2PrivateKey): Sm2PublicKey {
  const known = publicKeys.get(key)
  if (known !== undefined) return known
  const publicKey = { point: multiplyBase(key.scalar()) }
  publicKeys.set(key, publicKey)
  return publicKey
}

/** Name of a key: first 16 hexadecimal digits of SM3 over its point. */
export function sm2KeyId(key: Sm2PublicKey): string {
  return sm3Hex(key.point).slice(0, 16)
}

/** Raw point, 04 form, also compressed; null when it is not a point of the curve. */
export function parseSm2Point(bytes: Uint8Array): Sm2PublicKey | null {
  if (bytes.length !== 65 && bytes.length !== 33) return null
  try {
    const point = Sm2Point.fromBytes(bytes)
    point.assertValidity()
    return { point: Buffer.from(point.toBytes(false)) }
  } catch {
    // Not on the curve, or the point at infinity: the caller's answer is the same.
    return null
  }
}

/** SubjectPublicKeyInfo, DER or PEM. */
export function parseSm2PublicKey(input: Uint8Array | string): Sm2PublicKey | null {
  const outer = readDerSequence(toDer(input, 'PUBLIC KEY') ?? new Uint8Array())
  if (outer === null || outer.rest.length > 0) return null
  const named = readAlgorithm(outer.content)
  if (named === null) return null
  const bits = readDerBits(named)
  return bits === null || bits.rest.length > 0 ? null : parseSm2Point(bits.content)
}

/** PKCS#8 or SEC 1 (openssl labels it `EC` or `SM2 PRIVATE KEY`), DER or PEM. Encrypted forms are not read. */
export function parseSm2PrivateKey(input: Uint8Array | string): Sm2PrivateKey | null {
  const der = firstDer(input, ['PRIVATE KEY', 'EC PRIVATE KEY', 'SM2 PRIVATE KEY'])
  const outer = der === null ? null : readDerSequence(der)
  if (outer === null || outer.rest.length > 0) return null
  const version = readDerInteger(outer.content)
  if (version === null) return null
  const named = readAlgorithm(version.rest)
  if (named === null) return parseSec1(outer.content, true)
  const octets = readDerOctets(named)
  const inner = octets === null ? null : readDerSequence(octets.content)
  return inner === null ? null : parseSec1(inner.content, false)
}

/** RFC 5915 ECPrivateKey; `curveNamed` when nothing outside says which curve it is. */
function parseSec1(content: Uint8Array, curveNamed: boolean): Sm2PrivateKey | null {
  const version = readDerInteger(content)
  if (version === null || fromBytes(version.content) !== 1n) return null
  const secret = readDerOctets(version.rest)
  if (secret === null) return null
  const curve = readDer(secret.rest, 0xa0)
  if (curve === null) return curveNamed ? null : toPrivateKey(secret.content)
  const name = readDerObjectId(curve.content)
  return name !== null && SM2_CURVE.equals(name.content) ? toPrivateKey(secret.content) : null
}

/** What follows an AlgorithmIdentifier that names the SM2 curve. */
function readAlgorithm(bytes: Uint8Array): Uint8Array | null {
  const sequence = readDerSequence(bytes)
  const kind = sequence === null ? null : readDerObjectId(sequence.content)
  const curve = kind === null ? null : readDerObjectId(kind.rest)
  if (sequence === null || kind === null || curve === null || curve.rest.length > 0) return null
  return EC_PUBLIC_KEY.equals(kind.content) && SM2_CURVE.equals(curve.content) ? sequence.rest : null
}

export function sm2PublicKeyToDer(key: Sm2PublicKey): Buffer {
  return writeDerSequence(algorithm, writeDerBits(key.point))
}

export function sm2PrivateKeyToDer(key: Sm2PrivateKey): Buffer {
  const inner = writeDerSequence(
    writeDerInteger(Buffer.from([1])),
    writeDerOctets(key.scalar()),
    writeDer(0xa1, writeDerBits(sm2PublicKeyOf(key).point)),
  )
  return writeDerSequence(writeDerInteger(Buffer.from([0])), algorithm, writeDerOctets(inner))
}

export function toPem(label: 'PRIVATE KEY' | 'PUBLIC KEY', der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

function firstDer(input: Uint8Array | string, labels: readonly string[]): Uint8Array | null {
  for (const label of labels) {
    const der = toDer(input, label)
    if (der !== null) return der
  }
  return null
}

function toDer(input: Uint8Array | string, label: string): Uint8Array | null {
  if (typeof input !== 'string') return input
  const begin = `-----BEGIN ${label}-----`
  const start = input.indexOf(begin)
  const end = input.indexOf(`-----END ${label}-----`, start)
  if (start < 0 || end < 0) return null
  const body = input.slice(start + begin.length, end).replace(/\s+/g, '')
  return /^[A-Za-z0-9+/]+={0,2}$/.test(body) ? Buffer.from(body, 'base64') : null
}
