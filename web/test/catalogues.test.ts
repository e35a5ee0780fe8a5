import { describe, expect, test } from 'vitest'

type Catalogue = Readonly<Record<string, string>>
const files = import.meta.glob<{ default: Catalogue }>('../src/{text,pages}/*/{zh-CN,en}.ts', { eager: true })
const shell = import.meta.glob<{ default: Catalogue }>('../src/shell/{zh-CN,en}.ts', { eager: true })
const all = { ...files, ...shell }
const pairs = Object.keys(all)
  .filter((path) => path.endsWith('/zh-CN.ts'))
  .map(
    (path) =>
      [
        path.split('/').at(-2) as string,
        all[path]?.default,
        all[path.replace('zh-CN', 'en')]?.default,
      ] as const,
  )

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).toSorted()

describe.each(pairs)('catalogue %s', (_name, zh, en) => {
  test('says the same things in both languages', () => {
    expect(Object.keys(en ?? {}).toSorted()).toEqual(Object.keys(zh ?? {}).toSorted())
  })
  test('fills the same names into a sentence', () => {
    for (const [key, text] of Object.entries(zh ?? {}))
      expect([key, holes(en?.[key] ?? '')]).toEqual([key, holes(text)])
  })
  test('has no empty text, no exclamation mark and no OK on a button', () => {
    for (const text of [...Object.values(zh ?? {}), ...Object.values(en ?? {})]) {
      expect(text.trim()).not.toBe('')
      expect(text).not.toMatch(/[!！]|^(确定|OK)$/)
    }
  })
})

test('there are catalogues', () => {
  expect(pairs.length).toBeGreaterThan(3)
})
