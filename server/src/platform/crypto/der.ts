/**
 * The little of DER (X.690) that SM2 keys and signatures need. Readers answer null for anything malformed:
 * key material comes from uploads, and OpenSSL's own importers have aborted the process on some of it.
 */

export interface DerElement {
  readonly content: Uint8Array
  /** What follows the element. */
  readonly rest: Uint8Array
}

const INTEGER = 0x02
const BIT_STRING = 0x03
const OCTET_STRING = 0x04
const OBJECT_ID = 0x06
const SEQUENCE = 0x30

export function readDer(bytes: Uint8Array, tag: number): DerElement | null {
  if (bytes.length < 2 || bytes[0] !== tag) return null
  const length = readLength(bytes)
  if (length === null || length.offset + length.value > bytes.length) return null
  const end = length.offset + length.value
  return { content: bytes.subarray(length.offset, end), rest: bytes.subarray(end) }
}

/** Definite, minimal lengths below 64 KiB: longer ones do not occur in a key or signature. */
function readLength(bytes: Uint8Array): { value: number; offset: number } | null {
  const first = bytes[1] as number
  if (first < 0x80) return { value: first, offset: 2 }
  const second = bytes[2]
  if (first === 0x81) return second === undefined || second < 0x80 ? null : { value: second, offset: 3 }
  const third = bytes[3]
  if (first !== 0x82 || second === undefined || third === undefined || second === 0) return null
  return { value: second * 256 + third, offset: 4 }
}

export function readDerSequence(bytes: Uint8Array): DerElement | null {
  return readDer(bytes, SEQUENCE)
}

/** Non-negative, minimally written; the sign byte is removed. */
export function readDerInteger(bytes: Uint8Array): DerElement | null {
  const element = readDer(bytes, INTEGER)
  if (element === null || element.content.length === 0) return null
  const [first, second] = element.content as Uint8Array & [number]
  if (first >= 0x80) return null
  if (first === 0 && second !== undefined && second < 0x80) return null
  const content = first === 0 && second !== undefined ? element.content.subarray(1) : element.content
  return { content, rest: element.rest }
}

export function readDerOctets(bytes: Uint8Array): DerElement | null {
  return readDer(bytes, OCTET_STRING)
}

/** Bit strings of whole bytes only. */
export function readDerBits(bytes: Uint8Array): DerElement | null {
  const element = readDer(bytes, BIT_STRING)
  if (element === null || element.content[0] !== 0) return null
  return { content: element.content.subarray(1), rest: element.rest }
}

export function readDerObjectId(bytes: Uint8Array): DerElement | null {
  return readDer(bytes, OBJECT_ID)
}

export function writeDer(tag: number, content: Uint8Array): Buffer {
  const length = content.length
  if (length > 0xffff) throw new RangeError('DER element is too long')
  const header =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from(header), content])
}

export function writeDerSequence(...parts: readonly Uint8Array[]): Buffer {
  return writeDer(SEQUENCE, Buffer.concat(parts))
}

export function writeDerInteger(magnitude: Uint8Array): Buffer {
  let start = 0
  while (start < magnitude.length - 1 && magnitude[start] === 0) start += 1
  const trimmed = magnitude.subarray(start)
  const signed = (trimmed[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), trimmed]) : trimmed
  return writeDer(INTEGER, signed)
}

export function writeDerOctets(content: Uint8Array): Buffer {
  return writeDer(OCTET_STRING, content)
}

export function writeDerBits(content: Uint8Array): Buffer {
  return writeDer(BIT_STRING, Buffer.concat([Buffer.from([0]), content]))
}

export function writeDerObjectId(content: Uint8Array): Buffer {
  return writeDer(OBJECT_ID, content)
}
