/** People of the sample province, each in a browser context of their own. */
import { identityOperations } from '@yunheng/contract'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import {
  browserOptions,
  contextOptions,
  DESK,
  PATIENCE_MS,
  picture,
  type Viewport,
  watch,
} from './browser.ts'
import { sampleUrl } from './sample.ts'

const PASSWORD = 'Yunheng-2026'

interface Looks {
  readonly viewport?: Viewport
  readonly dark?: boolean
  readonly english?: boolean
}

export interface People {
  /** The page of this person, signed in and nowhere yet; the same one at every call. */
  as(username: string, looks?: Looks): Promise<Page>
}

/** One browser for a test file, closed at its end; by then no page may have complained of anything. */
export function usePeople(): People {
  let browser: Browser | undefined
  let url = ''
  const pages = new Map<string, Promise<Page>>()
  const complaints = new Map<string, readonly string[]>()
  beforeAll(async () => {
    url = await sampleUrl()
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
    const context = await browser.newContext(contextOptions(url, looks.viewport ?? DESK))
    context.setDefaultTimeout(PATIENCE_MS)
    await context.addInitScript(
      `localStorage.setItem('yunheng.theme', '${looks.dark ? 'dark' : 'light'}');` +
        `localStorage.setItem('yunheng.language', '${looks.english ? 'en' : 'zh-CN'}')`,
    )
    const page = await context.newPage()
    complaints.set(name, watch(page))
    await signIn(context, username)
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

/** By the call that the sign-in page makes; the page itself is tried where a console has no data yet. */
async function signIn({ request }: BrowserContext, username: string): Promise<void> {
  const { path } = identityOperations.session.signIn
  const answer = await request.post(`/api/v1${path}`, {
    headers: { 'x-yunheng': '1' },
    data: { username, password: PASSWORD },
    timeout: PATIENCE_MS,
  })
  if (!answer.ok()) throw new Error(`${username} cannot sign in: ${await answer.text()}`)
}
