import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { approve, confirm, openTask, press, tick } from './gestures.ts'
import { faultsOf, visit } from './inspect.ts'
import { usePeople } from './people.ts'

const people = usePeople()
const SYSTEM = '征地支撑系统'
const VOLUME = 'volume-01'
const GROUNDS = '年底补偿公示的扫描件将写入该盘，请再保留两个月。'
const TITLE = '退还未挂载的云硬盘'

/** The notice of this journey, on the list of whoever looks. */
const noticeOf = (page: Page) =>
  page.getByRole('row').filter({ hasText: SYSTEM }).filter({ hasText: VOLUME }).first()

test('R128, R129: the centre sends a notice about what it chose, behind the page, and sees what came of it', async () => {
  const page = await people.as('centre')
  await visit(page, '/savings?rule=orphan')
  await tick(noticeOf(page).getByRole('checkbox'))
  await press(page.getByRole('region', { name: '对所选各项' }).getByRole('button', { name: '下发通知' }))
  await confirm(page, '下发通知')
  await page.getByRole('heading', { level: 1, name: '批量下发节约通知' }).waitFor()
  await page.getByText('已结束').first().waitFor()
  await page
    .getByRole('table', { name: '逐份结果' })
    .getByRole('row')
    .filter({ hasText: VOLUME })
    .getByText('已下发')
    .waitFor()
  expect(await faultsOf(page, 'saving-run')).toEqual([])
})

test('R129: the department puts its evidence beside the notice and objects, on the list', async () => {
  const page = await people.as('resources-admin')
  await visit(page, '/savings/notices?state=sent')
  const row = noticeOf(page)
  await row.getByLabel('选择文件').setInputFiles({
    name: '公示计划.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('批次,容量（GiB）\n一,80\n二,90\n'),
  })
  await row.getByRole('link', { name: '下载 公示计划.csv' }).waitFor()
  await press(row.getByRole('button', { name: '提出异议' }))
  await page.getByRole('dialog').getByRole('textbox', { name: '异议理由和依据' }).fill(GROUNDS)
  await confirm(page, '提出异议')
  await visit(page, '/savings/notices?state=objected')
  await noticeOf(page).getByText(GROUNDS).waitFor()
  expect(await faultsOf(page, 'saving-objected')).toEqual([])
})

test('R129: the centre decides that it must be done; its day is said, and the department says by when', async () => {
  const centre = await people.as('centre')
  await openTask(centre, `节约通知：${SYSTEM} ${VOLUME}（未挂载或未绑定）`)
  await press(centre.getByRole('button', { name: '不同意', exact: true }))
  await centre.getByRole('dialog').getByRole('textbox', { name: /意见/ }).fill('公示材料可存入已有对象存储。')
  await confirm(centre, '不同意')
  const page = await people.as('resources-admin')
  await visit(page, '/savings/notices?state=insisted')
  await noticeOf(page).getByText('异议不成立，须整改').waitFor()
  expect(await noticeOf(page).textContent()).toMatch(/20\d\d-\d\d-\d\d/)
})

test('R129: it is given back by an ordinary request, begun at the notice', async () => {
  const page = await people.as('resources')
  await visit(page, '/savings/notices?state=insisted')
  await press(noticeOf(page).getByRole('link', { name: '提交释放申请' }))
  await press(page.getByRole('button', { name: '开始填写' }))
  await page.getByLabel('申请标题').fill(TITLE)
  await tick(page.getByRole('radio', { name: '已迁移' }))
  await press(page.getByRole('button', { name: '下一步' }))
  await press(page.getByRole('button', { name: '下一步' }))
  await page.getByLabel('申请说明').fill('按节约通知退还未挂载的云硬盘，盘内没有数据，无需迁移。')
  await press(page.getByRole('button', { name: '下一步' }))
  await page.getByRole('heading', { name: '将由谁审批' }).waitFor()
  await press(page.getByRole('button', { name: '提交审批' }))
  await confirm(page, '提交审批')
  await page.getByText('审批中').first().waitFor()
  for (const username of ['resources-head', 'centre']) await approve(await people.as(username), TITLE)
  await visit(page, '/savings/notices?state=insisted')
  await press(noticeOf(page).getByRole('link', { name: VOLUME }))
  await page.getByText('冷静期').first().waitFor()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain(VOLUME)
})

test('R128: what was given back before is told by the bills, from the figure of the month down to its notice', async () => {
  const page = await people.as('bureau')
  await visit(page, '/savings/results')
  await page.getByRole('table', { name: '按月份' }).waitFor()
  expect(await faultsOf(page, 'saving-results')).toEqual([])
  const done = page.getByRole('table', { name: '各单位各月' }).locator('a[href*="doneMonth"]').first()
  await press(done)
  await page.getByRole('heading', { level: 1, name: '节约通知' }).waitFor()
  const row = page.getByRole('row').filter({ hasText: '衡川省教育厅' }).first()
  await row.getByText(/账单实际每月节约/).waitFor()
  expect(await row.textContent()).toMatch(/20\d\d-\d\d 账单 ¥[\d,.]+/)
})
