import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, equalConstantTime, hmacSm3, openBytes, sealBytes, sm3Hex } from './index.ts'

describe('SM3', () => {
  it('gives the digests of GM/T 0004', () => {
    expect(sm3Hex('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
    expect(sm3Hex('abcd'.repeat(16))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732')
    expect(sm3Hex('ab', 'c')).toBe(sm3Hex('abc'))
  })

  it('keys a MAC: another key gives another tag', () => {
    expect(hmacSm3(Buffer.alloc(32), 'm').equals(hmacSm3(Buffer.alloc(32, 1), 'm'))).toBe(false)
  })
})

describe('canonical JSON (RFC 8785)', () => {
  it('sorts names by UTF-16 code units and writes numbers as the RFC shows', () => {
    expect(
      canonicalJson({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, ö: 7 }),
    ).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"\u{1f600}":5,"\ufb33":3}')
    expect(canonicalJson([333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0])).toBe(
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    )
  })

  it('gives one text whatever the order of the names, and it reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
      }),
    )
  })

  it('refuses what JSON cannot carry', () => {
    for (const bad of [Number.NaN, 1n, () => 1, new Map(), '\ud800', { a: Symbol('s') }]) {
      expect(() => canonicalJson(bad)).toThrow(TypeError)
    }
    expect(canonicalJson({ a: undefined, b: null })).toBe('{"b":null}')
  })
})

describe('sealed bytes', () => {
  const key = randomBytes(32)

  it('open to what was sealed, with the same key and context only', () => {
    const sealed = sealBytes(key, 'cloud/1', Buffer.from('口令'))
    expect(openBytes(key, 'cloud/1', sealed)?.toString()).toBe('口令')
    expect(openBytes(key, 'cloud/2', sealed)).toBeNull()
    expect(openBytes(randomBytes(32), 'cloud/1', sealed)).toBeNull()
  })

  it('do not open with any bit changed, shortened or swapped between context and body', () => {
    const sealed = sealBytes(key, 'c', Buffer.from('abc'))
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const flipped = Buffer.from(sealed)
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7))
      expect(openBytes(key, 'c', flipped)).toBeNull()
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(openBytes(key, 'c', sealed.subarray(0, length))).toBeNull()
    }
  })

  it('are different each time', () => {
    expect(sealBytes(key, 'c', Buffer.from('a')).equals(sealBytes(key, 'c', Buffer.from('a')))).toBe(false)
  })
})

describe('constant-time comparison', () => {
  it('tells equal from different, also of different length', () => {
    expect(equalConstantTime('abc', 'abc')).toBe(true)
    expect(equalConstantTime('abc', 'abd')).toBe(false)
    expect(equalConstantTime('abc', 'abcd')).toBe(false)
  })
})
