/** People of the sample province, each in a browser context of their own. */
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import { browserOptions, contextOptions, DESK, picture, type Viewport, watch } from './browser.ts'

const PASSWORD = 'Yunheng-2026'

interface Looks {
  readonly viewport?: Viewport
  readonly dark?: boolean
  readonly english?: boolean
}

export interface People {
  /** The page of this person, signed in; the same one at every call. */
  as(username: string, looks?: Looks): Promise<Page>
}

/** One browser for a test file, closed at its end; by then no page may have complained of anything. */
export function usePeople(): People {
  let browser: Browser | undefined
  const pages = new Map<string, Promise<Page>>()
  const complaints = new Map<string, readonly string[]>()
  beforeAll(async () => {
    browser = await chromium.launch(browserOptions())
  })
  afterAll(async () => {
    await browser?.close()
    expect([...complaints].filter(([, said]) => said.length > 0)).toEqual([])
  })
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    for (const [name, page] of pages) await picture(await page, `failed-${task.id}-${name}`)
  })
  const open = async (name: string, username: string, looks: Looks): Promise<Page> => {
    if (!browser) throw new Error('usePeople: only within tests')
    const context = await browser.newContext(contextOptions(inject('sampleUrl'), looks.viewport ?? DESK))
    await context.addInitScript(
      `localStorage.setItem('yunheng.theme', '${looks.dark ? 'dark' : 'light'}');` +
        `localStorage.setItem('yunheng.language', '${looks.english ? 'en' : 'zh-CN'}')`,
    )
    const page = await context.newPage()
    complaints.set(name, watch(page))
    await signIn(page, username, looks.english ?? false)
    return page
  }
  return {
    as(username, looks = {}) {
      const name = [username, looks.viewport?.width, looks.dark && 'dark', looks.english && 'en']
        .filter(Boolean)
        .join(' ')
      const page = pages.get(name) ?? open(name, username, looks)
      pages.set(name, page)
      return page
    },
  }
}

async function signIn(page: Page, username: string, english: boolean): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel(english ? 'User name' : '用户名').fill(username)
  await page.getByLabel(english ? 'Password' : '口令', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: english ? 'Sign in' : '登录', exact: true }).click()
  // On a phone the menu is folded away; the account's button stands on every page behind the sign-in.
  await page.getByRole('button', { name: english ? /^Account/ : /^账号/ }).waitFor()
}
