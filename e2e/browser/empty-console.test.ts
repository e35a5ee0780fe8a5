import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bindConsole } from '../../server/src/platform/http/index.ts'
import { givenAccount, PASSWORD } from '../../server/test/kit/accounts.ts'
import { useServer } from '../../server/test/kit/server.ts'
import { DESK, findings, openTab, PHONE, picture, type Tab } from './browser.ts'
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
  await givenAccount(server.current, world.people.departmentAdmin, 'department')
  await givenAccount(server.current, world.people.systemAdmin, 'admin')
  await givenAccount(server.current, world.people.auditAdmin, 'auditor')
  await givenAccount(server.current, world.people.guide, 'fresh', { mustChange: true })
})

async function signIn(username: string) {
  await tab.page.goto(`${url}/sign-in`)
  await tab.page.getByLabel('用户名').fill(username)
  await tab.page.getByLabel('口令', { exact: true }).fill(PASSWORD)
  await tab.page.getByRole('button', { name: '登录', exact: true }).click()
}

describe('a console without data', () => {
  beforeAll(async () => {
    tab = await openTab(url)
  })
  afterAll(() => tab.close())

  test('sends whoever is not signed in to the sign-in page, which is clean', async () => {
    await tab.page.goto(`${url}/systems`)
    await tab.page.getByRole('heading', { name: '登录云衡' }).waitFor()
    await picture(tab.page, 'sign-in')
    expect(await findings(tab.page)).toEqual([])
    await tab.page.getByRole('button', { name: '登录', exact: true }).click()
    await tab.page.getByRole('alert').first().waitFor()
    await picture(tab.page, 'sign-in-errors')
    expect(await findings(tab.page)).toEqual([])
    expect(tab.complaints).toEqual([])
  })

  test('asks for another password first where that is due', async () => {
    await signIn('fresh')
    await tab.page.getByRole('heading', { name: '修改口令' }).waitFor()
    await picture(tab.page, 'change-password')
    expect(await findings(tab.page)).toEqual([])
  })

  test.each([
    [
      'bureau',
      ['/', '/todo', '/systems', '/bodies', '/people', '/catalogue', '/prices', '/audit', '/me', '/search'],
    ],
    ['admin', ['/', '/bodies', '/people', '/accounts', '/calendar']],
    ['department', ['/systems', '/systems/new', '/catalogue', '/requests/new', '/me?tab=tokens']],
    ['auditor', ['/audit', '/audit?tab=verify', '/audit?tab=checkpoints']],
  ])('shows %s every page without a complaint', async (username, paths) => {
    await tab.page.context().clearCookies()
    await signIn(username)
    await tab.page.getByRole('navigation', { name: '主菜单' }).first().waitFor()
    for (const path of paths) {
      await tab.page.goto(`${url}${path}`)
      await settled(tab.page)
      await picture(tab.page, `${username}${path.replaceAll(/[/?=]/g, '-')}`)
      expect([path, await findings(tab.page)]).toEqual([path, []])
    }
    expect(tab.complaints).toEqual([])
  })
})

describe('on a phone', () => {
  beforeAll(async () => {
    tab = await openTab(url, PHONE)
  })
  afterAll(() => tab.close())

  test('the menu opens as a drawer and nothing is wider than the screen', async () => {
    await signIn('bureau')
    await tab.page.getByRole('button', { name: '打开菜单' }).click()
    await tab.page.getByRole('dialog').waitFor()
    await picture(tab.page, 'phone-menu')
    expect(await findings(tab.page)).toEqual([])
    await tab.page.getByRole('dialog').getByRole('link', { name: '机构' }).click()
    await tab.page.getByRole('heading', { name: '机构' }).waitFor()
    await picture(tab.page, 'phone-bodies')
    expect(await findings(tab.page)).toEqual([])
    const overflow = await tab.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    expect(overflow).toBeLessThanOrEqual(0)
    expect(DESK.width).toBe(1280)
  })
})
