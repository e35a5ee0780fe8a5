import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { format, inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  KeyRingError,
  loadKeyRing,
  openSecret,
  parseKeyRing,
  rewrapSecret,
  Secret,
  sealSecret,
  UnsealError,
} from './index.ts'

const hexKey = () => randomBytes(32).toString('hex')

describe('Secret', () => {
  it('shows [secret] however it is printed, and gives itself out only by reveal', () => {
    const secret = new Secret('hunter2')
    const shown = [
      `${secret}`,
      String(secret),
      JSON.stringify({ secret }),
      inspect({ secret }, { showHidden: true, depth: 9 }),
      format('%s %o %j %O', secret, secret, secret, secret),
      Object.values(secret).join(),
      JSON.stringify(structuredClone({ ...secret })),
    ]
    for (const text of shown) expect(text).not.toContain('hunter2')
    expect(secret.reveal()).toBe('hunter2')
  })
})

describe('the key ring', () => {
  it('takes one key, or several versions of which the highest seals', () => {
    expect(parseKeyRing(hexKey()).current).toBe(1)
    expect(parseKeyRing(randomBytes(32).toString('base64')).current).toBe(1)
    const ring = parseKeyRing(`# rotation\nv1:${hexKey()}\nv3:${hexKey()}\n`)
    expect(ring.current).toBe(3)
    expect(ring.keyOf(2)).toBeNull()
  })

  it.each(['', 'v1:', 'abc', `v0:${'a'.repeat(64)}`, '0'.repeat(64)])('refuses %j', (text) => {
    expect(() => parseKeyRing(text)).toThrow(KeyRingError)
  })

  it('never repeats or prints a key', () => {
    const key = `${hexKey()}zz`
    expect(() => parseKeyRing(key)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(key) }),
    )
    const good = hexKey()
    expect(inspect(parseKeyRing(good), { depth: 9, showHidden: true })).not.toContain(good.slice(0, 8))
  })
})

describe('the key file', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ring-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('is made once, with the directory it lies in, for the owner only, and stays the same', () => {
    const path = join(folder, 'not', 'there', 'yet', 'secret.key')
    const sealed = sealSecret(
      loadKeyRing({ kind: 'file', path, createWhenMissing: true }),
      'c',
      new Secret('a'),
    )
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const before = readFileSync(path, 'utf8')
    const again = loadKeyRing({ kind: 'file', path, createWhenMissing: true })
    expect(openSecret(again, 'c', sealed).reveal()).toBe('a')
    expect(readFileSync(path, 'utf8')).toBe(before)
  })

  it('is refused when others may read it, and not invented when it was promised', () => {
    const path = join(folder, 'given.key')
    expect(() => loadKeyRing({ kind: 'file', path, createWhenMissing: false })).toThrow(/ENOENT/)
    writeFileSync(path, hexKey())
    chmodSync(path, 0o644)
    expect(() => loadKeyRing({ kind: 'file', path, createWhenMissing: false })).toThrow(/chmod 600/)
  })
})

describe('the envelope', () => {
  const first = hexKey()
  const old = parseKeyRing(first)
  const rotated = parseKeyRing(`v1:${first}\nv2:${hexKey()}`)

  it('opens with its key at its place only', () => {
    const sealed = sealSecret(old, 'cloud/1/password', new Secret('口令 hunter2'))
    expect(sealed).toMatch(/^gm:v1:/)
    expect(openSecret(old, 'cloud/1/password', sealed).reveal()).toBe('口令 hunter2')
    expect(() => openSecret(old, 'cloud/2/password', sealed)).toThrow(UnsealError)
    expect(() => openSecret(parseKeyRing(hexKey()), 'cloud/1/password', sealed)).toThrow(UnsealError)
  })

  it('is re-wrapped by a rotation: the old key is then no longer needed, the secret is the same', () => {
    const sealed = sealSecret(old, 'c', new Secret('s'))
    expect(openSecret(rotated, 'c', sealed).reveal()).toBe('s')
    const moved = rewrapSecret(rotated, 'c', sealed) as string
    expect(moved).toMatch(/^gm:v2:/)
    expect(rewrapSecret(rotated, 'c', moved)).toBeNull()
    expect(openSecret(rotated, 'c', moved).reveal()).toBe('s')
    expect(() => openSecret(old, 'c', moved)).toThrow(/v2 is not in the key ring/)
  })

  it('refuses a text with any character changed', () => {
    const sealed = sealSecret(old, 'c', new Secret('s'))
    for (let at = 0; at < sealed.length; at += 1) {
      const other = sealed[at] === 'A' ? 'B' : 'A'
      const changed = sealed.slice(0, at) + other + sealed.slice(at + 1)
      const opened = attempt(() => openSecret(old, 'c', changed).reveal())
      // The last character of base64url carries unused bits: a change there may decode to the same bytes.
      expect(opened === null || opened === 's').toBe(true)
      if (at > 6 && opened === 's') expect(isLastOfPart(sealed, at)).toBe(true)
    }
  })
})

function attempt(run: () => string): string | null {
  try {
    return run()
  } catch {
    return null
  }
}

function isLastOfPart(sealed: string, at: number): boolean {
  return at === sealed.length - 1 || sealed[at + 1] === '.'
}
