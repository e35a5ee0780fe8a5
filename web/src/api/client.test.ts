import { type OperationSpec, workflowOperations } from '@yunheng/contract'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { call, download, urlOf } from './client.ts'
import { isPassing, wordsOf } from './problem.ts'

test('parameters go into the path, filters behind it, empty ones nowhere', () => {
  expect(urlOf(workflowOperations.taskGet, { params: { id: 'a/b' } })).toBe('/api/v1/tasks/a%2Fb')
  expect(urlOf(workflowOperations.taskList, { query: { box: 'todo', text: '云 主机' } })).toBe(
    '/api/v1/tasks?box=todo&text=%E4%BA%91+%E4%B8%BB%E6%9C%BA',
  )
})

describe('a server that never answers', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })

  const endedBy = (signal: AbortSignal | null | undefined) =>
    new Promise<never>((_, refuse) => signal?.addEventListener('abort', () => refuse(signal.reason)))
  const silent = () => vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => endedBy(signal))
  /** What a call ended with, and after how many seconds. */
  const endOf = async (asked: Promise<unknown>) => {
    const begun = Date.now()
    const ended = asked.then(
      () => ({ reason: 'answered', seconds: 0, error: null as unknown }),
      (error: unknown) => ({
        reason: wordsOf(error, 'en').reason,
        seconds: (Date.now() - begun) / 1000,
        error,
      }),
    )
    await vi.advanceTimersByTimeAsync(3_600_000)
    return ended
  }
  const get: OperationSpec = workflowOperations.taskList
  const file: OperationSpec = { ...get, stream: 'file' }
  const change: OperationSpec = { ...get, method: 'POST', idempotent: true }
  const once: OperationSpec = { ...get, method: 'POST', idempotent: false }

  test('is waited for so long and no longer, and what is said tells what a change may have done', async () => {
    silent()
    expect(await endOf(call(get, {} as never))).toMatchObject({ reason: 'web.unanswered', seconds: 90 })
    expect(await endOf(download(file, {} as never))).toMatchObject({ reason: 'web.unanswered', seconds: 300 })
    expect(await endOf(call(change, {} as never))).toMatchObject({
      reason: 'web.outcome_unknown',
      seconds: 300,
    })
    expect(await endOf(call(once, {} as never))).toMatchObject({ reason: 'web.outcome_unsure', seconds: 300 })
  })

  test('nor one that begins and stops in the middle of its answer', async () => {
    vi.stubGlobal('fetch', async (_: string, { signal }: RequestInit) => ({
      ok: true,
      status: 200,
      headers: new Headers(),
      json: () => endedBy(signal),
      blob: () => new Promise((done) => setTimeout(() => done('late, but coming'), 900_000)),
    }))
    expect(await endOf(call(get, {} as never))).toMatchObject({ reason: 'web.unanswered', seconds: 90 })
    // A file may take as long as the line needs.
    expect(await endOf(download(file, {} as never))).toMatchObject({ reason: 'answered' })
  })

  test('is not asked four times over, and a page that was left ends at once without a word', async () => {
    silent()
    const { error } = await endOf(call(get, {} as never))
    expect(isPassing(error)).toBe(false)
    const page = new AbortController()
    const left = endOf(call(get, {} as never, { signal: page.signal }))
    page.abort()
    expect(await left).toMatchObject({ reason: 'web.unexpected', seconds: 0, error: { name: 'AbortError' } })
  })

  test('a server that answers in time is never cut off', async () => {
    vi.stubGlobal('fetch', async () => {
      await new Promise((done) => setTimeout(done, 89_000))
      return { ok: true, status: 204, headers: new Headers() }
    })
    expect(await endOf(call(get, {} as never))).toMatchObject({ reason: 'answered' })
  })
})
