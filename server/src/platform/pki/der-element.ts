/**
 * Any element of DER (X.690), for certificates and revocation lists. Readers answer null for anything malformed: what they
 * read comes from outside. Unlike the reader of keys (`crypto/der.ts`) it knows tags it does not expect, and lists of megabytes.
 */

export interface DerElement {
  readonly tag: number
  readonly content: Buffer
  /** Tag and length included: what a signature is made over. */
  readonly whole: Buffer
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  objectId: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  context0: 0xa0,
  context3: 0xa3,
} as const

/** The first element and what follows it. */
function readElement(bytes: Buffer): { readonly element: DerElement; readonly rest: Buffer } | null {
  const tag = bytes[0]
  const first = bytes[1]
  // Tags above 30 take more bytes; X.509 has none.
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return null
  let start = 2
  let length = first
  if (first >= 0x80) {
    const count = first - 0x80
    if (count === 0 || count > 4 || bytes.length < 2 + count) return null
    length = bytes.readUIntBE(2, count)
    start += count
    // Minimal only: two spellings of one thing would have two signatures.
    if (length < 0x80 || (count > 1 && length < 2 ** (8 * (count - 1)))) return null
  }
  const end = start + length
  if (end > bytes.length) return null
  const whole = bytes.subarray(0, end)
  return { element: { tag, content: bytes.subarray(start, end), whole }, rest: bytes.subarray(end) }
}

/** Everything inside, in order; null when anything of it is broken. */
export function childrenOf(content: Buffer): readonly DerElement[] | null {
  const elements: DerElement[] = []
  for (let rest = content; rest.length > 0; ) {
    const read = readElement(rest)
    if (read === null) return null
    elements.push(read.element)
    rest = read.rest
  }
  return elements
}

/** The one element that these bytes are, and its children. */
export function readSequence(bytes: Buffer): readonly DerElement[] | null {
  const read = readElement(bytes)
  if (read === null || read.rest.length > 0 || read.element.tag !== TAG.sequence) return null
  return childrenOf(read.element.content)
}

/** `1.2.840.10045.4.3.2`; the empty string for what is none. */
export function objectIdOf(content: Buffer): string {
  const parts: number[] = []
  let value = 0
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f)
    if (value > Number.MAX_SAFE_INTEGER / 128) return ''
    if (byte < 0x80) {
      parts.push(value)
      value = 0
    }
  }
  const [head = 0, ...tail] = parts
  const first = Math.min(2, Math.floor(head / 40))
  return content.length === 0 ? '' : [first, head - first * 40, ...tail].join('.')
}

/** UTCTime and GeneralizedTime as RFC 5280 (4.1.2.5) writes them: to the second, in UTC. */
export function timeOf({ tag, content }: DerElement): Date | null {
  if (tag !== TAG.utcTime && tag !== TAG.generalizedTime) return null
  const text = content.toString('latin1')
  const match = /^(\d{2,4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text)
  if (match === null || text.length !== (tag === TAG.utcTime ? 13 : 15)) return null
  const [, year = '', ...rest] = match
  const century = tag === TAG.generalizedTime ? '' : Number(year) >= 50 ? '19' : '20'
  const [month, day, hour, minute, second] = rest
  const time = new Date(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(time.getTime()) ? null : time
}

/** Serial numbers in hexadecimal, as signed in the certificate. */
export const serialOf = (content: Buffer): string => content.toString('hex').replace(/^(00)+(?=..)/, '')
