import { createHash } from 'node:crypto'

export interface FileDigests {
  /** What anybody's tools say of a file, a browser's own included. */
  readonly sha256: string
  /** GM/T 0004. */
  readonly sm3: string
  readonly sizeBytes: number
}

/** Both digests of a file in one pass, however long it is. */
export function fileDigests(): { update(chunk: Uint8Array): void; digests(): FileDigests } {
  const [sha256, sm3] = [createHash('sha256'), createHash('sm3')]
  let sizeBytes = 0
  return {
    update(chunk) {
      sha256.update(chunk)
      sm3.update(chunk)
      sizeBytes += chunk.length
    },
    digests: () => ({ sha256: sha256.digest('hex'), sm3: sm3.digest('hex'), sizeBytes }),
  }
}
