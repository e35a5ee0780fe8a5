import { expect, test } from 'vitest'
import { picture } from './browser.ts'
import { act, approve, confirm, openTask, press, tick } from './gestures.ts'
import { usePeople } from './people.ts'

const people = usePeople()

test('who rejects says why, and the applicant reads it', async () => {
  const title = '工资支付监管数据盘'
  const head = await people.as('labour-head')
  await openTask(head, title)
  await press(head.getByRole('button', { name: '不同意', exact: true }))
  const dialog = head.getByRole('dialog')
  // Without a reason it is refused at the field.
  await press(dialog.getByRole('button', { name: '不同意', exact: true }))
  await dialog.getByRole('alert').first().waitFor()
  await picture(head, 'reject-needs-reason')
  await dialog.getByRole('textbox', { name: /意见/ }).fill('现有容量尚余一半，暂不扩充。')
  await confirm(head, '不同意')
  const page = await people.as('labour')
  await page.goto('/requests')
  await press(page.getByRole('link', { name: title }))
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  await page.getByText('未通过').first().waitFor()
  await page.getByRole('main').getByText('现有容量尚余一半，暂不扩充。').first().waitFor()
  await picture(page, 'rejected')
  expect(await page.getByRole('main').textContent()).toContain('现有容量尚余一半，暂不扩充。')
})

test('what is returned is corrected by the applicant and goes on from there', async () => {
  const title = '预约挂号平台应用节点'
  const head = await people.as('health-head')
  await openTask(head, title)
  await press(head.getByRole('button', { name: '退回', exact: true }))
  await head.getByRole('dialog').getByRole('textbox', { name: /意见/ }).fill('请写明号源发布的峰值访问量。')
  await picture(head, 'return-dialog')
  await confirm(head, '退回')
  const page = await people.as('health')
  await page.goto('/requests')
  await press(page.getByRole('link', { name: title }))
  await page.getByText('请写明号源发布的峰值访问量。').first().waitFor()
  await picture(page, 'returned')
  await act(page, '继续填写')
  await press(page.getByRole('button', { name: '下一步' }))
  await press(page.getByRole('button', { name: '下一步' }))
  await page
    .getByLabel('申请说明')
    .fill('号源统一发布，放号时峰值约每秒四百次访问。所需资源按最小规格原则测算。')
  await press(page.getByRole('button', { name: '下一步' }))
  await press(page.getByRole('button', { name: '提交审批' }))
  await confirm(page, '提交审批')
  await page.getByText('审批中').first().waitFor()
  await approve(head, title)
  await press(page.getByRole('tab', { name: '过程' }))
  await page.getByText('修改后重新提交').first().waitFor()
  await picture(page, 'resubmitted-history')
  expect(await page.getByRole('tabpanel').textContent()).toContain('退回修改')
})

test('an applicant withdraws, and the task is gone from the approver’s list', async () => {
  const title = '地质灾害监测数据接入节点'
  const page = await people.as('survey')
  await page.goto('/requests')
  await press(page.getByRole('link', { name: title }))
  await act(page, '撤回')
  await tick(page.getByRole('dialog').getByRole('radio', { name: '不再申请' }))
  await confirm(page, '撤回')
  await page.getByText('已撤回').first().waitFor()
  await picture(page, 'withdrawn')
  const head = await people.as('survey-head')
  await head.goto('/todo')
  await head.getByRole('heading', { level: 1, name: '待办' }).waitFor()
  await head.getByText('没有待办').first().waitFor()
  expect(await head.getByRole('link', { name: title }).count()).toBe(0)
})

test('cancelling gives everything back and frees what was reserved of the quota', async () => {
  const title = '社会组织平台应用节点'
  const page = await people.as('civil')
  const used = async () => {
    await page.goto('/quotas')
    const row = page.getByRole('row', { name: /民政厅/ })
    await row.waitFor()
    return Number(/(\d+)\s*\/\s*400/.exec((await row.textContent()) ?? '')?.[1])
  }
  const before = await used()
  await picture(page, 'quota-before')
  await page.goto('/requests')
  await press(page.getByRole('link', { name: title }))
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  await act(page, '取消申请')
  await page.getByRole('dialog').getByRole('textbox').fill('年检改由线上统一平台承担，不再需要。')
  await confirm(page, '取消申请')
  await page.getByText('已取消').first().waitFor()
  await picture(page, 'cancelled')
  await expect.poll(used).toBe(before - 4)
  await page.goto('/resources?state=released')
  await page.getByRole('heading', { level: 1, name: '资源' }).waitFor()
  expect(await page.getByRole('main').textContent()).not.toContain('异常')
})
