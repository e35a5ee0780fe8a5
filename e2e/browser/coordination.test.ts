import { expect, test } from 'vitest'
import { act, choose, confirm, press, tick } from './gestures.ts'
import { faultsOf, visit } from './inspect.ts'
import { usePeople } from './people.ts'

const people = usePeople()
const stamp = Date.now().toString(36)
let check = ''
let issue = ''

test('R47: a guide checks a system by its own list and sends what fails to the department', async () => {
  const page = await people.as('police')
  await visit(page, '/check-lists')
  await press(page.getByRole('link', { name: '网络安全等级保护监督检查清单' }).first())
  await page.getByRole('heading', { level: 1, name: '网络安全等级保护监督检查清单' }).waitFor()
  await page.getByText('产品默认值').first().waitFor()
  expect(await faultsOf(page, 'check-list')).toEqual([])

  await visit(page, '/guide-checks')
  await press(page.getByRole('button', { name: '发起检查' }))
  const dialog = page.getByRole('dialog')
  await choose(dialog, '检查对象', '国土空间规划一张图')
  await confirm(page, '发起')
  await page.getByRole('heading', { level: 1, name: '国土空间规划一张图' }).waitFor()
  check = new URL(page.url()).pathname
  const buttons = page.getByRole('button', { name: /^记录：/ })
  await buttons.first().waitFor()
  const all = await buttons.count()
  for (let index = 0; index < all; index++) {
    await press(buttons.nth(index))
    await tick(dialog.getByRole('radio', { name: index === 0 ? '不符合' : '符合', exact: true }))
    if (index === 0) await dialog.getByRole('textbox', { name: /情况说明/ }).fill('未提供备案证明。')
    await confirm(page, '记录')
  }
  await page.getByText(`符合 ${all - 1} · 不符合 1 · 未记录 0`).waitFor()
  await act(page, '送达整改')
  expect(await faultsOf(page, 'guide-check-send')).toEqual([])
  await confirm(page, '送达整改')
  await page.getByText('整改中').first().waitFor()
})

test('R47: the department answers item by item, and the guide closes', async () => {
  const department = await people.as('resources-admin', { dark: true })
  await visit(department, '/guide-checks')
  await press(department.getByRole('link', { name: '国土空间规划一张图' }).first())
  await act(department, '答复整改')
  const dialog = department.getByRole('dialog')
  await dialog.getByRole('textbox', { name: '整改情况' }).fill('已完成备案，证明见附件。')
  await dialog.getByLabel('完成日期').fill('2026-11-20')
  expect(await faultsOf(department, 'guide-check-answer-dark')).toEqual([])
  await confirm(department, '答复整改')
  await department.getByText('待复核').first().waitFor()
  expect(await faultsOf(department, 'guide-check-dark')).toEqual([])

  const guide = await people.as('police')
  await visit(guide, check)
  await guide.getByText('已完成备案，证明见附件。').first().waitFor()
  await act(guide, '办结检查')
  await guide
    .getByRole('dialog')
    .getByRole('textbox', { name: /检查结论意见/ })
    .fill('整改到位。')
  await confirm(guide, '办结检查')
  await guide.getByText('已办结').first().waitFor()
  expect(await faultsOf(guide, 'guide-check-closed')).toEqual([])
})

test('R48: a provider raises a major issue, the bureau decides with a due day', async () => {
  const provider = await people.as('lanzhou')
  await visit(provider, '/major-issues')
  // In an empty list it stands twice: in the head, and where the list would be.
  await press(provider.getByRole('button', { name: '提出重大问题' }).first())
  const dialog = provider.getByRole('dialog')
  await choose(dialog, '类别', '资源供给')
  await dialog.getByRole('textbox', { name: '问题', exact: true }).fill(`机房供电扩容受阻 ${stamp}`)
  await dialog.getByRole('textbox', { name: '问题说明' }).fill('扩容需属地供电部门配合，两次函商未果。')
  await confirm(provider, '提出')
  await provider.getByRole('heading', { level: 1, name: `机房供电扩容受阻 ${stamp}` }).waitFor()
  issue = new URL(provider.url()).pathname

  const bureau = await people.as('bureau', { dark: true })
  await visit(bureau, '/major-issues')
  await bureau.getByText('已逾期').first().waitFor()
  expect(await faultsOf(bureau, 'major-issues-dark')).toEqual([])
  await visit(bureau, issue)
  await act(bureau, '作出决定')
  const decision = bureau.getByRole('dialog')
  await decision.getByRole('textbox', { name: '协调决定' }).fill('由省大数据中心会同供电部门现场协调。')
  await choose(decision, '责任单位', '衡川省大数据管理中心')
  await confirm(bureau, '作出决定')
  await bureau.getByText('自决定次日起 10 个工作日').waitFor()
  expect(await faultsOf(bureau, 'major-issue-dark')).toEqual([])
})

test('R48: the responsible body enters what was done, and the bureau closes with the result', async () => {
  const centre = await people.as('centre')
  await visit(centre, issue)
  await act(centre, '填写进展')
  await centre
    .getByRole('dialog')
    .getByRole('textbox', { name: '进展情况' })
    .fill('供电部门已批复，下周施工。')
  await confirm(centre, '填写进展')
  await centre.getByText('供电部门已批复，下周施工。').waitFor()

  const bureau = await people.as('bureau', { dark: true })
  await visit(bureau, issue)
  await act(bureau, '办结')
  await bureau.getByRole('dialog').getByRole('textbox', { name: '办理结果' }).fill('扩容完成，已送电。')
  await confirm(bureau, '办结')
  await bureau.getByText('扩容完成，已送电。').first().waitFor()
  const provider = await people.as('lanzhou')
  await visit(provider, issue)
  await provider.getByText('已办结').first().waitFor()
  expect(await faultsOf(provider, 'major-issue-closed')).toEqual([])
})
