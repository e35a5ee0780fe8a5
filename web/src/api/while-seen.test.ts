import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { whileSeen } from './while-seen.ts'

class Page extends EventTarget {
  hidden = false
  turn(hidden: boolean): void {
    this.hidden = hidden
    this.dispatchEvent(new Event('visibilitychange'))
  }
}

let page: Page
let open: number
let missed: number
const line = () => {
  open += 1
  return () => {
    open -= 1
  }
}
const begin = () =>
  whileSeen(line, () => {
    missed += 1
  })

beforeEach(() => {
  vi.useFakeTimers()
  page = new Page()
  open = 0
  missed = 0
  vi.stubGlobal('document', page)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a tab that nobody looks at lets go of its line, and catches up when it is looked at again', () => {
  const end = begin()
  expect(open).toBe(1)
  page.turn(true)
  vi.advanceTimersByTime(60_000)
  expect([open, missed]).toEqual([0, 0])
  page.turn(false)
  expect([open, missed]).toEqual([1, 1])
  end()
  expect(open).toBe(0)
})

test('a glance at another tab changes nothing', () => {
  begin()
  page.turn(true)
  vi.advanceTimersByTime(5_000)
  page.turn(false)
  vi.advanceTimersByTime(60_000)
  expect([open, missed]).toEqual([1, 0])
})

test('a tab opened in the background has no line before it is looked at, and none after its end', () => {
  page.hidden = true
  const end = begin()
  expect(open).toBe(0)
  page.turn(false)
  expect(open).toBe(1)
  end()
  page.turn(true)
  page.turn(false)
  expect(open).toBe(0)
})
