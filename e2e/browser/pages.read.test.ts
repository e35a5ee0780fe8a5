import { expect, test } from 'vitest'
import { WIDE } from './browser.ts'
import { faultsOfMenu } from './menu-pages.ts'
import { usePeople } from './people.ts'

const people = usePeople()

/** Personas whose pages others have inspected closely: here they are read. */
const VIEWS = [
  { username: 'security', looks: { dark: true } },
  { username: 'audit', looks: {} },
  { username: 'ops', looks: { viewport: WIDE } },
  { username: 'auditing', looks: {} },
  { username: 'resources-admin', looks: { english: true } },
] as const

test.each(VIEWS)(
  'every page of $username’s menu stands with data, in words that somebody wrote, within the window',
  async ({ username, looks }) => {
    const page = await people.as(username, looks)
    expect(await faultsOfMenu(page, username, () => 'words', false)).toEqual([])
  },
)
