/** What every page must be, whoever looks at it and however. */
import type { Page } from 'playwright-core'
import { findings, picture } from './browser.ts'
import { settled } from './settle.ts'

/** Opens the path and waits until it stands: its heading is there and nothing is being loaded any more. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await settled(page)
}

/** Goes there by the menu, as people do; by the address where no link leads there. */
export async function follow(page: Page, path: string): Promise<void> {
  const { pathname, search } = new URL(page.url())
  const link = page.getByRole('navigation').first().locator(`a[href="${path}"]`)
  if (pathname + search === path || (await link.count()) === 0) return visit(page, path)
  // The heading of the page that is left may stand until the next one is there.
  await page.locator('main h1').first().evaluate(markLeft)
  await link.click()
  await page.locator('main h1:not([data-left])').first().waitFor()
  await settled(page)
}

/** Runs in the page; these files are checked without the browser's own types. */
function markLeft(heading: unknown): void {
  ;(heading as { setAttribute(name: string, value: string): void }).setAttribute('data-left', '')
}

/** How close the look at a page is: at its words alone, at its colours as well, or at all that axe knows. */
export type Depth = 'words' | 'colours' | 'axe'

/** What is wrong with the page as it stands: words nobody wrote, an error panel, wider than the window, axe. */
export async function faultsOf(page: Page, name: string, depth: Depth = 'axe'): Promise<string[]> {
  await picture(page, name)
  const faults = await wordsWrong(page)
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
  if (overflow > 0) faults.push(`${overflow} px wider than the window`)
  if (depth !== 'words') faults.push(...(await findings(page, depth === 'axe' ? 'everything' : 'colours')))
  return faults.map((fault) => `${name}: ${fault}`)
}

/** Words that nobody wrote. */
export async function wordsWrong(page: Page): Promise<string[]> {
  const text = (await page.locator('body').innerText()) ?? ''
  return [/undefined/, /\bNaN\b/, /\[object/, /\{\w+\}/, /common\.\w+/].flatMap((wrong) => {
    const found = wrong.exec(text)?.[0]
    return found ? [`the text reads ${found}`] : []
  })
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

/** The path of the first object that the list leads to; null for a list that holds none. Stays where it is if that is the list. */
export async function firstOf(page: Page, list: string): Promise<string | null> {
  const { pathname, search } = new URL(page.url())
  if (pathname + search !== list) await visit(page, list)
  const prefix = `${list.split('?')[0]}/`
  const main = page.getByRole('main')
  const links = main.locator(`a[href^="${prefix}"]:not([href$="/new"])`)
  // Its rows, the words that stand in their place, or the links themselves: a list need not be a table.
  await main
    .locator('table tbody tr, .yh-empty')
    .or(links)
    .filter({ visible: true })
    .first()
    .waitFor({ timeout: 15_000 })
    .catch(() => {})
  return (await links.count()) > 0 ? links.first().getAttribute('href') : null
}
