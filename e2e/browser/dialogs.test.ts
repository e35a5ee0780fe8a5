import { expect, test } from 'vitest'
import { faultsOf, firstOf, inspectDialogs, settled, visit } from './inspect.ts'
import { usePeople } from './people.ts'

const people = usePeople()

const PLACES = [
  {
    username: 'resources',
    paths: ['/me?tab=tokens', '/me?tab=delegations'],
    lists: ['/requests', '/resources', '/systems'],
  },
  { username: 'survey', paths: [], lists: ['/resources?kind=volume', '/resources?kind=security-group'] },
  { username: 'labour-head', paths: [], lists: ['/todo'] },
  { username: 'centre', paths: ['/quotas', '/calendar'], lists: ['/clouds', '/pools', '/flows'] },
  { username: 'lanzhou', paths: [], lists: ['/work-orders'] },
  { username: 'system', paths: ['/accounts', '/calendar'], lists: ['/bodies', '/people'] },
  { username: 'security', paths: [], lists: ['/people'] },
] as const

test.each(PLACES)(
  'every dialog that $username can open is clean to axe and closes by Escape',
  async ({ username, paths, lists }) => {
    const page = await people.as(username)
    const faults: string[] = []
    for (const path of paths) faults.push(...(await inspectDialogs(page, path)))
    for (const list of lists) {
      const object = await firstOf(page, list)
      if (object) faults.push(...(await inspectDialogs(page, object)))
    }
    expect(faults).toEqual([])
  },
)

test('R120: Ctrl-K finds a page, a request and a system, and goes there by keyboard', async () => {
  const page = await people.as('resources')
  await visit(page, '/')
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog')
  await palette.getByRole('combobox').fill('国土空间')
  await palette
    .getByRole('option', { name: /国土空间规划一张图/ })
    .first()
    .waitFor()
  const faults = await faultsOf(page, 'palette')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await palette.waitFor({ state: 'hidden' })
  await settled(page)
  expect(faults).toEqual([])
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('国土空间')
})

test('registering a cloud that does not answer says in plain words what is wrong', async () => {
  const page = await people.as('centre')
  await visit(page, '/clouds/new')
  const faults = await faultsOf(page, 'cloud-new')
  expect(faults).toEqual([])
})
