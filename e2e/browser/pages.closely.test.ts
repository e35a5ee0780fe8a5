import { expect, test } from 'vitest'
import { WIDE } from './browser.ts'
import { faultsOfMenu } from './menu-pages.ts'
import { usePeople } from './people.ts'

const people = usePeople()
const looked = new Set<string>()

/** Who looks and how; the looks take turns. What somebody before inspected in the same theme is only read. */
const VIEWS = [
  { username: 'centre', looks: {} },
  { username: 'resources', looks: { dark: true } },
  { username: 'bureau', looks: { english: true, viewport: WIDE } },
  { username: 'lanzhou', looks: { dark: true, english: true } },
  { username: 'system', looks: {} },
] as const

test.each(VIEWS)(
  'every page of $username’s menu, and an object of each list, stands with data and without a fault',
  async ({ username, looks }) => {
    const page = await people.as(username, looks)
    const theme = 'dark' in looks ? 'dark' : 'light'
    const closely = (what: string) => {
      const key = `${theme} ${what}`
      if (looked.has(key)) return 'words'
      looked.add(key)
      return 'axe'
    }
    expect(await faultsOfMenu(page, username, closely, true)).toEqual([])
  },
)
