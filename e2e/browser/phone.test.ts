import { expect, test } from 'vitest'
import { PHONE } from './browser.ts'
import { confirm, openTask, press } from './gestures.ts'
import { faultsOf, visit } from './inspect.ts'
import { usePeople } from './people.ts'

const people = usePeople()

test('an approver does it on a phone: to-do, evidence, conditions, approval', async () => {
  const desk = await people.as('resources')
  await visit(desk, '/requests')
  await press(desk.getByRole('link', { name: '国土空间规划图层服务' }))
  await press(desk.getByRole('button', { name: '继续填写' }))
  for (let step = 0; step < 3; step++) await press(desk.getByRole('button', { name: '下一步' }))
  await press(desk.getByRole('button', { name: '提交审批' }))
  await confirm(desk, '提交审批')
  await desk.getByText('审批中').first().waitFor()

  const page = await people.as('resources-head', { viewport: PHONE })
  const faults: string[] = []
  await visit(page, '/')
  faults.push(...(await faultsOf(page, 'phone-home')))
  await visit(page, '/todo')
  faults.push(...(await faultsOf(page, 'phone-todo')))
  await openTask(page, '国土空间规划图层服务')
  await page.getByText('由衡川省自然资源厅的配额支付').waitFor()
  faults.push(...(await faultsOf(page, 'phone-task')))
  await press(page.getByRole('button', { name: '同意', exact: true }))
  faults.push(...(await faultsOf(page, 'phone-approve')))
  await page.getByRole('dialog').getByRole('textbox', { name: /意见/ }).fill('同意。')
  await confirm(page, '同意')
  await page.getByRole('heading', { level: 1, name: '待办' }).waitFor()
  expect(faults).toEqual([])
})
