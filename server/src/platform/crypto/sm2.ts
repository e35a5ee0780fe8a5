/**
 * SM2 signatures (GM/T 0003.2) with SM3.
 *
 * `crypto.sign` is never used: for a generated SM2 key it makes plain ECDSA, and for an imported one SM2 with an
 * empty user id, which no verifier with the standard id accepts; Node has no option for the id (checked on 20 and
 * 24). Secret points are multiplied by OpenSSL (`createECDH`), the rest is arithmetic on BigInt, which is not
 * constant-time: keys of high value belong into an HSM. This is not a certified module.
 */
import { readDerInteger, readDerSequence, writeDerInteger, writeDerSequence } from './der.ts'
import {
  fromBytes,
  invertModOrder,
  modOrder,
  randomScalar,
  SM2_FIELD_BYTES,
  SM2_ORDER,
  SM2_PARAMETER_BYTES,
  Sm2Point,
  toBytes32,
} from './sm2-curve.ts'
import { type Sm2PrivateKey, type Sm2PublicKey, sm2PublicKeyOf } from './sm2-key.ts'
import { sm3 } from './sm3.ts'

/** The user id that GM/T 0009 prescribes where nothing else was agreed. Always passed, never assumed. */
export const SM2_DEFAULT_USER_ID = '1234567812345678'

const USER_ID_MAX_BYTES = 8191

/** Z_A = SM3(ENTL ‖ ID ‖ a ‖ b ‖ Gx ‖ Gy ‖ x ‖ y): binds the signature to signer and curve. */
export function sm2IdentityDigest(publicKey: Sm2PublicKey, userId: string): Buffer {
  const id = Buffer.from(userId, 'utf8')
  if (id.length > USER_ID_MAX_BYTES) throw new RangeError('SM2 user id is longer than 8191 bytes')
  const bitLength = Buffer.alloc(2)
  bitLength.writeUInt16BE(id.length * 8)
  return sm3(bitLength, id, SM2_PARAMETER_BYTES, publicKey.point.subarray(1))
}

function messageNumber(publicKey: Sm2PublicKey, userId: string, message: Uint8Array | string): bigint {
  return fromBytes(sm3(sm2IdentityDigest(publicKey, userId), message))
}

/** r and s for a given one-time scalar; null in the few cases where the standard asks for another one. */
export function signWithScalar(
  secret: bigint,
  digest: bigint,
  once: { scalar: bigint; x: bigint },
): { r: bigint; s: bigint } | null {
  const r = modOrder(digest + once.x)
  if (r === 0n || r + once.scalar === SM2_ORDER) return null
  const s = modOrder(invertModOrder(modOrder(1n + secret)) * modOrder(once.scalar - r * secret))
  return s === 0n ? null : { r, s }
}

/** Signature as DER `SEQUENCE { r, s }` (GM/T 0009). */
export function sm2Sign(key: Sm2PrivateKey, userId: string, message: Uint8Array | string): Buffer {
  const digest = messageNumber(sm2PublicKeyOf(key), userId, message)
  const secret = fromBytes(key.scalar())
  for (;;) {
    const { scalar, point } = randomScalar()
    const x = fromBytes(point.subarray(1, 1 + SM2_FIELD_BYTES))
    const signature = signWithScalar(secret, digest, { scalar: fromBytes(scalar), x })
    if (signature !== null) return encodeSignature(signature)
  }
}

/** False for anything that is not a valid signature, malformed DER included; never throws on foreign input. */
export function sm2Verify(
  publicKey: Sm2PublicKey,
  userId: string,
  message: Uint8Array | string,
  signature: Uint8Array,
): boolean {
  const parts = decodeSignature(signature)
  if (parts === null) return false
  const { r, s } = parts
  const t = modOrder(r + s)
  if (t === 0n) return false
  const point = Sm2Point.BASE.multiplyUnsafe(s).add(Sm2Point.fromBytes(publicKey.point).multiplyUnsafe(t))
  if (point.is0()) return false
  return modOrder(messageNumber(publicKey, userId, message) + point.toAffine().x) === r
}

function encodeSignature({ r, s }: { r: bigint; s: bigint }): Buffer {
  return writeDerSequence(writeDerInteger(toBytes32(r)), writeDerInteger(toBytes32(s)))
}

function decodeSignature(der: Uint8Array): { r: bigint; s: bigint } | null {
  const sequence = readDerSequence(der)
  if (sequence === null || sequence.rest.length > 0) return null
  const first = readDerInteger(sequence.content)
  if (first === null) return null
  const second = readDerInteger(first.rest)
  if (second === null || second.rest.length > 0) return null
  const r = fromBytes(first.content)
  const s = fromBytes(second.content)
  return inOrder(r) && inOrder(s) ? { r, s } : null
}

function inOrder(value: bigint): boolean {
  return value > 0n && value < SM2_ORDER
}
