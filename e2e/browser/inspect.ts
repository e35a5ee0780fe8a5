/** What every page must be, whoever looks at it and however. */
import type { Page } from 'playwright-core'
import { findings, picture } from './browser.ts'

/** Opens the path and waits until it stands: its heading is there and nothing is being loaded any more. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await settled(page)
}

export async function settled(page: Page): Promise<void> {
  await page.locator('#main h1, main h1').first().waitFor()
  await page.waitForLoadState('networkidle')
}

/** What is wrong with the page as it stands: words nobody wrote, an error panel, wider than the window, axe. */
export async function faultsOf(page: Page, name: string, depth: 'words' | 'axe' = 'axe'): Promise<string[]> {
  await picture(page, name)
  const text = (await page.locator('body').innerText()) ?? ''
  const faults = [/undefined/, /\bNaN\b/, /\[object/, /\{\w+\}/, /common\.\w+/].flatMap((wrong) => {
    const found = wrong.exec(text)?.[0]
    return found ? [`the text reads ${found}`] : []
  })
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
  if (overflow > 0) faults.push(`${overflow} px wider than the window`)
  if (depth === 'axe') faults.push(...(await findings(page)))
  return faults.map((fault) => `${name}: ${fault}`)
}

/** Every page of this person's menu. */
export async function menuOf(page: Page): Promise<readonly string[]> {
  await visit(page, '/')
  const links = page.getByRole('navigation').first().getByRole('link')
  const paths = await links.evaluateAll((all) =>
    all.map((link) => (link as unknown as { getAttribute(name: string): string }).getAttribute('href')),
  )
  return [...new Set(paths)]
}

/** The path of the first object that the list leads to; null for a list that holds none. */
export async function firstOf(page: Page, list: string): Promise<string | null> {
  await visit(page, list)
  const links = page.getByRole('main').getByRole('table').getByRole('link')
  const prefix = list.split('?')[0] ?? list
  for (const link of await links.all()) {
    const path = await link.getAttribute('href')
    if (path?.startsWith(`${prefix}/`)) return path
  }
  return null
}

/** Acts at once or leads elsewhere: not a dialog. */
const NO_DIALOG = /导出|探测|下载|打印|发送|校验|签发|复制|保存|查找|上一|下一|模拟|上传|收起|展开|条件/

/** Opens, inspects and closes every dialog that the page's own buttons and its menu of acts lead to. */
export async function inspectDialogs(page: Page, path: string): Promise<string[]> {
  await visit(page, path)
  const faults: string[] = []
  const main = page.getByRole('main')
  const names = new Set<string>()
  for (const button of await main.getByRole('button', { disabled: false }).all()) {
    const name = ((await button.getAttribute('aria-label')) ?? (await button.innerText())).trim()
    if (name && !NO_DIALOG.test(name) && (await button.getAttribute('aria-disabled')) !== 'true')
      names.add(name)
  }
  for (const name of names) {
    if (name === '更多操作') continue
    await main.getByRole('button', { name, exact: true }).first().click()
    faults.push(...(await inspectOpen(page, path, name)))
  }
  if (!names.has('更多操作')) return faults
  const more = main.getByRole('button', { name: '更多操作' }).first()
  await more.click()
  const items = page.getByRole('menuitem', { disabled: false })
  await items.or(page.getByRole('menuitem')).first().waitFor()
  faults.push(...(await faultsOf(page, `${nameOf(path)} 更多操作`)))
  const verbs = await items.allInnerTexts()
  await page.keyboard.press('Escape')
  for (const verb of verbs.filter((each) => !NO_DIALOG.test(each))) {
    await more.click()
    await page.getByRole('menuitem', { name: verb, exact: true }).click()
    faults.push(...(await inspectOpen(page, path, verb)))
  }
  return faults
}

const nameOf = (path: string) => path.replace(/[0-9a-f-]{36}/g, 'one').replaceAll(/[/?=]/g, '-')

async function inspectOpen(page: Page, path: string, name: string): Promise<string[]> {
  const dialog = page.getByRole('dialog').filter({ visible: true })
  const opened = await dialog
    .first()
    .waitFor({ timeout: 2_000 })
    .then(() => true)
    .catch(() => false)
  const faults = opened ? await faultsOf(page, `${nameOf(path)} ${name}`) : []
  if (opened) {
    await page.keyboard.press('Escape')
    await dialog.first().waitFor({ state: 'hidden' })
  } else if (new URL(page.url()).pathname !== path.split('?')[0]) {
    await visit(page, path)
  }
  return faults
}
