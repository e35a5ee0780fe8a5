import { expect, test } from 'vitest'
import { dayInChina } from '../../server/src/platform/worktime/index.ts'
import { act, choose, confirm, press } from './gestures.ts'
import { faultsOf, visit } from './inspect.ts'
import { usePeople } from './people.ts'

const people = usePeople()
const tomorrow = dayInChina(new Date(Date.now() + 86_400_000))

test('R30: a city sees what it inherits, is refused when it loosens, and publishes what is tighter', async () => {
  const centre = await people.as('qinglan-centre')
  await visit(centre, '/rules')
  await press(centre.getByRole('link', { name: '查看各地区适用的取值' }))
  await centre.getByRole('heading', { level: 1, name: '青澜市适用的规则' }).waitFor()
  expect(await faultsOf(centre, 'rules-in-force')).toEqual([])
  await act(centre, '起草本地区规则')
  await centre.getByLabel('生效日期').fill(tomorrow)
  await centre.getByRole('textbox', { name: '变更原因' }).fill('本市测试资源周转从严。')
  const rule = centre.getByRole('group', { name: /^测试资源最长期限/ })
  await rule.getByRole('spinbutton', { name: '取值' }).fill('120')
  await rule.getByRole('textbox', { name: '依据条款' }).fill('青澜市政务云管理办法 第八条')
  expect(await faultsOf(centre, 'regional-rules-edit')).toEqual([])
  await press(centre.getByRole('button', { name: '保存草稿' }))
  await centre
    .getByText(/“测试资源最长期限”取值 120，放宽了全省规则的 90/)
    .first()
    .waitFor()
  await rule.getByRole('spinbutton', { name: '取值' }).fill('45')
  await press(centre.getByRole('button', { name: '保存草稿' }))
  await centre.getByRole('heading', { level: 1, name: '第 1 版' }).waitFor()
  const path = new URL(centre.url()).pathname
  expect(await faultsOf(centre, 'regional-rules-draft')).toEqual([])

  const bureau = await people.as('qinglan-bureau', { dark: true })
  await visit(bureau, path)
  await act(bureau, '发布')
  await confirm(bureau, '发布')
  await bureau.getByText('已发布').first().waitFor()
  expect(await faultsOf(bureau, 'regional-rules-published-dark')).toEqual([])
})

test('R30: a county reads for each value what its city has tightened, and from which level it comes', async () => {
  const bureau = await people.as('beidu-bureau', { dark: true })
  await visit(bureau, '/rules-in-force')
  const row = bureau.getByRole('row').filter({ hasText: '应急资源最长期限' })
  expect(await row.innerText()).toMatch(/20\s*天\s*云津市[\s\S]*未另作规定[\s\S]*20\s*天\s*云津市/)
  expect(await faultsOf(bureau, 'rules-in-force-dark')).toEqual([])
  await choose(bureau, '地区', '柳汀县')
  await bureau.getByRole('heading', { level: 1, name: '柳汀县适用的规则' }).waitFor()
})
