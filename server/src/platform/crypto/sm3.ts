import { createHash, createHmac, hash as hashOnce } from 'node:crypto'

/** SM3 (GM/T 0004), 32 bytes. Native: 149–324 MB/s against 1–134 in pure JavaScript. */
export function sm3(...parts: readonly (Uint8Array | string)[]): Buffer {
  const hash = createHash('sm3')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

export function sm3Hex(...parts: readonly (Uint8Array | string)[]): string {
  const [only] = parts
  // One call into OpenSSL instead of three: 2.7 µs against 4.0 for 800 bytes.
  return parts.length === 1 && only !== undefined
    ? hashOnce('sm3', only, 'hex')
    : sm3(...parts).toString('hex')
}

export function hmacSm3(key: Uint8Array, ...parts: readonly (Uint8Array | string)[]): Buffer {
  const mac = createHmac('sm3', key)
  for (const part of parts) mac.update(part)
  return mac.digest()
}

/** A running SM3 over a stream that does not fit in memory. */
export function sm3Stream(): { update(chunk: Uint8Array | string): void; digestHex(): string } {
  const hash = createHash('sm3')
  return {
    update(chunk) {
      hash.update(chunk)
    },
    digestHex: () => hash.digest('hex'),
  }
}
