/**
 * What a browser fetches to show the home page for the first time: Chromium, an empty cache, somebody who is signed in.
 * Every answer is counted as gzip would send it, whatever was negotiated: pages, scripts, styles, fonts, pictures, and the
 * data. Charts, rich forms and the flow designer must not be among them.
 *   npm run bench -- bundle
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Response } from 'playwright-core'
import { openTab } from '../e2e/browser/browser.ts'
import { migrate, openDatabase } from '../server/src/platform/db/index.ts'
import { withPostgres } from './kit/durable-postgres.ts'
import { startSide } from './kit/http-load.ts'
import { writeListWorld } from './kit/list-world.ts'

const GOAL_KB = 450
const RESOURCES = 2_000
const DIST = fileURLToPath(new URL('../web/dist/', import.meta.url))
/**
 * What only they say, wherever the build puts them. Our own series chart, a drawing of 2 kB, stands on the home page
 * itself; a library of charts or a designer would not.
 */
const HEAVY: Readonly<Record<string, RegExp>> = {
  'chart library': /zrender|echarts|vega-lite|uplot/,
  'flow pictures and designer': /yh-flow|bpmn-js|diagram-js/,
  'fields of forms': /input-number/,
}

interface Fetched {
  readonly path: string
  readonly kind: string
  readonly gzip: number
  readonly body: string
}

const isScript = (one: Fetched) => one.kind === 'js'

await withPostgres(async (url) => {
  const token = await prepare(url)
  const side = await startSide('./api-process.ts', [url, '--console'])
  try {
    const fetched = await firstLoad(`http://127.0.0.1:${side.port}`, token)
    report(fetched)
  } finally {
    side.stop()
  }
})

async function prepare(url: string): Promise<string> {
  const database = openDatabase({ url, poolSize: 4, onError: () => {} })
  try {
    await migrate(database.owner)
    return (await writeListWorld(database, RESOURCES)).regulatorToken
  } finally {
    await database.close()
  }
}

async function firstLoad(url: string, token: string): Promise<readonly Fetched[]> {
  const tab = await openTab(url)
  try {
    await tab.page.context().addCookies([{ name: 'yunheng_session', value: token, url }])
    const answers: Promise<Fetched>[] = []
    tab.page.on('response', (answer) => answers.push(weigh(answer)))
    await tab.page.goto(url)
    await tab.page.locator('#main h1').first().waitFor()
    await tab.page.waitForLoadState('networkidle').catch(() => {})
    if (tab.complaints.length > 0) throw new Error(tab.complaints.join('\n'))
    return await Promise.all(answers)
  } finally {
    await tab.close()
  }
}

async function weigh(answer: Response): Promise<Fetched> {
  const { pathname } = new URL(answer.url())
  // A stream of live changes has no end, and nothing in it at first.
  const isStream = (answer.headers()['content-type'] ?? '').startsWith('text/event-stream')
  const body = isStream ? Buffer.alloc(0) : await answer.body().catch(() => Buffer.alloc(0))
  const isPacked = /\.(woff2?|png|jpe?g|webp|avif)$/.test(pathname)
  return {
    path: pathname,
    kind: pathname.startsWith('/api/') ? 'data' : (/\.(\w+)$/.exec(pathname)?.[1] ?? 'html'),
    gzip: isPacked ? body.length : gzipSync(body, { level: 9 }).length,
    body: body.toString('latin1'),
  }
}

function report(fetched: readonly Fetched[]): void {
  const sum = (of: readonly Fetched[]) => of.reduce((total, one) => total + one.gzip, 0) / 1000
  for (const [kind, own] of Map.groupBy(fetched, (one) => one.kind))
    console.log(
      `  ${kind.padEnd(6)} ${String(own.length).padStart(3)} answers ${sum(own).toFixed(1).padStart(7)} kB`,
    )
  for (const one of [...fetched].sort((a, b) => b.gzip - a.gzip).slice(0, 8))
    console.log(`    ${(one.gzip / 1000).toFixed(1).padStart(7)} kB ${one.path}`)
  const heavy = Object.entries(HEAVY).filter(([, words]) =>
    fetched.some((one) => isScript(one) && words.test(one.body)),
  )
  const present = builtHeavy()
  for (const name of Object.keys(HEAVY))
    console.log(
      `  ${name}: ${heavy.some(([known]) => known === name) ? 'FETCHED' : 'not fetched'}, ${present.has(name) ? 'in the build' : 'not in the build'}`,
    )
  const total = sum(fetched)
  const verdict = total <= GOAL_KB && heavy.length === 0 ? 'pass' : 'short'
  console.log(
    `bundle ours=${total.toFixed(1)}kB anchor=${GOAL_KB}kB ratio=${(total / GOAL_KB).toFixed(2)} goal=${GOAL_KB}kB ${verdict}`,
  )
}

/** Which of the heavy ones the build has at all: what is not there proves nothing by staying away. */
function builtHeavy(): ReadonlySet<string> {
  const scripts = readdirSync(join(DIST, 'assets')).filter((name) => name.endsWith('.js'))
  const texts = scripts.map((name) => readFileSync(join(DIST, 'assets', name), 'latin1'))
  return new Set(
    Object.entries(HEAVY).flatMap(([name, words]) => (texts.some((text) => words.test(text)) ? [name] : [])),
  )
}
