import { expect, test } from 'vitest'
import { choose, confirm, press } from './gestures.ts'
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
  await press(page.getByRole('link', { name: '不动产登记平台' }).first())
  await press(page.getByRole('tab', { name: '拓扑图' }))
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

test('R9: the centre binds two systems apart, finds the bond on the page of one, and unbinds them', async () => {
  const page = await people.as('centre')
  await visit(page, '/placement-bonds')
  await press(page.getByRole('button', { name: '登记亲和约束' }))
  const dialog = page.getByRole('dialog')
  await choose(dialog, '一方信息系统', '电子证照库')
  await choose(dialog, '另一信息系统', '好差评系统')
  await dialog.getByRole('textbox', { name: '理由' }).fill('不同时中断。')
  expect(await faultsOf(page, 'bond-dialog')).toEqual([])
  await confirm(page, '登记约束')
  const row = page.getByRole('row').filter({ hasText: '电子证照库' }).filter({ hasText: '好差评系统' })
  await row.getByText('不能在同一节点').waitFor()
  await press(row.getByRole('link', { name: '电子证照库' }))
  await press(page.getByRole('tab', { name: '亲和约束' }))
  const own = page.getByRole('row').filter({ hasText: '好差评系统' })
  await press(own.getByRole('button', { name: '解除' }))
  await page.getByRole('dialog').getByRole('textbox').fill('已改造。')
  await confirm(page, '解除')
  await own.waitFor({ state: 'detached' })
})
