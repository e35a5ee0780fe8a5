/** The directory of exported files. A file has its final name only when it is whole. */
import { createReadStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { ExportFormat } from '@yunheng/contract'

export interface ExportFiles {
  /** Where this run writes; what earlier runs of the same export left is gone. */
  begin(id: string, attempt: number): Promise<string>
  /** @returns its size in bytes. */
  keep(part: string, id: string, format: ExportFormat): Promise<number>
  discard(part: string): Promise<void>
  /** Null when it is not in this directory. */
  open(id: string, format: ExportFormat): Promise<{ content: Readable; sizeBytes: number } | null>
  remove(id: string): Promise<void>
  /** Ids of which there are files. */
  ids(): Promise<readonly string[]>
  freeBytes(): Promise<number>
}

const ID = /^([0-9a-f-]{36})\./
/** What people may not see is nobody's to read but the service's own. */
const PRIVATE = 0o700

export function openExportFiles(dir: string): ExportFiles {
  const pathOf = (id: string, format: ExportFormat) => join(dir, `${id}.${format}`)
  const namesOf = async () => (await readdir(dir).catch(() => [])).filter((name) => ID.test(name))
  const remove = async (id: string) => {
    for (const name of await namesOf())
      if (name.startsWith(`${id}.`)) await rm(join(dir, name), { force: true })
  }
  return {
    async begin(id, attempt) {
      await mkdir(dir, { recursive: true, mode: PRIVATE })
      await remove(id)
      return join(dir, `${id}.${attempt}.part`)
    },
    async keep(part, id, format) {
      const { size } = await stat(part)
      await rename(part, pathOf(id, format))
      return size
    },
    discard: (part) => rm(part, { force: true }),
    async open(id, format) {
      const path = pathOf(id, format)
      const found = await stat(path).catch(() => null)
      return found === null ? null : { content: createReadStream(path), sizeBytes: found.size }
    },
    remove,
    async ids() {
      return [...new Set((await namesOf()).map((name) => ID.exec(name)?.[1] as string))]
    },
    async freeBytes() {
      const { bavail, bsize } = await statfs(dir)
      return bavail * bsize
    },
  }
}
