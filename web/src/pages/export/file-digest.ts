/** What a browser can hold at once; a longer file is digested by a tool of the system, and its digest pasted. */
export const DIGESTED_MAX_BYTES = 1024 * 1024 * 1024

/** SHA-256 of a file, worked out here: the file itself goes nowhere. Null where it is too long for that. */
export async function sha256Of(file: Blob): Promise<string | null> {
  if (file.size > DIGESTED_MAX_BYTES) return null
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The digest within what was pasted: tools write the file's name beside it, and some write pairs with spaces. */
export function digestIn(pasted: string): string | null {
  const plain = pasted.trim().toLowerCase()
  const [only, second] = plain.match(/\b[0-9a-f]{64}\b/g) ?? []
  if (only !== undefined) return second === undefined ? only : null
  const pairs = plain.replace(/\s+/g, '')
  return /^[0-9a-f]{64}$/.test(pairs) ? pairs : null
}
