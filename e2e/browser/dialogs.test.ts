/** Every dialog of every page: clean to axe, closed by Escape, and the focus back where it came from. */
import { expect, test } from 'vitest'
import { dialogFindings, PHONE } from './browser.ts'
import { type Sweep, sweep } from './dialogs.ts'
import { visit } from './inspect.ts'
import { usePeople } from './people.ts'

const people = usePeople()
const opened = new Set<string>()
const tried = new Set<string>()

/** Who can open them, how they look meanwhile, and where they stand (`one`: the first object of the list). */
const PLACES = [
  [
    'resources',
    {},
    [
      '/me',
      '/requests?state=draft one',
      '/requests?state=in-approval one',
      '/resources?kind=server one',
      '/resources?kind=volume one',
      '/resources?kind=security-group one',
    ],
  ],
  ['civil', { dark: true }, ['/requests?state=delivered one']],
  ['service', { dark: true }, ['/requests?state=returned one']],
  ['labour-head', { dark: true }, ['/todo one']],
  [
    'centre',
    { dark: true },
    [
      '/quotas',
      '/clouds one',
      '/pools one',
      '/flow-instances',
      '/prices one',
      '/catalogue one',
      '/resources one',
    ],
  ],
  ['bureau', {}, ['/flows one', '/prices one']],
  ['panshi', {}, ['/work-orders one']],
  ['system', {}, ['/accounts', '/calendar', '/regions', '/bodies', '/bodies one', '/people one']],
  ['security', { english: true }, ['/me', '/people one', '/accounts', '/accounts one', '/role-networks']],
  ['audit', { dark: true }, ['/audit']],
] as const

test.each(PLACES)('every dialog that %s can open', async (username, looks, places) => {
  const page = await people.as(username, looks)
  const into: Sweep = { opened, tried, faults: [] }
  for (const place of places) await sweep(page, place, into)
  expect(into.faults).toEqual([])
})

test('Ctrl-K finds a page and an object, goes there by keyboard, and gives the focus back', async () => {
  const page = await people.as('resources')
  await visit(page, '/')
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog')
  await palette.getByRole('combobox').fill('国土空间')
  const found = palette.getByRole('option', { name: /国土空间规划一张图/ }).first()
  await found.waitFor()
  expect(await dialogFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await palette.waitFor({ state: 'hidden' })
  const button = page.getByRole('button', { name: /Ctrl K/ })
  await expect.poll(() => button.and(page.locator(':focus')).count()).toBe(1)
  await page.keyboard.press('Control+k')
  await palette.getByRole('combobox').fill('国土空间规划一张图')
  await found.waitFor()
  while ((await found.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: /国土空间规划一张图/ }).waitFor()
})

test('the menu of a phone is a drawer: clean to axe, closed by Escape, the focus back', async () => {
  const page = await people.as('labour-head', { viewport: PHONE })
  await visit(page, '/')
  const button = page.getByRole('button', { name: '打开菜单' })
  await button.click()
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('link', { name: '待办' }).waitFor()
  expect(await dialogFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'hidden' })
  await expect.poll(() => button.and(page.locator(':focus')).count()).toBe(1)
})

test('the sweep has found the dialogs it is there for', () => {
  expect(opened.size).toBeGreaterThanOrEqual(45)
})
