import { expect, test } from 'vitest'
import { act, confirm, press, tick } from './gestures.ts'
import { faultsOf, visit } from './inspect.ts'
import { usePeople } from './people.ts'

const people = usePeople()
const BODY = '衡川省民政厅'
const REASON = '该主机十月中旬已申请关机，请核对关机期间的计费。'

let bill = ''
let charge = ''

test('R276: the centre sends chosen bills at once, and sees what came of each', async () => {
  const page = await people.as('centre')
  await visit(page, '/bills?state=draft')
  const row = page.getByRole('row').filter({ hasText: BODY }).first()
  bill = (await row.getByRole('link').first().getAttribute('href')) ?? ''
  await tick(row.getByRole('checkbox'))
  await press(page.getByRole('region', { name: '对所选各项' }).getByRole('button', { name: '发送' }))
  await confirm(page, '发送')
  await page.getByRole('heading', { level: 1, name: '批量发送' }).waitFor()
  await page.getByText('已结束').first().waitFor()
  const result = page.getByRole('table', { name: '逐份结果' }).getByRole('row').filter({ hasText: BODY })
  await result.getByText('已完成').waitFor()
  expect(await faultsOf(page, 'bill-run')).toEqual([])
})

test('R276: a department opens its bill, drills down to a charge and to the usage behind it, and disputes it', async () => {
  const page = await people.as('civil-admin')
  await visit(page, '/bills?waiting=true')
  await press(page.getByRole('table', { name: '账单' }).locator(`a[href="${bill}"]`).first())
  await page.getByText('待确认').first().waitFor()
  const dearest = page.getByRole('table', { name: '按信息系统' }).getByRole('link').first()
  await press(dearest)
  await press(page.getByRole('table', { name: '明细' }).getByRole('link').first())
  await page.getByRole('region', { name: '怎样得出' }).waitFor()
  charge = new URL(page.url()).pathname
  expect(await faultsOf(page, 'bill-charge')).toEqual([])
  await press(page.getByRole('region', { name: '概况' }).getByRole('link').first())
  await press(page.getByRole('tab', { name: '用量' }))
  await page.getByRole('tabpanel').getByRole('table').first().waitFor()
  await visit(page, charge)
  await act(page, '提出异议')
  await page.getByRole('dialog').getByRole('textbox', { name: '异议理由' }).fill(REASON)
  await confirm(page, '提出异议')
  await page.getByText('待答复').first().waitFor()
})

test('R276: the centre finds the dispute at month end and answers it with what is given back', async () => {
  const page = await people.as('centre')
  await visit(page, '/month-end')
  expect(await faultsOf(page, 'month-end')).toEqual([])
  const left = page.getByRole('row').filter({ hasText: '有异议待答复的账单' })
  await press(left.getByRole('link'))
  await press(page.getByRole('table', { name: '账单' }).locator(`a[href="${bill}"]`).first())
  await press(page.getByRole('region', { name: '概况' }).getByRole('link', { name: '1', exact: true }))
  await press(page.getByRole('table', { name: '明细' }).getByRole('link').first())
  await page.getByText(REASON).waitFor()
  await act(page, '答复异议')
  const dialog = page.getByRole('dialog')
  await tick(dialog.getByRole('radio', { name: '成立' }))
  await dialog.getByLabel('退还金额（元）').fill('1.00')
  await dialog.getByRole('textbox', { name: '答复', exact: true }).fill('核实关机半日，退还。')
  await confirm(page, '答复异议')
  await page.getByText('核实关机半日，退还。').waitFor()
})

test('R276: the department confirms, the centre closes, and the bill changes no more', async () => {
  const department = await people.as('civil-admin')
  await visit(department, bill)
  await act(department, '确认账单')
  await confirm(department, '确认账单')
  await department.getByText('已确认').first().waitFor()
  const page = await people.as('centre')
  await visit(page, bill)
  await act(page, '结账')
  await confirm(page, '结账')
  await page.getByText('已结账').first().waitFor()
  expect(await faultsOf(page, 'bill-closed')).toEqual([])
})
