/** What a file must be before it is kept: a plain name, a bounded size, and content of the type it is said to be. */

export interface BlobLimit {
  readonly mediaTypes: readonly string[]
  readonly sizeBytesMax: number
}

export type BlobFlaw = 'too-large' | 'type-mismatch' | 'name-invalid'

const ZIP = [0x50, 0x4b, 0x03, 0x04]
/** How the content of each type begins. Text is judged by {@link isText}. */
const BEGINNINGS: Readonly<Record<string, readonly number[]>> = {
  'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  'image/jpeg': [0xff, 0xd8, 0xff],
  'application/zip': ZIP,
  'application/ofd': ZIP,
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ZIP,
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ZIP,
}

/** The first thing wrong with a file, or null. An unknown type is a mismatch: nothing is kept unseen. */
export function flawOfBlob(
  file: { readonly fileName: string; readonly mediaType: string; readonly content: Buffer },
  limit: BlobLimit,
): BlobFlaw | null {
  if (!isPlainName(file.fileName)) return 'name-invalid'
  if (file.content.length > limit.sizeBytesMax) return 'too-large'
  if (!limit.mediaTypes.includes(file.mediaType)) return 'type-mismatch'
  if (file.mediaType.startsWith('text/')) return isText(file.content) ? null : 'type-mismatch'
  const beginning = BEGINNINGS[file.mediaType]
  const fits =
    beginning !== undefined &&
    file.content.length > beginning.length &&
    beginning.every((byte, at) => file.content[at] === byte)
  return fits ? null : 'type-mismatch'
}

/** A name without a path, control characters or direction marks, as any system can store it. */
function isPlainName(name: string): boolean {
  if (name.trim() === '' || name.length > 200 || name.startsWith('.')) return false
  return !/[\\/:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)
}

function isText(content: Buffer): boolean {
  if (content.length === 0 || content.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content)
    return true
  } catch {
    return false
  }
}
