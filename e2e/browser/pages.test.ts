import { expect, test } from 'vitest'
import { WIDE } from './browser.ts'
import { faultsOf, firstOf, menuOf, visit } from './inspect.ts'
import { usePeople } from './people.ts'

const people = usePeople()
const looked = new Set<string>()
const LISTS = [
  '/requests',
  '/resources',
  '/systems',
  '/clouds',
  '/pools',
  '/scans',
  '/explorer',
  '/flows',
  '/decision-tables',
  '/bodies',
  '/people',
  '/work-orders',
  '/accounts',
]

/**
 * Who looks, how, and how closely: every persona sees every page of its menu; the looks take turns. What was looked at
 * closely in one theme already, by somebody before, is only read.
 */
const VIEWS = [
  { username: 'centre', looks: {}, depth: 'axe' },
  { username: 'resources', looks: { dark: true }, depth: 'axe' },
  { username: 'bureau', looks: { english: true, viewport: WIDE }, depth: 'axe' },
  { username: 'lanzhou', looks: { dark: true, english: true }, depth: 'axe' },
  { username: 'system', looks: {}, depth: 'axe' },
  { username: 'security', looks: { dark: true }, depth: 'words' },
  { username: 'audit', looks: {}, depth: 'words' },
  { username: 'ops', looks: { viewport: WIDE }, depth: 'words' },
  { username: 'auditing', looks: {}, depth: 'words' },
  { username: 'resources-admin', looks: { english: true }, depth: 'words' },
] as const

test.each(VIEWS)(
  'every page of $username’s menu, and an object of each list, stands with data and without a fault',
  async ({ username, looks, depth }) => {
    const page = await people.as(username, looks)
    const faults: string[] = []
    const theme = 'dark' in looks ? 'dark' : 'light'
    const closely = (what: string) => {
      const key = `${theme} ${what}`
      if (depth === 'words' || looked.has(key)) return 'words'
      looked.add(key)
      return 'axe'
    }
    for (const path of await menuOf(page)) {
      await visit(page, path)
      faults.push(...(await faultsOf(page, `${username}${path.replaceAll('/', '-')}`, closely(path))))
      if (depth === 'words' || !LISTS.includes(path)) continue
      const object = await firstOf(page, path)
      if (!object) continue
      await visit(page, object)
      faults.push(
        ...(await faultsOf(page, `${username}${path.replaceAll('/', '-')}-one`, closely(`${path} one`))),
      )
    }
    expect(faults).toEqual([])
  },
)
