/** The master keys. They come from outside the database; a dump of the database alone opens nothing. */
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { inspect } from 'node:util'
import type { SecretKeySource } from '../config/index.ts'
import { SEAL_KEY_BYTES } from '../crypto/index.ts'

export interface KeyRing {
  /** The version that new secrets are sealed with: the highest. */
  readonly current: number
  /** Null for a version that is not in the ring. */
  keyOf(version: number): Buffer | null
}

export class KeyRingError extends Error {
  override readonly name = 'KeyRingError'
}

const VERSION_MAX = 999_999

/**
 * One key, or one `v<n>:<key>` a line while a rotation is under way (a bare key counts as v1). Keys have 32 bytes, in
 * hexadecimal or base64. Messages never repeat what was read.
 */
export function parseKeyRing(text: string): KeyRing {
  const keys = new Map<number, Buffer>()
  const lines = text.split('\n').map((line) => line.trim())
  for (const [index, line] of lines.entries()) {
    if (line === '' || line.startsWith('#')) continue
    const match = /^(?:v([1-9][0-9]{0,5}):)?([0-9a-fA-F]{64}|[A-Za-z0-9+/]{43}=)$/.exec(line)
    if (match === null)
      throw new KeyRingError(`secret key, line ${index + 1}: not [v<n>:]<32 bytes in hex or base64>`)
    const version = Number(match[1] ?? 1)
    if (keys.has(version))
      throw new KeyRingError(`secret key, line ${index + 1}: version ${version} stands there twice`)
    keys.set(version, decodeKey(match[2] as string))
  }
  if (keys.size === 0) throw new KeyRingError('secret key: empty')
  return toRing(keys)
}

function decodeKey(text: string): Buffer {
  const key = Buffer.from(text, text.length === SEAL_KEY_BYTES * 2 ? 'hex' : 'base64')
  if (key.every((byte) => byte === key[0])) throw new KeyRingError('secret key: all bytes are the same')
  return key
}

function toRing(keys: ReadonlyMap<number, Buffer>): KeyRing {
  const current = Math.max(...keys.keys())
  if (current > VERSION_MAX) throw new KeyRingError('secret key: version too high')
  return Object.freeze({
    current,
    keyOf: (version: number) => keys.get(version) ?? null,
    toJSON: () => '[secret]',
    [inspect.custom]: () => '[secret]',
  })
}

/** Reads the ring from where the configuration says; makes the file at the first start when that is wanted. */
export function loadKeyRing(source: SecretKeySource): KeyRing {
  if (source.kind === 'value') return parseKeyRing(source.value)
  if (source.createWhenMissing) createKeyFile(source.path)
  refuseReadableByOthers(source.path)
  return parseKeyRing(readFileSync(source.path, 'utf8'))
}

/**
 * Written beside, synced, then linked: a crash leaves no half-written key, and of two processes that start together
 * both read the key that came first (`link` does not replace).
 */
function createKeyFile(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })) return
  // With an external database nothing else makes the data directory.
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  const file = openSync(draft, 'wx', 0o600)
  try {
    writeSync(file, `v1:${randomBytes(SEAL_KEY_BYTES).toString('hex')}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  chmodSync(draft, 0o600)
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function refuseReadableByOthers(path: string): void {
  const mode = statSync(path).mode & 0o777
  if ((mode & 0o077) !== 0) {
    throw new KeyRingError(`${path}: readable by others (mode ${mode.toString(8)}); run chmod 600 on it`)
  }
}
