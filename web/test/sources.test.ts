import * as contract from '@yunheng/contract'
import { expect, test } from 'vitest'
import { allRoutes } from '../src/pages/all-routes.ts'
import { patterns } from '../src/paths.ts'

const sources = import.meta.glob<string>('../src/**/*.{ts,tsx}', {
  eager: true,
  query: '?raw',
  import: 'default',
})
const isCatalogue = (path: string) => /\/(zh-CN|en)\.ts$/.test(path)
/** Where words must stand in code: both languages beside each other, or the names of languages themselves. */
const exempt = ['/api/problem.ts']

/** Comments may cite Chinese terms. */
const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')

test('words stand in catalogues only', () => {
  const found = Object.entries(sources)
    .filter(
      ([path]) => !isCatalogue(path) && !path.includes('.test.') && !exempt.some((one) => path.endsWith(one)),
    )
    // Separators of lists and brackets around a post are typography, not words.
    .filter(([, text]) => /[\u4e00-\u9fff]/.test(code(text)))
    .map(([path]) => path)
  expect(found).toEqual([])
})

test('pages draw no text of their own between tags', () => {
  const found = Object.entries(sources)
    .filter(([path]) => path.endsWith('.tsx'))
    .flatMap(([path, text]) =>
      [...code(text).matchAll(/>\s*([A-Z][a-z]+ [a-z][^<>{}=;]*)</g)].map((hit) => `${path}: ${hit[1]}`),
    )
  expect(found).toEqual([])
})

test('every page has one route and every route its page', () => {
  expect(allRoutes.map((route) => route.name).toSorted()).toEqual(Object.keys(patterns).toSorted())
})

test('pages write no path by hand', () => {
  const found = Object.entries(sources)
    .filter(([path]) => path.includes('/pages/') && !isCatalogue(path))
    .filter(([, text]) => /\bto=["'{]+["']?\/|href=["']\//.test(text))
    .map(([path]) => path)
  expect(found).toEqual([])
})

test('of the contract data is used and no functions: they do not travel to the browser', () => {
  const used = Object.entries(sources).flatMap(([path, text]) =>
    [...text.matchAll(/import \{([^}]*)\} from '@yunheng\/contract'/g)]
      .flatMap((hit) => (hit[1] as string).split(','))
      .map((name) => ({ path, name: name.trim().split(' as ')[0] ?? '' })),
  )
  const isFunction = (name: string) => typeof (contract as Record<string, unknown>)[name] === 'function'
  expect(used.length).toBeGreaterThan(100)
  expect(used.filter(({ path, name }) => !path.includes('.test.') && isFunction(name))).toEqual([])
})

test('ui knows neither router nor server, kit knows no page', () => {
  const imports = (path: string) =>
    [...(sources[path] ?? '').matchAll(/from '([^']+)'/g)].map((hit) => hit[1] as string)
  const under = (folder: string) =>
    Object.keys(sources).filter((path) => path.startsWith(`../src/${folder}/`))
  const wrong = [
    ...under('ui').flatMap((path) =>
      imports(path).filter((one) => /react-router|react-query|yunheng|\/(api|kit|shell|pages)\//.test(one)),
    ),
    ...under('kit').flatMap((path) => imports(path).filter((one) => /\/(shell|pages)\//.test(one))),
  ]
  expect(wrong).toEqual([])
})
