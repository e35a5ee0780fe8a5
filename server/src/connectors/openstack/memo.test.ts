import { describe, expect, it } from 'vitest'
import { createMemo } from './memo.ts'

describe('a shared question', () => {
  it('is asked once by many at the same time, and its answer kept for a while', async () => {
    const memo = createMemo()
    let asked = 0
    const ask = async () => {
      asked += 1
      await new Promise((resolve) => setTimeout(resolve, 5))
      return asked
    }
    const many = await Promise.all(Array.from({ length: 20 }, () => memo.shared('key', 60_000, ask)))
    expect(many).toEqual(Array(20).fill(1))
    expect(await memo.shared('key', 60_000, ask)).toBe(1)
    memo.forget('key')
    expect(await memo.shared('key', 60_000, ask)).toBe(2)
  })

  it('fails for who asked it; the others ask for themselves', async () => {
    const memo = createMemo()
    const failing = memo.shared('key', 60_000, async () => {
      await Promise.resolve()
      throw new Error('the asker gave up')
    })
    const other = memo.shared('key', 60_000, async () => 'mine')
    await expect(failing).rejects.toThrow('gave up')
    expect(await other).toBe('mine')
    expect(memo.peek('key')).toBe('mine')
  })
})
