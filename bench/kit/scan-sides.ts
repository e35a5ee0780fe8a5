import { fork } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { from as copyFrom } from 'pg-copy-streams'
import type { Database } from '../../server/src/platform/db/index.ts'
import type { ScanWorld } from './scan-world.ts'

export interface Scanned {
  readonly seconds: number
  readonly memoryMiB: number
  readonly scan: {
    readonly state: string
    readonly seen: number
    readonly appeared: number
    readonly changed: number
    readonly vanished: number
  }
}

/** Our scan, in a process of its own. */
export function scanAside(url: string, world: ScanWorld): Promise<Scanned> {
  const script = fileURLToPath(new URL('./scan-process.ts', import.meta.url))
  const child = fork(script, [url, world.cloudId, world.pages])
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Scanned))
    child.once('exit', (code) => reject(new Error(`the scan ended with ${code}`)))
  })
}

/** A file that is ready for COPY, sent as it is. */
export async function copyFile({ owner }: Database, path: string, target: string): Promise<void> {
  const client = await owner.connect()
  try {
    const into = client.query(copyFrom(`copy ${target} from stdin with (format binary)`))
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), into)
  } finally {
    client.release()
  }
}
