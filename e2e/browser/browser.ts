import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { atRest, followCalls } from './settle.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Where the system keeps its browser; none is downloaded. */
const executablePath =
  process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))

export interface Viewport {
  readonly width: number
  readonly height: number
}
export const DESK: Viewport = { width: 1280, height: 800 }
export const WIDE: Viewport = { width: 1920, height: 1080 }
export const PHONE: Viewport = { width: 390, height: 844 }

export interface Tab {
  readonly page: Page
  /** What the page complained of: errors of scripts, refused by the security policy, failed calls of our own files. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

export function browserOptions() {
  if (!executablePath) throw new Error('Chromium is missing: apt-get install chromium fonts-noto-cjk')
  return {
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  }
}

/** So long is a page waited for: nothing is judged by the clock, not on a busy machine either; this only ends what hangs. */
export const PATIENCE_MS = 120_000

export const contextOptions = (baseURL: string, viewport: Viewport) => ({
  baseURL,
  viewport,
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
  // What slides in is where it belongs at once, as for people who ask for less motion.
  reducedMotion: 'reduce' as const,
})

/** Follows the calls of the page, and collects what it complains of: errors of scripts, and what the security policy refused. */
export function watch(page: Page): readonly string[] {
  const complaints: string[] = []
  followCalls(page)
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    const text = message.text()
    // Refusals are answers of the server that the page puts into words; the browser reports them all the same.
    if (message.type() === 'error' && !/Failed to load resource: the server responded/.test(text))
      complaints.push(`console: ${text}`)
  })
  return complaints
}

/** A browser of its own with an empty profile, as somebody opens the console for the first time. */
export async function openTab(baseURL: string, viewport: Viewport = DESK): Promise<Tab> {
  const profile = mkdtempSync(join(tmpdir(), 'yunheng-browser-'))
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    ...browserOptions(),
    ...contextOptions(baseURL, viewport),
  })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = context.pages()[0] ?? (await context.newPage())
  return {
    page,
    complaints: watch(page),
    async close() {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

/** What axe finds against WCAG 2.0–2.2 A and AA and its best practices, or against what of them speaks of colours; one line each. */
export async function findings(
  page: Page,
  of: 'everything' | 'colours' = 'everything',
): Promise<readonly string[]> {
  await atRest(page)
  return findingsIn(page, 'document', of === 'colours' ? COLOURS : EVERYTHING)
}

/** The same for what is open over the page; the page behind it is inspected for itself. */
export async function dialogFindings(page: Page): Promise<readonly string[]> {
  await atRest(page)
  return findingsIn(page, `{ include: [['[role=dialog]']] }`, EVERYTHING)
}

async function findingsIn(page: Page, where: string, rules: Rules): Promise<readonly string[]> {
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(axeSource)
  // As text: these files are checked without the browser's own types.
  const { violations } = await page.evaluate<{ violations: Violation[] }>(
    `axe.run(${where}, ${JSON.stringify({ runOnly: rules, resultTypes: ['violations'] })})`,
  )
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.html.slice(0, 160)}`),
  )
}

interface Rules {
  readonly type: 'tag' | 'rule'
  readonly values: readonly string[]
}
const EVERYTHING: Rules = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}
/** All that a theme can change. */
const COLOURS: Rules = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly html: string }[]
}

/** A picture for people to look at, kept only where `SCREENSHOTS` names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
