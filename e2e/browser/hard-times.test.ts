/** A page opened while the server has no time, or while a file of it is lost on the way, comes all the same. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { faultsOf } from './inspect.ts'
import { usePeople } from './people.ts'

const people = usePeople()
const SESSION = '**/api/v1/session'

/** Refuses what is asked of this address so many times; answers how often it did. */
async function refuse(page: Page, address: string | RegExp, times: number, status: number, reason: string) {
  let refused = 0
  await page.route(address, (route) => {
    if (refused >= times) return route.fallback()
    refused += 1
    const text = { zh: '服务暂时不可用，请稍后重试。', en: 'Not available just now. Try again shortly.' }
    const problem = {
      type: 'about:blank',
      title: reason,
      status,
      reason,
      detail: text.zh,
      text,
      requestId: 'r-1',
    }
    return route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify(problem) })
  })
  return () => refused
}

test('while the server has no time the page waits and asks again, and then stands', async () => {
  const page = await people.as('centre')
  const refused = await refuse(page, SESSION, 2, 503, 'common.unavailable')
  await page.goto('/adoption-lists')
  await page.getByRole('heading', { level: 1, name: '纳管清单' }).waitFor()
  expect(refused()).toBe(2)
  await page.unrouteAll()
})

test('where not even who is here can be told, the page says so within its landmarks, and can be tried again', async () => {
  const page = await people.as('centre')
  const refused = await refuse(page, SESSION, 1, 500, 'test.internal')
  await page.goto('/adoption-lists')
  await page.getByRole('main').getByRole('heading', { level: 1, name: '未能打开此页' }).waitFor()
  expect(refused()).toBe(1)
  expect(await faultsOf(page, 'no-session')).toEqual([])
  await page.getByRole('button', { name: '重新加载' }).click()
  await page.getByRole('heading', { level: 1, name: '纳管清单' }).waitFor()
  await page.unrouteAll()
})

test('words of the widgets that are lost on the way leave no blank page', async () => {
  const page = await people.as('centre')
  const refused = await refuse(page, /zh_CN-[^/]*\.js/, 1, 503, 'test.unavailable')
  await page.goto('/adoption-lists')
  await page.getByRole('heading', { level: 1, name: '纳管清单' }).waitFor()
  expect(refused()).toBe(1)
  await page.unrouteAll()
})
