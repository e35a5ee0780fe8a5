import { describe, expect, it } from 'vitest'
import { inLanes } from './lanes.ts'

const soon = () => new Promise((resolve) => setImmediate(resolve))

describe('lanes', () => {
  it('do everything once, as many at a time as there are lanes', async () => {
    const done: number[] = []
    let [now, most] = [0, 0]
    await inLanes(['a', 'b'], [1, 2, 3, 4, 5], async (one) => {
      most = Math.max(most, ++now)
      await soon()
      now -= 1
      done.push(one)
    })
    expect(done.sort()).toEqual([1, 2, 3, 4, 5])
    expect(most).toBe(2)
  })

  it('after a failure begin nothing more, and end when all have', async () => {
    const [begun, ended]: [number[], number[]] = [[], []]
    const running = inLanes(['a', 'b'], [1, 2, 3, 4], async (one) => {
      begun.push(one)
      if (one === 1) throw new Error('broken')
      await soon()
      ended.push(one)
    })
    await expect(running).rejects.toThrow('broken')
    expect(begun).toEqual([1, 2])
    expect(ended).toEqual([2])
  })
})
