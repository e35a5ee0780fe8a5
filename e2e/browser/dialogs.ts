/** Opens what a page can open over itself, and says what is wrong with it. */
import type { Locator, Page } from 'playwright-core'
import { dialogFindings, picture } from './browser.ts'
import { press } from './gestures.ts'
import { firstOf, visit, wordsWrong } from './inspect.ts'
import { atRest, settled } from './settle.ts'

export interface Sweep {
  /** Every dialog that was opened, by kind of page and button. */
  readonly opened: Set<string>
  /** Every button that was pressed: nothing is pressed twice on pages of one kind. */
  readonly tried: Set<string>
  readonly faults: string[]
}

/** Acts at once or leads elsewhere: not a dialog. */
const NO_DIALOG =
  /导出|Export|立即盘点|Scan now|探测|Probe|下载|打印|发送|校验|签发|保存|查找|上一|下一|模拟|上传|收起|展开|条件|登录|刷新|同步|清除|重试|复制|filter/

/**
 * Every dialog behind the buttons and the menu of acts of this page, in each of its tabs. What was opened before on
 * a page of this kind is not opened again.
 */
export async function sweep(page: Page, place: string, into: Sweep): Promise<void> {
  const [list, object] = place.split(' ')
  const path = object ? await firstOf(page, list as string) : (list as string)
  if (!path) {
    into.faults.push(`${place}: nothing to open`)
    return
  }
  if (new URL(page.url()).pathname !== path) await visit(page, path)
  const kind = (list as string).split('?')[0] + (object ? ' one' : '')
  await sweepHere(page, kind, into)
  const tabs = page.getByRole('main').getByRole('tab')
  for (let index = 1; index < (await tabs.count()); index += 1) {
    await press(tabs.nth(index))
    await settled(page)
    await sweepHere(page, kind, into)
  }
}

async function sweepHere(page: Page, kind: string, into: Sweep): Promise<void> {
  const main = page.getByRole('main')
  for (const name of await namesOf(main.locator('button:not([disabled]):not([aria-disabled=true])'))) {
    const button = main.getByRole('button', { name, exact: true }).first()
    if (NO_DIALOG.test(name)) continue
    const menu = (await button.getAttribute('class'))?.includes('ant-dropdown-trigger') ?? false
    if (menu) await sweepMenu(page, kind, button, into)
    else if (!NO_DIALOG.test(name)) await inspect(page, `${kind}: ${name}`, button, () => press(button), into)
  }
}

async function namesOf(buttons: Locator): Promise<readonly string[]> {
  const names = await buttons.evaluateAll((all) =>
    all.map((each) => {
      const button = each as unknown as { getAttribute(name: string): string | null; innerText: string }
      return (button.getAttribute('aria-label') ?? button.innerText).trim()
    }),
  )
  return [...new Set(names)].filter(Boolean)
}

async function sweepMenu(page: Page, kind: string, button: Locator, into: Sweep): Promise<void> {
  const items = page.getByRole('menuitem').filter({ visible: true })
  const show = async () => {
    await press(button)
    await items.first().waitFor()
  }
  await show()
  const verbs = await items.and(page.locator(':not([aria-disabled=true])')).allInnerTexts()
  await atRest(page)
  await page.keyboard.press('Escape')
  await items.first().waitFor({ state: 'hidden' })
  for (const verb of verbs) {
    const name = `${kind}: ${verb}`
    if (NO_DIALOG.test(verb)) continue
    const choose = async () => {
      await show()
      await press(page.getByRole('menuitem', { name: verb, exact: true }))
    }
    await inspect(page, name, button, choose, into)
  }
}

async function inspect(
  page: Page,
  name: string,
  trigger: Locator,
  open: () => Promise<void>,
  into: Sweep,
): Promise<void> {
  // The rows of a list open one and the same dialog.
  const once = name.replaceAll(/\d+/g, '')
  if (into.tried.has(once)) return
  into.tried.add(once)
  const before = page.url()
  await open()
  const dialog = page.getByRole('dialog').filter({ visible: true })
  // What it brings is fetched and drawn by now; a moment more for what is set going only then.
  await settled(page)
  await atRest(page)
  if (!(await isShown(dialog))) {
    await goBack(page, before)
    return
  }
  into.opened.add(name)
  const faults = [...(await wordsWrong(page)), ...(await dialogFindings(page))]
  await picture(page, `dialog ${name.replaceAll(/[/?:]/g, '-')}`)
  await page.keyboard.press('Escape')
  const closed = await isHidden(dialog)
  if (!closed) faults.push('does not close by Escape')
  else if (!(await hasFocus(trigger))) faults.push('the focus does not come back')
  into.faults.push(...faults.map((fault) => `${name}: ${fault}`))
  if (!closed) await page.reload()
  await goBack(page, before)
}

const within = (waiting: Promise<void>) => waiting.then(() => true).catch(() => false)
const isShown = (dialog: Locator) => within(dialog.first().waitFor({ timeout: 800 }))
const isHidden = (dialog: Locator) => within(dialog.first().waitFor({ state: 'hidden', timeout: 15_000 }))

/** A button that led elsewhere, or opened something that stands in the address. */
async function goBack(page: Page, before: string): Promise<void> {
  if (page.url() === before) return
  await page.goto(before)
  await settled(page)
}

/** The focus comes back when the dialog has gone; a machine that has much to do takes its time. */
async function hasFocus(trigger: Locator): Promise<boolean> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await trigger.evaluate(isFocused)) return true
    await trigger.page().waitForTimeout(25)
  }
  return false
}

/** Runs in the page; these files are checked without the browser's own types. */
function isFocused(element: unknown): boolean {
  return (element as { ownerDocument: { activeElement: unknown } }).ownerDocument.activeElement === element
}
