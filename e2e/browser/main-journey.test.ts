import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { picture } from './browser.ts'
import { act, choose, confirm, openRow, openTask, press, watchReload } from './gestures.ts'
import { usePeople } from './people.ts'

const people = usePeople()
const TITLE = '规划一张图图层服务扩容'
let requestPath = ''

test('R92, R63: a department asks for a server with volume, network and firewall; rules and cost answer at once', async () => {
  const page = await people.as('resources')
  await page.goto('/catalogue')
  await press(page.getByRole('link', { name: '云主机', exact: true }).first())
  await page.getByRole('heading', { level: 1, name: '云主机' }).waitFor()
  const link = page.getByRole('link', { name: '申请此服务' })
  await press(link.or(page.getByRole('button', { name: '申请此服务' })))
  await choose(page, '为哪个信息系统申请', '国土空间规划一张图')
  await press(page.getByRole('button', { name: '开始填写' }))
  await page.getByLabel('申请标题').fill(TITLE)
  await press(page.getByRole('button', { name: '下一步' }))
  // The host came from the catalogue; what is still missing is said by name, not as a path of a schema.
  await page.getByText('“操作系统镜像”').first().waitFor()
  await choose(page.getByRole('region', { name: '第 1 项' }), '操作系统镜像', 'openEuler')
  await addLine(page, 2, '云存储 · 普通存储')
  await page.getByRole('region', { name: '第 2 项' }).getByLabel('容量').fill('100')
  await choose(page.getByRole('region', { name: '第 2 项' }), '挂载到本申请的云主机', '第 1 项')
  await addLine(page, 3, '虚拟网络 · 专有网络')
  await page.getByText('等保三级系统必须配置：云防火墙').waitFor()
  await addLine(page, 4, '云防火墙 · 访问控制规则集')
  await page.getByText('等保三级系统必须配置：云防火墙').waitFor({ state: 'hidden' })
  const aside = page.getByRole('complementary')
  await aside.getByText('vCPU 2 核').waitFor()
  await picture(page, 'journey-lines')
  await press(page.getByRole('button', { name: '下一步' }))
  await page.getByLabel('申请说明').fill('规划成果发布后图层访问量上升，按现有访问量测算增加一台应用服务器。')
  await aside
    .getByText(/¥[\d,.]+/)
    .first()
    .waitFor()
  await aside.getByText('不能提交').waitFor({ state: 'hidden' })
  expect(await aside.textContent()).toMatch(/¥[\d,.]+/)
})

test('whoever submits sees before who will decide', async () => {
  const page = await people.as('resources')
  await press(page.getByRole('button', { name: '下一步' }))
  await page.getByRole('heading', { name: '将由谁审批' }).waitFor()
  const table = page.getByRole('table', { name: '环节列表' })
  await table.getByText('山岚').waitFor()
  await picture(page, 'journey-check')
  const steps = await table.textContent()
  await press(page.getByRole('button', { name: '提交审批' }))
  await confirm(page, '提交审批')
  await page.getByRole('heading', { level: 1, name: TITLE }).waitFor()
  await page.getByText('审批中').first().waitFor()
  requestPath = new URL(page.url()).pathname
  await picture(page, 'journey-submitted')
  expect(steps).toContain('山岚')
})

test('those whose turn it is decide with rules, room, quota and cost beside the decision', async () => {
  for (const username of ['resources-head', 'centre']) {
    const page = await people.as(username)
    await openTask(page, TITLE)
    await page.getByText('资源池容量（不含 / 含本申请）').waitFor()
    await picture(page, `journey-task-${username}`)
    expect(await page.getByRole('main').textContent()).toContain('由衡川省自然资源厅的配额支付')
    await press(page.getByRole('button', { name: '同意', exact: true }))
    await page.getByRole('dialog').getByLabel('意见').fill('规格合适，同意。')
    await confirm(page, '同意')
    await page.getByRole('heading', { level: 1, name: '待办' }).waitFor()
  }
})

test('R60, R62, R131: what was approved is provisioned while the department watches, without a reload', async () => {
  const page = await people.as('resources')
  const notReloaded = await watchReload(page)
  await page.getByText('待确认').first().waitFor({ timeout: 120_000 })
  await page.getByRole('cell', { name: '已交付' }).first().waitFor()
  await picture(page, 'journey-delivered')
  expect(await notReloaded()).toBe(true)
  expect(new URL(page.url()).pathname).toBe(requestPath)
})

test('the department confirms the delivery and has a running server', async () => {
  const page = await people.as('resources')
  await act(page, '确认交付')
  await confirm(page, '确认交付')
  await page.getByText('已完成').first().waitFor()
  await picture(page, 'journey-completed')
  await page.goto(`/resources?requestId=${requestPath.split('/').at(-1)}&kind=server`)
  await openRow(page)
  // The list that was left says that it runs as well; what the cloud calls it stands only here.
  await page.getByText('ACTIVE').first().waitFor()
  await picture(page, 'journey-resource')
  // The data disk of the same request hangs on it.
  await page.getByText('云硬盘').first().waitFor()
  expect(await page.getByRole('main').textContent()).toContain('ACTIVE')
})

async function addLine(page: Page, number: number, plan: string): Promise<void> {
  await press(page.getByRole('button', { name: '添加一项' }))
  await choose(page.getByRole('region', { name: `第 ${number} 项` }), '服务与规格', plan)
}
