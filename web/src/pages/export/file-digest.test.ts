import { describe, expect, it } from 'vitest'
import { DIGESTED_MAX_BYTES, digestIn, sha256Of } from './file-digest.ts'

const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

describe('the digest of a file', () => {
  it('R275: is worked out in the browser, as every tool does', async () => {
    expect(await sha256Of(new Blob(['abc']))).toBe(ABC)
  })

  it('is left to other tools where the file is too long', async () => {
    const long = { size: DIGESTED_MAX_BYTES + 1 } as Blob
    expect(await sha256Of(long)).toBe(null)
  })

  it.each([
    [ABC, ABC],
    [` ${ABC.toUpperCase()}\n`, ABC],
    [`${ABC}  结算单-JS2026-000001.xlsx`, ABC],
    [(ABC.match(/../g) ?? []).join(' '), ABC],
    [ABC.slice(1), null],
    [`${ABC} ${ABC.replace('b', 'c')}`, null],
    ['', null],
  ])('is found in what was pasted: %s', (pasted, digest) => {
    expect(digestIn(pasted)).toBe(digest)
  })
})
