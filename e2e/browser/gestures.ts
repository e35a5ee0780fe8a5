/** What a person does with the console, by role and label. */
import type { Locator, Page } from 'playwright-core'
import { atRest, settled, waitingFor } from './settle.ts'

/**
 * Presses what may have come only now: when nothing is being loaded any more that could push it aside, and nothing moves.
 * Pressed here and let go there is no click: what moves away in between is never told of it.
 */
export async function press(target: Locator): Promise<void> {
  await cameToRest(target)
  await target.click()
}

/** Ticks a box, or takes one of several, with the same patience. */
export async function tick(target: Locator): Promise<void> {
  await cameToRest(target)
  await target.check()
}

async function cameToRest(target: Locator): Promise<void> {
  await target.waitFor()
  await settled(target.page())
  await atRest(target.page())
}

/** Opens a list of choices, narrows it by typing where it takes letters, takes the one with these words, and sees it taken. */
export async function choose(scope: Page | Locator, label: string, words: string): Promise<void> {
  const page = 'page' in scope ? scope.page() : scope
  const box = scope.getByRole('combobox', { name: label })
  const option = page.getByRole('option', { name: words }).filter({ visible: true }).first()
  // A list that still slides in, or turns about for want of room, slips away under the pointer.
  await atRest(page)
  await box.click()
  if (await box.isEditable()) await box.fill(words)
  await option.waitFor()
  await atRest(page)
  await option.click()
  await box.locator(FIELD).getByText(words).first().waitFor()
}

// The box around the input, where a list says what is chosen.
const FIELD = 'xpath=ancestor::*[contains(concat(" ", @class, " "), " ant-select ")][1]'

/** Presses one of the object's acts: a button of the head, or a line of its menu. */
export async function act(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true })
  const more = page.getByRole('button', { name: '更多操作' })
  // Which of the two holds it is known when the head is complete.
  await cameToRest(button.or(more).first())
  if (await button.isVisible()) return button.click()
  await more.click()
  await press(page.getByRole('menuitem', { name, exact: true }))
}

/** Answers the open dialog with its verb and waits until it is gone. */
export async function confirm(page: Page, verb: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await press(dialog.getByRole('button', { name: verb, exact: true }))
  try {
    await dialog.waitFor({ state: 'hidden' })
  } catch (cause) {
    throw new Error(`the dialog stays: ${await dialog.innerText()}; ${waitingFor(page)}`, { cause })
  }
}

/** The task about this, out of the person's own list. */
export async function openTask(page: Page, subject: string): Promise<void> {
  await page.goto('/todo')
  await press(page.getByRole('link', { name: subject }).first())
  await page.getByRole('heading', { level: 1, name: subject }).waitFor()
}

/** Approves the request with this title out of the person's own list. */
export async function approve(page: Page, subject: string, comment = '规格合适，同意。'): Promise<void> {
  await openTask(page, subject)
  await press(page.getByRole('button', { name: '同意', exact: true }))
  await page.getByRole('dialog').getByRole('textbox', { name: /意见/ }).fill(comment)
  await confirm(page, '同意')
  await page.getByRole('heading', { level: 1, name: '待办' }).waitFor()
}

/** Opens the object of the first row; answers its name. */
export async function openRow(page: Page): Promise<string> {
  const link = page.getByRole('table').getByRole('link').first()
  // What is first is known when the list has come to rest.
  await cameToRest(link)
  const name = (await link.textContent()) ?? ''
  await link.click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  return name
}

/** Marks the document: a page that was loaded anew has lost the mark. */
export async function watchReload(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate('window.watched = true')
  return () => page.evaluate<boolean>('window.watched === true')
}
