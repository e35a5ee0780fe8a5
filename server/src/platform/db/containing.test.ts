import { describe, expect, it } from 'vitest'
import { containing } from './containing.ts'

describe('words that are sought in a column', () => {
  it.each([
    ['政务云', '%政务云%'],
    ['100%', '%100\\%%'],
    ['a_b', '%a\\_b%'],
    ['c\\d', '%c\\\\d%'],
  ])('%s is sought as it was typed', (words, pattern) => {
    expect(containing(words)).toBe(pattern)
  })
})
