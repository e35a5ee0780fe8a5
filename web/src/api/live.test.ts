import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { changesIn } from './live.ts'
import { queryDefaults } from './query.ts'

let revision: number
let cache: QueryClient
const list = ['request', 'request.list', {}]
const home = ['home', 'home.get', {}]
/** Answers what held when it was asked. */
const ask = () => {
  const now = revision
  return new Promise<number>((answer) => setTimeout(() => answer(now), 100))
}

beforeEach(async () => {
  vi.useFakeTimers()
  revision = 1
  cache = new QueryClient({ defaultOptions: queryDefaults })
  for (const queryKey of [list, home]) {
    const asked = cache.prefetchQuery({ queryKey, queryFn: ask })
    await vi.advanceTimersByTimeAsync(100)
    await asked
  }
})

afterEach(() => {
  cache.clear()
  vi.useRealTimers()
})

test('a page that is opened right after a change asks anew, it never takes the kept answer for fresh', async () => {
  const changes = changesIn(cache)
  revision = 2
  changes.add(['request'])
  for (const queryKey of [list, home])
    expect(cache.getQueryState(queryKey)).toMatchObject({ isInvalidated: true })
  const page = new QueryObserver<number>(cache, { queryKey: list, queryFn: ask })
  const close = page.subscribe(() => {})
  expect(page.getCurrentResult()).toMatchObject({ data: 1, isFetching: true, isStale: true })
  await vi.advanceTimersByTimeAsync(100)
  expect(page.getCurrentResult()).toMatchObject({ data: 2, isFetching: false })
  close()
  changes.stop()
})

test('an answer that was under way when the change came is asked for again', async () => {
  const changes = changesIn(cache)
  const page = new QueryObserver<number>(cache, { queryKey: list, queryFn: ask, staleTime: 0 })
  const close = page.subscribe(() => {})
  expect(page.getCurrentResult()).toMatchObject({ data: 1, isFetching: true })
  revision = 2
  changes.add(['request'])
  await vi.advanceTimersByTimeAsync(100)
  expect(page.getCurrentResult()).toMatchObject({ data: 1, isFetching: false })
  await vi.advanceTimersByTimeAsync(500)
  expect(page.getCurrentResult()).toMatchObject({ data: 2, isFetching: false })
  close()
  changes.stop()
})

test('a change of another noun leaves the answer fresh', () => {
  const changes = changesIn(cache)
  changes.add(['bill'])
  expect(cache.getQueryState(list)).toMatchObject({ isInvalidated: false })
  changes.stop()
})
