import { describe, expect, test } from 'vitest'
import { href, patterns, readSearch, to, writeSearch } from './paths.ts'

describe('paths', () => {
  test('every pattern is said once and starts at the root', () => {
    const all = Object.values(patterns)
    expect(new Set(all).size).toBe(all.length)
    for (const one of all) expect(one).toMatch(/^\/[a-z0-9/$-]*$/i)
  })
  test('a place without parameters takes its search directly', () => {
    expect(href(to('search', { q: '云 主机' }))).toBe('/search?q=%E4%BA%91+%E4%B8%BB%E6%9C%BA')
  })
  test('what is empty is left out of the address', () => {
    expect(writeSearch({ a: '', b: undefined, c: '1' })).toBe('?c=1')
    expect(writeSearch({})).toBe('')
  })
  test('reading gives back what was written', () => {
    const search = { state: 'running', text: 'a&b=c 中' }
    expect(readSearch(writeSearch(search))).toEqual(search)
  })
})
