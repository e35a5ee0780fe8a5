import { expect, test } from 'vitest'
import { faultsOf, visit } from './inspect.ts'
import { usePeople } from './people.ts'

const people = usePeople()

test('the estate is a tree that opens by keyboard down to its pools, with what is old marked so', async () => {
  const page = await people.as('centre')
  await visit(page, '/estate')
  expect(await faultsOf(page, 'estate-tree')).toEqual([])
  const zone = page.locator('summary').filter({ hasText: '个资源池' }).first()
  await zone.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: /池/ }).filter({ visible: true }).first().waitFor()
})

test('R12: the map shows backbone and recovery with their distance, and its table the same', async () => {
  const page = await people.as('centre', { dark: true })
  await visit(page, '/estate?tab=map')
  const backbone = page.getByRole('link', { name: /^云津主节点，主节点/ })
  await backbone.waitFor()
  // To the same-city and to the remote one, which stands beyond 200 km.
  for (const km of [/^15 公里$/, /^26\d 公里$/]) expect(await page.getByText(km).count()).toBe(1)
  expect(await faultsOf(page, 'estate-map-dark')).toEqual([])
  await backbone.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: /澜舟政务云/ }).waitFor()
})

test('the topology of a system leads to its resources, and its table says the same', async () => {
  const page = await people.as('resources')
  await visit(page, '/systems')
  await page.getByRole('link', { name: '不动产登记平台' }).first().click()
  await page.getByRole('tab', { name: '拓扑图' }).click()
  const picture = page.locator('.yh-topology')
  await picture.getByText(/云/).first().waitFor()
  expect(await faultsOf(page, 'system-topology')).toEqual([])
  const first = picture.getByRole('link').first()
  const name = (await first.textContent()) ?? ''
  await page.getByRole('table', { name: '拓扑表' }).getByRole('link', { name }).first().waitFor()
  await first.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name }).waitFor()
})
