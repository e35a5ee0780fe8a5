/** When a page stands still: told by what it still waits for, not by a time without traffic. */
import type { Page, Request } from 'playwright-core'

const underWay = new WeakMap<Page, Set<Request>>()

/** Counts the calls of this page from now on; the stream of changes never ends and does not count. */
export function followCalls(page: Page): void {
  const calls = new Set<Request>()
  underWay.set(page, calls)
  let goingTo: string | null = null
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) goingTo = request.url()
    if (request.resourceType() !== 'eventsource') calls.add(request)
  })
  page.on('framenavigated', (frame) => {
    // A page that is left does not always say what became of its calls, and makes some until the next one is there.
    if (frame !== page.mainFrame() || frame.url() !== goingTo) return
    goingTo = null
    calls.clear()
  })
  page.on('requestfinished', (request) => calls.delete(request))
  page.on('requestfailed', (request) => calls.delete(request))
}

/** The calls that are not answered yet, for whoever reads why something did not come. */
export function waitingFor(page: Page): string {
  const calls = [...(underWay.get(page) ?? [])].map(
    (call) => `${call.method()} ${new URL(call.url()).pathname}`,
  )
  return calls.length === 0 ? 'no call is under way' : `under way: ${calls.join(', ')}`
}

/** Nothing is judged by the clock; this only ends what hangs, and says what it hung on. */
const LIMIT_MS = 240_000

/** Waits until the heading is there, every call is answered, what came with it is drawn, and nothing asks for more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('#main h1, main h1').first().waitFor()
  const calls = underWay.get(page)
  if (!calls) throw new Error('settled: the calls of this page are not followed')
  const end = performance.now() + LIMIT_MS
  for (let calm = 0; calm < 2; calm = calls.size > 0 ? 0 : calm + 1) {
    // By polling from here: in the page it would need an `eval` that our own security policy refuses.
    while (calls.size > 0 || (await page.locator('main .yh-skeleton').count()) > 0) {
      if (performance.now() > end) throw new Error(`${page.url()} does not settle; ${waitingFor(page)}`)
      await page.waitForTimeout(20)
    }
    await page.evaluate(DRAWN)
  }
}

/** What moves has come to rest: a dialog that still slides in has half its contrast. What turns for ever may turn. */
export async function atRest(page: Page): Promise<void> {
  await page.evaluate(AT_REST)
}

// As text: these files are checked without the browser's own types.
const DRAWN = 'new Promise((done) => requestAnimationFrame(() => requestIdleCallback(done)))'
// What somebody has just pressed begins to move a frame or two later: twice in a row nothing may move.
const AT_REST = `(async () => {
  const isMoving = (each) => each.playState === 'running' && each.effect?.getComputedTiming().endTime !== Infinity
  for (let calm = 0; calm < 2; calm += 1) {
    await ${DRAWN}
    const moving = document.getAnimations().filter(isMoving)
    if (moving.length > 0) calm = 0
    await Promise.allSettled(moving.map((each) => each.finished))
  }
})()`
