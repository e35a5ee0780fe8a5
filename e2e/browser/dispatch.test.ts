import { expect, test } from 'vitest'
import { act, choose, confirm, press } from './gestures.ts'
import { faultsOf, visit } from './inspect.ts'
import { usePeople } from './people.ts'

const people = usePeople()
const title = `退出系统数据销毁 ${Date.now().toString(36)}`
const system = '国土空间规划一张图'
let order = ''

test('R40: operations dispatch the destruction of data, with system, provider and witness', async () => {
  const page = await people.as('ops')
  await visit(page, '/work-orders')
  await press(page.getByRole('button', { name: '派发工单' }))
  const dialog = page.getByRole('dialog')
  await choose(dialog, '事项', '数据销毁')
  await dialog.getByRole('textbox', { name: '工单名称' }).fill(title)
  await dialog.getByRole('textbox', { name: '工作内容' }).fill('消磁并粉碎退出系统的数据盘，全程录像。')
  await dialog.getByRole('spinbutton', { name: '办理期限' }).fill('5')
  await choose(dialog, '所属系统', system)
  await choose(dialog, '派单对象', '磐石云')
  await choose(dialog, '运维见证人', '方砺')
  expect(await faultsOf(page, 'dispatch-dialog')).toEqual([])
  await confirm(page, '派发工单')
  await page.getByRole('heading', { level: 1, name: new RegExp(title) }).waitFor()
  order = new URL(page.url()).pathname
})

test('R40: the provider does it and hands in evidence; operations and the department sign, then it passes', async () => {
  const provider = await people.as('panshi')
  await visit(provider, order)
  await act(provider, '接单')
  await confirm(provider, '接单')
  await provider.getByText('办理中').first().waitFor()
  await provider.getByLabel('选择文件').setInputFiles({
    name: '销毁记录.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('磁盘 12 块，消磁后粉碎。'),
  })
  await provider.getByRole('link', { name: /销毁记录/ }).waitFor()
  await act(provider, '报告完成')
  await provider.getByRole('dialog').getByRole('textbox').fill('磁盘 12 块已销毁。')
  await confirm(provider, '报告完成')
  await provider.getByText('待确认').first().waitFor()

  for (const [username, looks] of [
    ['ops', {}],
    ['resources-admin', { dark: true }],
  ] as const) {
    const page = await people.as(username, looks)
    await visit(page, order)
    await act(page, '签署见证')
    await page.getByRole('dialog').getByRole('textbox').fill('现场见证 12 块磁盘消磁粉碎。')
    await confirm(page, '签署见证')
    await page.getByRole('table', { name: '见证销毁' }).waitFor()
  }
  const page = await people.as('ops')
  await visit(page, order)
  expect(await page.getByRole('table', { name: '见证销毁' }).getByRole('row').count()).toBe(3)
  expect(await faultsOf(page, 'dispatch-witnessed')).toEqual([])
  await act(page, '验收')
  await confirm(page, '验收')
  await page.getByText('已完成').first().waitFor()
})
