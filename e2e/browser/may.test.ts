/**
 * A button that begins something new stands on its page for a post that the policy lets begin it, and not for one that may only look.
 * That the page is told the same for every role is held against the policy in `session-view.test.ts`.
 */
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type Action, type Noun, ROLES, type Role } from '@yunheng/contract'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bindConsole } from '../../server/src/platform/http/index.ts'
import { givenAccount, PASSWORD } from '../../server/test/kit/accounts.ts'
import { useServer } from '../../server/test/kit/server.ts'
import { openTab, type Tab } from './browser.ts'
import { follow } from './inspect.ts'

type Button = readonly [path: string, list: Noun, name: string, action: Action, noun: Noun]

const BUTTONS: readonly Button[] = [
  ['/requests', 'request', '起草申请', 'create', 'request'],
  ['/work-orders', 'work-order', '派发工单', 'create', 'work-order'],
  ['/guide-checks', 'guide-check', '发起检查', 'create', 'guide-check'],
  ['/milestones', 'milestone', '制定里程碑', 'create', 'milestone'],
  ['/project-filings', 'project-filing', '起草项目申报', 'create', 'project-filing'],
  ['/subsidies', 'subsidy', '申请补助', 'create', 'subsidy'],
  ['/catalogue', 'offering', '新增服务', 'create', 'offering'],
  ['/savings', 'saving-proposal', '试算规则', 'view', 'saving-what-if'],
  ['/savings/exemptions', 'saving-exemption', '申报免评', 'create', 'saving-exemption'],
  ['/power-schedules', 'power-schedule', '制定计划', 'create', 'power-schedule'],
  ['/statements', 'statement', '提交账单', 'create', 'statement'],
  ['/settlements', 'settlement', '编制结算单', 'create', 'settlement'],
  ['/settlement-rules', 'settlement-rules', '登记规则版本', 'create', 'settlement-rules'],
  ['/sla-events', 'sla-event', '登记事件', 'create', 'sla-event'],
  ['/assessments', 'assessment', '录入考核结果', 'create', 'assessment'],
  ['/vpn-accounts', 'vpn-account', '登记账号', 'create', 'vpn-account'],
  ['/adoption', 'inventory', '按筛选整批指派', 'create', 'adoption'],
  ['/clouds', 'cloud', '接入云平台', 'create', 'cloud'],
  ['/unconnected-platforms', 'unconnected-platform', '登记平台', 'create', 'unconnected-platform'],
  ['/pools', 'pool', '新建资源池', 'create', 'pool'],
  ['/placement-bonds', 'placement-bond', '登记亲和约束', 'create', 'placement-bond'],
  ['/systems', 'system', '登记信息系统', 'create', 'system'],
  ['/service-contracts', 'service-contract', '登记合同', 'create', 'service-contract'],
  ['/budgets', 'budget', '编制预算', 'create', 'budget'],
  ['/fund-plans', 'budget', '登记计划', 'create', 'budget'],
  ['/migration-waves', 'migration-wave', '新建批次', 'create', 'migration-wave'],
  ['/bodies', 'body', '登记机构', 'create', 'body'],
  ['/people', 'person', '导出岗位', 'list', 'post'],
  ['/prices', 'price', '新建价格版本', 'create', 'price'],
  ['/price-trials', 'price-trial', '试算', 'create', 'price-trial'],
  ['/accounts', 'account', '开通账号', 'create', 'account'],
]

const server = useServer({ realSignIn: true })
const dist = fileURLToPath(new URL('../../web/dist/', import.meta.url))
let url = ''
let tab: Tab

beforeAll(async () => {
  const { api, world } = server.current
  await bindConsole(api, dist)
  await api.listen({ host: '127.0.0.1', port: 0 })
  url = `http://127.0.0.1:${(api.server.address() as AddressInfo).port}`
  const one = new Map(Object.values(world.people).map((persona) => [persona.role, persona]))
  for (const [role, persona] of one) await givenAccount(server.current, persona, role)
  tab = await openTab(url)
})
afterAll(() => tab.close())

type May = (role: Role, action: Action, noun: Noun) => boolean

/** The roles that a button is tried with: the first that may begin it, and the first that sees its page and may not. */
function triedWith([, list, , action, noun]: Button, may: May): readonly (Role | undefined)[] {
  const seeing = ROLES.filter((role) => may(role, 'list', list))
  return [seeing.find((role) => may(role, action, noun)), seeing.find((role) => !may(role, action, noun))]
}

test.each(ROLES)('R43: a %s finds the buttons for what the post may begin, and no other', async (role) => {
  const { matrix } = server.current.composition.authz
  const may: May = (who, action, noun) => matrix.get(who)?.get(noun)?.has(action) ?? false
  const tried = BUTTONS.filter((button) => triedWith(button, may).includes(role))
  const { page } = tab
  if (tried.length > 0) await signIn(page, role)
  const found: string[] = []
  for (const [path, , name] of tried) {
    await follow(page, path)
    const main = page.getByRole('main')
    const button = main
      .getByRole('button', { name, exact: true })
      .or(main.getByRole('link', { name, exact: true }))
    if ((await button.count()) > 0) found.push(`${path} ${name}`)
  }
  const meant = tried.filter(([, , , action, noun]) => may(role, action, noun))
  expect(found).toEqual(meant.map(([path, , name]) => `${path} ${name}`))
})

test('every button is tried with somebody who may begin it', () => {
  const { matrix } = server.current.composition.authz
  const may: May = (who, action, noun) => matrix.get(who)?.get(noun)?.has(action) ?? false
  expect(BUTTONS.filter((button) => triedWith(button, may)[0] === undefined)).toEqual([])
})

async function signIn(page: Page, role: Role): Promise<void> {
  await page.context().clearCookies()
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('用户名').fill(role)
  await page.getByLabel('口令', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('navigation', { name: '主菜单' }).first().waitFor()
}
