/** The editors of what decides: rules, catalogue, prices, decision tables, working hours; written, saved, clean to axe. */
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bindConsole } from '../../server/src/platform/http/index.ts'
import { givenAccount, PASSWORD } from '../../server/test/kit/accounts.ts'
import { useServer } from '../../server/test/kit/server.ts'
import { findings, openTab, picture, type Tab } from './browser.ts'
import { choose, press, tick } from './gestures.ts'
import { settled } from './settle.ts'

const server = useServer({ realSignIn: true })
const dist = fileURLToPath(new URL('../../web/dist/', import.meta.url))
let url = ''
let tab: Tab

beforeAll(async () => {
  const { api, world } = server.current
  await bindConsole(api, dist)
  await api.listen({ host: '127.0.0.1', port: 0 })
  url = `http://127.0.0.1:${(api.server.address() as AddressInfo).port}`
  await givenAccount(server.current, world.people.bureau, 'bureau')
  await givenAccount(server.current, world.people.centre, 'centre')
  await givenAccount(server.current, world.people.systemAdmin, 'admin')
  tab = await openTab(url)
})
afterAll(() => tab.close())

async function signIn(username: string) {
  await tab.page.context().clearCookies()
  await tab.page.goto(`${url}/sign-in`)
  await tab.page.getByLabel('用户名').fill(username)
  await tab.page.getByLabel('口令', { exact: true }).fill(PASSWORD)
  await tab.page.getByRole('button', { name: '登录', exact: true }).click()
  await tab.page.getByRole('navigation', { name: '主菜单' }).first().waitFor()
}
const button = (name: string | RegExp) => tab.page.getByRole('button', { name }).first()
const heading = (name: string | RegExp) => tab.page.getByRole('heading', { name, level: 1 }).waitFor()

async function clean(name: string) {
  await settled(tab.page)
  await picture(tab.page, `editors-${name}`)
  expect([name, await findings(tab.page)]).toEqual([name, []])
}

describe('the editors', () => {
  test('clouds: an OpenStack is registered by password or by application credential, never both', async () => {
    await signIn('centre')
    await tab.page.goto(`${url}/clouds/new`)
    await press(tab.page.getByRole('radio', { name: 'OpenStack' }))
    const user = tab.page.getByRole('textbox', { name: /^管理员用户名/ })
    await user.waitFor()
    await press(tab.page.getByRole('radio', { name: '应用凭证' }))
    await tab.page.getByRole('textbox', { name: /^应用凭证 ID/ }).waitFor()
    expect(await user.count()).toBe(0)
    await clean('cloud-by-credential')
  })

  test('rules: drafted by one, compared, published by another', async () => {
    await signIn('centre')
    await tab.page.goto(`${url}/rules`)
    await press(tab.page.getByRole('link', { name: '第 1 版' }))
    await heading('第 1 版')
    await clean('rule')
    await press(button('起草新版本'))
    await heading('起草规则新版本')
    await tab.page.getByLabel('生效日期').fill('2026-10-01')
    await tab.page.getByLabel('变更原因').fill('按省里新规缩短测试资源期限')
    const row = tab.page.getByRole('group', { name: /^测试资源最长期限/ })
    await row.getByLabel('取值').fill('60')
    await row.getByLabel('依据条款').fill('某省规定 第五条')
    await row.getByRole('checkbox', { name: '产品默认值' }).uncheck()
    await clean('rule-edit')
    await press(button('保存草稿'))
    await heading('第 2 版')
    await signIn('bureau')
    await tab.page.goto(`${url}/rules`)
    await press(tab.page.getByRole('link', { name: '第 2 版' }))
    await tick(tab.page.getByRole('checkbox', { name: '只看变更' }))
    await tab.page.getByText('某省规定 第五条').waitFor()
    await press(button('发布'))
    await clean('rule-publish')
    await press(tab.page.getByRole('dialog').getByRole('button', { name: '发布' }))
    await tab.page.getByText('已发布').first().waitFor()
  })

  test('prices: a draft begins with the published ones and is changed line by line', async () => {
    await signIn('centre')
    await tab.page.goto(`${url}/prices`)
    await press(button('新建价格版本'))
    await heading('新建价格版本')
    await tab.page.getByLabel('名称').fill('2027 年参考价格')
    await tab.page.getByLabel('生效日', { exact: true }).fill('2027-01-01')
    await tab.page.getByLabel('依据', { exact: true }).fill('市财政局 2027 年收费标准')
    await tab.page.getByRole('group', { name: '价格项 1', exact: true }).getByLabel('单价（元）').fill('40')
    await clean('price-new')
    const rows = tab.page.getByRole('group', { name: /^价格项 \d+$/ })
    const before = await rows.count()
    await press(button('添加价格项'))
    const added = rows.nth(before)
    await added.getByLabel('单价（元）').fill('abc')
    await press(button('保存草稿'))
    expect(await added.getByLabel('单价（元）').getAttribute('aria-invalid')).toBe('true')
    await added.getByLabel('单价（元）').fill('9')
    await press(button('保存草稿'))
    await added.getByText('只能保留一个').waitFor()
    await clean('price-faulty')
    await press(button(`移除价格项 ${before + 1}`))
    await press(button('保存草稿'))
    await tab.page.getByText('2027 年参考价格').waitFor()
    await clean('prices')
    await press(tab.page.getByRole('link', { name: '2027 年参考价格' }))
    await heading('2027 年参考价格')
    await tab.page.getByText('目录中的计价项都有价格').waitFor()
    await clean('price')
    await press(button('修改'))
    await heading('修改价格草稿')
    const first = tab.page.getByRole('group', { name: '价格项 1', exact: true })
    await press(first.getByRole('button', { name: '增加一档' }))
    await press(button('保存草稿'))
    await first.getByText('第 1 档须写明上限').waitFor()
    await clean('price-tiers')
    await first.getByLabel('第 1 档上限').fill('100')
    await first.getByLabel('第 1 档单价').fill('0')
    await press(button('保存草稿'))
    await press(tab.page.getByRole('link', { name: '2027 年参考价格' }))
    await tab.page.getByText('至 100：0；超出：40').first().waitFor()
    await clean('price-tiered')
    // A plan at a flat price: what every unit has is in it, and what else is asked for it.
    await press(button('修改'))
    await choose(first, '规格代码', '4 核 8 GiB')
    await tick(first.getByRole('checkbox', { name: '按套餐计价：单价为每套每月' }))
    await first.getByLabel('套餐包含：系统盘 (GiB)').fill('40')
    await clean('price-package')
    await press(button('保存草稿'))
    await press(tab.page.getByRole('link', { name: '2027 年参考价格' }))
    await tab.page.getByText('套餐，含 vCPU 4、内存 (GiB) 8、系统盘 (GiB) 40').first().waitFor()
    await clean('price-packaged')
  })

  test('catalogue: plan and parameters by form, saved as the next draft', async () => {
    await signIn('centre')
    await tab.page.goto(`${url}/catalogue`)
    await press(tab.page.getByRole('link', { name: /云桌面/ }).first())
    await heading('云桌面')
    const address = tab.page.url()
    await tab.page.goto(`${address}/edit`)
    await heading('修改服务')
    await tab.page.getByRole('group', { name: '参数 seats' }).getByLabel('最大（值或字数）').fill('500')
    await tab.page
      .getByRole('group', { name: '对现有用户的影响' })
      .getByLabel('中文')
      .fill('席位上限调整为 500。')
    await tab.page
      .getByRole('group', { name: '对现有用户的影响' })
      .getByLabel('英文')
      .fill('At most 500 seats.')
    await clean('offering-edit')
    await press(button('保存草稿'))
    await tab.page.getByText('有第 2 版草稿待发布').waitFor()
    await tab.page.goto(`${url}/catalogue/new`)
    await heading('新增服务')
    await clean('offering-new')
  })

  test('decision tables: what is wrong in a cell is said at the cell, and only a sound draft is saved', async () => {
    await signIn('bureau')
    await tab.page.goto(`${url}/decision-tables`)
    await press(tab.page.getByRole('table').getByRole('link').first())
    await press(button('修改规则行'))
    await tab.page.getByRole('group', { name: '第 1 行' }).waitFor()
    await clean('decision-edit')
    const cell = tab.page.getByRole('group', { name: '第 1 行' }).getByRole('textbox').first()
    const before = await cell.inputValue()
    await cell.fill('>>>')
    await press(button('保存草稿'))
    await tab.page.getByRole('group', { name: '第 1 行' }).getByText('“>>>”').waitFor()
    expect(await cell.getAttribute('aria-invalid')).toBe('true')
    await clean('decision-faulty')
    await cell.fill(before)
    expect(await cell.getAttribute('aria-invalid')).toBeNull()
    await press(button('保存草稿'))
    await button('修改规则行').waitFor()
    await clean('decision-draft')
  })

  test('working hours: changed by the system administrator', async () => {
    await signIn('admin')
    await tab.page.goto(`${url}/calendar`)
    await press(button('修改工作时间'))
    await tab.page.getByRole('dialog').waitFor()
    await clean('calendar-hours')
    await tab.page.getByRole('dialog').getByLabel('开始').first().fill('08:30')
    await tab.page.getByRole('dialog').getByLabel('工作时间依据').fill('市政府办公厅通知')
    await press(tab.page.getByRole('dialog').getByRole('button', { name: '修改工作时间' }))
    await tab.page.getByText('08:30').first().waitFor()
  })

  test('without a script error or a breach of the policy', () => {
    expect(tab.complaints).toEqual([])
  })
})
