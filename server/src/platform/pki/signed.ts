/** What a certificate and a revocation list have in common: content, algorithm, signature. */
import { createPublicKey, verify } from 'node:crypto'
import { parseSm2PublicKey, SM2_DEFAULT_USER_ID, sm2Verify } from '../crypto/index.ts'
import { type DerElement, objectIdOf, readSequence, TAG } from './der-element.ts'

export interface Signed {
  readonly content: DerElement
  readonly algorithm: string
  readonly signature: Buffer
}

/** SEQUENCE { content, AlgorithmIdentifier, BIT STRING }. */
export function readSigned(der: Buffer): Signed | null {
  const [content, named, bits, ...more] = readSequence(der) ?? []
  if (content?.tag !== TAG.sequence || named === undefined || bits?.tag !== TAG.bits) return null
  const [algorithm] = readSequence(named.whole) ?? []
  if (more.length > 0 || algorithm?.tag !== TAG.objectId || bits.content[0] !== 0) return null
  return { content, algorithm: objectIdOf(algorithm.content), signature: bits.content.subarray(1) }
}

const SM2_WITH_SM3 = '1.2.156.10197.1.501'
/** What is believed, and the kind of key that must have made it. SHA-1 and MD5 are not among them. */
const ALGORITHMS: Readonly<Record<string, readonly [digest: string | null, key: string]>> = {
  '1.2.840.113549.1.1.11': ['sha256', 'rsa'],
  '1.2.840.113549.1.1.12': ['sha384', 'rsa'],
  '1.2.840.113549.1.1.13': ['sha512', 'rsa'],
  '1.2.840.10045.4.3.2': ['sha256', 'ec'],
  '1.2.840.10045.4.3.3': ['sha384', 'ec'],
  '1.2.840.10045.4.3.4': ['sha512', 'ec'],
  '1.3.101.112': [null, 'ed25519'],
}

/**
 * Whether the key made the signature. SM2 is verified by our own module with the user id that GM/T 0009 prescribes: Node
 * verifies it with an empty one, and so refuses the certificates of Chinese CAs.
 * @param spki SubjectPublicKeyInfo of the signer, DER.
 */
export function isSignedBy(signed: Signed, spki: Buffer): boolean {
  const { content, algorithm, signature } = signed
  if (algorithm === SM2_WITH_SM3) {
    const key = parseSm2PublicKey(spki)
    return key !== null && sm2Verify(key, SM2_DEFAULT_USER_ID, content.whole, signature)
  }
  const [digest, kind] = ALGORITHMS[algorithm] ?? []
  if (digest === undefined) return false
  try {
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    return key.asymmetricKeyType === kind && verify(digest, content.whole, key, signature)
  } catch {
    // A key that OpenSSL cannot read has signed nothing.
    return false
  }
}
