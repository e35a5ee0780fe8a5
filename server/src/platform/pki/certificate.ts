/** An X.509 certificate (RFC 5280, GM/T 0015), read for what a decision about it needs. */
import { X509Certificate } from 'node:crypto'
import {
  childrenOf,
  type DerElement,
  objectIdOf,
  readSequence,
  serialOf,
  TAG,
  timeOf,
} from './der-element.ts'
import { readSigned, type Signed } from './signed.ts'

export interface Certificate {
  /** SHA-256 over all of it, hexadecimal: tells this very certificate. */
  readonly fingerprint: string
  /** For people: `C=CN, O=…, CN=…`. */
  readonly subject: string
  readonly issuer: string
  readonly serial: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** Names as they are encoded: what is compared. */
  readonly subjectName: Buffer
  readonly issuerName: Buffer
  readonly spki: Buffer
  readonly signed: Signed
  readonly isCa: boolean
  /** How many CAs may stand between it and the last certificate; null: any number. */
  readonly pathLength: number | null
  /** Null: not limited. */
  readonly keyUsages: ReadonlySet<KeyUsage> | null
  readonly extendedKeyUsages: readonly string[] | null
  /** It demands something that is not understood here: it may not be used (RFC 5280, 4.2). */
  readonly demandsUnknown: boolean
}

/** Those bits of KeyUsage that are asked for, by their number. */
const KEY_USAGES = { digitalSignature: 0, keyCertSign: 5, crlSign: 6 } as const
export type KeyUsage = keyof typeof KEY_USAGES

const OID = {
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
} as const
/** Understood or without bearing on the decision: alternative names, policies, where lists are, whose key. */
const HARMLESS: ReadonlySet<string> = new Set([
  '2.5.29.17',
  '2.5.29.32',
  '2.5.29.31',
  '2.5.29.35',
  '2.5.29.14',
])

export interface Extension {
  readonly critical: boolean
  readonly value: Buffer
}

/** Null for anything that is not a certificate. */
export function parseCertificate(der: Buffer): Certificate | null {
  const signed = readSigned(der)
  const fields = signed === null ? null : readFields(signed.content)
  if (signed === null || fields === null) return null
  let known: X509Certificate
  try {
    known = new X509Certificate(der)
  } catch {
    // OpenSSL cannot read it.
    return null
  }
  const { extensions, ...named } = fields
  const basic = basicOf(extensions)
  const usages = extensions.get(OID.keyUsage)
  const extended = extensions.get(OID.extendedKeyUsage)
  return {
    ...named,
    signed,
    fingerprint: known.fingerprint256.replaceAll(':', '').toLowerCase(),
    subject: oneLine(known.subject),
    issuer: oneLine(known.issuer),
    ...basic,
    keyUsages: usages === undefined ? null : usagesOf(usages.value),
    extendedKeyUsages:
      extended === undefined
        ? null
        : (readSequence(extended.value) ?? []).map(({ content }) => objectIdOf(content)),
    demandsUnknown: [...extensions].some(
      ([oid, { critical }]) => critical && !HARMLESS.has(oid) && !Object.values<string>(OID).includes(oid),
    ),
  }
}

/** Node puts each part of a name on a line. */
const oneLine = (name: string | undefined) => (name ?? '').split('\n').join(', ').slice(0, 1000)

/** TBSCertificate: [0] version, serial, algorithm, issuer, validity, subject, key, …, [3] extensions. */
function readFields(content: DerElement) {
  const all = childrenOf(content.content)
  if (all === null) return null
  const [serial, , issuer, validity, subject, spki, ...more] =
    all[0]?.tag === TAG.context0 ? all.slice(1) : all
  const [from, to] = validity === undefined ? [] : (readSequence(validity.whole) ?? [])
  const notBefore = from === undefined ? null : timeOf(from)
  const notAfter = to === undefined ? null : timeOf(to)
  if (serial?.tag !== TAG.integer || !issuer || !subject || !spki || !notBefore || !notAfter) return null
  const extensions = readExtensions(more.find(({ tag }) => tag === TAG.context3))
  if (extensions === null) return null
  return {
    serial: serialOf(serial.content),
    notBefore,
    notAfter,
    issuerName: issuer.whole,
    subjectName: subject.whole,
    spki: spki.whole,
    extensions,
  }
}

/** By object id. Null when malformed or when one stands twice. */
export function readExtensions(element: DerElement | undefined): ReadonlyMap<string, Extension> | null {
  const extensions = new Map<string, Extension>()
  if (element === undefined) return extensions
  const list = readSequence(element.content)
  if (list === null) return null
  for (const { whole } of list) {
    const parts = readSequence(whole) ?? []
    const [id] = parts
    const value = parts.at(-1)
    if (id?.tag !== TAG.objectId || value?.tag !== TAG.octets) return null
    const oid = objectIdOf(id.content)
    if (extensions.has(oid)) return null
    const critical = parts[1]?.tag === TAG.boolean && parts[1].content[0] !== 0
    extensions.set(oid, { critical, value: value.content })
  }
  return extensions
}

function basicOf(extensions: ReadonlyMap<string, Extension>): Pick<Certificate, 'isCa' | 'pathLength'> {
  const found = extensions.get(OID.basicConstraints)
  const [ca, length] = found === undefined ? [] : (readSequence(found.value) ?? [])
  const isCa = ca?.tag === TAG.boolean && ca.content[0] !== 0
  const limited = isCa && length?.tag === TAG.integer && length.content.length <= 4
  return { isCa, pathLength: limited ? length.content.readUIntBE(0, length.content.length) : null }
}

/** A BIT STRING: the first byte counts the unused bits, bit 0 is the highest of the second. */
function usagesOf(value: Buffer): ReadonlySet<KeyUsage> {
  const [bits] = childrenOf(value) ?? []
  const bytes = bits?.tag === TAG.bits ? bits.content.subarray(1) : Buffer.alloc(0)
  const has = (bit: number) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0
  return new Set((Object.keys(KEY_USAGES) as KeyUsage[]).filter((name) => has(KEY_USAGES[name])))
}
