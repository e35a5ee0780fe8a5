import { describe, expect, it, vi } from 'vitest'
import { useServer } from '../../../test/kit/server.ts'
import { createJobRunner, type Job } from './index.ts'

const server = useServer()

describe('jobs', () => {
  it('run exactly when the transaction that added them commits, as the system', async () => {
    const { database, ctxOf, world } = server.current
    const ctx = await ctxOf(world.people.departmentApplicant)
    const seen: { n: number; by: string }[] = []
    const count: Job<{ n: number }> = {
      name: 'test.count',
      maxAttempts: 3,
      cron: '0 3 * * *',
      run: async (inner, { n }) => {
        seen.push({ n, by: inner.actor.kind })
      },
    }
    const runner = createJobRunner(database, (name) => ctx.asSystem(name), [count as Job<never>], 2)
    await runner.start()
    await ctx.inTx((tx) => ctx.enqueue(tx, count, { n: 1 }))
    await expect(
      ctx.inTx(async (tx) => {
        await ctx.enqueue(tx, count, { n: 2 })
        throw new Error('rolled back')
      }),
    ).rejects.toThrow('rolled back')
    await ctx.inTx((tx) => ctx.enqueue(tx, count, { n: 3 }))
    await vi.waitFor(() => expect(seen.map((each) => each.n).sort()).toEqual([1, 3]), 60_000)
    expect(new Set(seen.map((each) => each.by))).toEqual(new Set(['system']))
    await runner.stop()
  })

  it('collapse under one key, and are tried again after a failure', async () => {
    const { database, ctxOf, world } = server.current
    const ctx = await ctxOf(world.people.departmentApplicant)
    let runs = 0
    const flaky: Job<object> = {
      name: 'test.flaky',
      maxAttempts: 5,
      run: async () => {
        runs += 1
        if (runs === 1) throw new Error('once')
      },
    }
    for (let i = 0; i < 5; i++) await ctx.inTx((tx) => ctx.enqueue(tx, flaky, {}, { key: 'one' }))
    const runner = createJobRunner(database, (name) => ctx.asSystem(name), [flaky as Job<never>], 2)
    await runner.start()
    await vi.waitFor(() => expect(runs).toBe(2), 60_000)
    await runner.stop()
  })
})
