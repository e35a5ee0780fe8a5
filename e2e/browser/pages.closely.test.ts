import { expect, test } from 'vitest'
import { WIDE } from './browser.ts'
import { faultsOfMenu } from './menu-pages.ts'
import { usePeople } from './people.ts'

const people = usePeople()
/** In which themes each was looked at. */
const looked = new Map<string, Set<string>>()

/** Who looks and how; the looks take turns. What somebody before inspected is looked at for the colours of another theme, and read. */
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
      const themes = looked.get(what) ?? new Set()
      const depth = themes.has(theme) ? 'words' : themes.size > 0 ? 'colours' : 'axe'
      looked.set(what, themes.add(theme))
      return depth
    }
    expect(await faultsOfMenu(page, username, closely, true)).toEqual([])
  },
)
