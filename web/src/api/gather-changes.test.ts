import { expect, test, vi } from 'vitest'
import { gatherChanges } from './gather-changes.ts'

test('a burst is asked for once; what comes while that is under way is asked for after it, and cancels nothing', async () => {
  vi.useFakeTimers()
  try {
    const asked: (readonly string[])[] = []
    let answered = 0
    const marked: string[] = []
    const mark = (nouns: readonly string[]) => void marked.push(...nouns)
    const ask = async (nouns: readonly string[]) => {
      asked.push(nouns)
      await new Promise((done) => setTimeout(done, 1000))
      answered += 1
    }
    const changes = gatherChanges({ mark, ask }, 300)
    changes.add(['request', 'task'])
    changes.add(['request'])
    // Before anybody asks, and while an earlier answer is awaited: nobody is shown it as fresh.
    expect(marked).toEqual(['request', 'task', 'request'])
    expect(asked).toEqual([])
    await vi.advanceTimersByTimeAsync(300)
    expect(asked).toEqual([['request', 'task']])
    // Faster than answers come.
    for (let nth = 0; nth < 30; nth += 1) {
      changes.add(['resource'])
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(answered).toBeGreaterThanOrEqual(2)
    expect(asked.length - answered).toBeLessThanOrEqual(1)
    changes.stop()
    const before = asked.length
    await vi.advanceTimersByTimeAsync(5000)
    expect(asked.length).toBe(before)
  } finally {
    vi.useRealTimers()
  }
})

test('what could not be answered does not hold up what comes after it', async () => {
  vi.useFakeTimers()
  try {
    let asked = 0
    const ask = async () => {
      asked += 1
      if (asked === 1) throw new Error('offline')
    }
    const changes = gatherChanges({ mark: () => {}, ask }, 300)
    changes.add(['request'])
    await expect(vi.advanceTimersByTimeAsync(300)).resolves.toBeDefined()
    changes.add(['request'])
    await vi.advanceTimersByTimeAsync(300)
    expect(asked).toBe(2)
  } finally {
    vi.useRealTimers()
  }
})
