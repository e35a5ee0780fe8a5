import { expect, test } from 'vitest'
import { picture } from './browser.ts'
import { act, confirm, press } from './gestures.ts'
import { visit } from './inspect.ts'
import { usePeople } from './people.ts'

const people = usePeople()

test('what has no interface is delivered by the provider’s people, with evidence, and confirmed', async () => {
  // Whose cloud got it was decided by placement: the centre sees it.
  const centre = await people.as('centre')
  await visit(centre, '/work-orders')
  const row = centre.getByRole('row', { name: /waf|网关/i }).first()
  await row.waitFor()
  const words = (await row.textContent()) ?? ''
  const order = (await row.getByRole('link').first().textContent()) ?? ''
  const provider = words.includes('磐石') ? 'panshi' : words.includes('澜舟') ? 'lanzhou' : 'xingdu'
  await picture(centre, 'work-orders')
  const page = await people.as(provider)
  await page.goto('/work-orders')
  await press(page.getByRole('table').getByRole('link', { name: order }).first())
  await act(page, '接单')
  await confirm(page, '接单')
  await page.getByText('办理中').first().waitFor()
  await page.getByRole('textbox', { name: '说明' }).fill('策略已下发')
  await page.getByLabel('选择文件').setInputFiles({
    name: '配置截图说明.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('jobs.example.test 已接入防护，拦截规则 38 条。'),
  })
  await page.getByRole('link', { name: /配置截图说明/ }).waitFor()
  await act(page, '提交交付')
  await page.getByRole('dialog').getByRole('textbox').fill('防护地址已生效，管理账号由经办人当面领取。')
  await confirm(page, '提交交付')
  await page.getByText('待确认').first().waitFor()
  await picture(page, 'work-order-delivered')
  const applicant = await people.as('labour')
  await applicant.goto('/work-orders')
  await press(applicant.getByRole('table').getByRole('link', { name: order }).first())
  await applicant.getByRole('link', { name: /配置截图说明/ }).waitFor()
  await picture(applicant, 'work-order-to-confirm')
  await act(applicant, '确认交付')
  await confirm(applicant, '确认交付')
  await applicant.getByText('已完成').first().waitFor()
  await picture(applicant, 'work-order-confirmed')
  expect(await applicant.getByRole('main').textContent()).toContain('业成')
})

test('R56: the auditor verifies the whole chain in the console and finds it sound', async () => {
  const page = await people.as('audit')
  await page.goto('/audit')
  await page.getByRole('table').getByRole('row').nth(1).waitFor()
  await press(page.getByRole('tab', { name: '校验' }))
  await press(page.getByRole('button', { name: '开始校验' }))
  const report = page.getByRole('status').filter({ hasText: '审计链' })
  await report.waitFor()
  await picture(page, 'audit-verified')
  expect(await report.textContent()).toContain('审计链完整')
})
