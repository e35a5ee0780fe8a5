/** Texts that certificates and lists travel in. */

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/** Every block of this label, in order; what is no base64 in one is null. */
export function readPem(text: string, label: string): readonly (Buffer | null)[] {
  const blocks = text.matchAll(new RegExp(`-----BEGIN ${label}-----([^-]*)-----END ${label}-----`, 'g'))
  return [...blocks].map(([, body = '']) => fromBase64(body.replace(/\s+/g, '')))
}

function fromBase64(text: string): Buffer | null {
  return BASE64.test(text) ? Buffer.from(text, 'base64') : null
}

/**
 * A certificate as reverse proxies hand it on: PEM with percent escapes (nginx `$ssl_client_escaped_cert`, Apache), the
 * `:base64:` of RFC 9440 (`Client-Cert`), or plain base64 (Traefik). Null when it is none of them.
 */
export function readCertificateHeader(value: string): Buffer | null {
  const plain = unescapePercent(value.trim())
  if (plain === null) return null
  const [block] = readPem(plain, 'CERTIFICATE')
  if (block !== undefined) return block
  return fromBase64((/^:(.*):$/.exec(plain)?.[1] ?? plain.split(',')[0] ?? '').replace(/\s+/g, ''))
}

function unescapePercent(value: string): string | null {
  try {
    return value.includes('%') ? decodeURIComponent(value) : value
  } catch {
    // A broken escape.
    return null
  }
}
