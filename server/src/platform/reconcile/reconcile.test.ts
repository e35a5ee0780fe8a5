import { describe, expect, it, vi } from 'vitest'
import { useServer } from '../../../test/kit/server.ts'
import { createReconcileRunner, type Reconciler } from './index.ts'
import { backOffMs } from './reconcile.ts'

const server = useServer()

const runnerOf = async (reconciler: Reconciler) => {
  const { database, composition, ctxOf, world } = server.current
  const ctx = (await ctxOf(world.people.bureau)).asSystem('test')
  expect(composition).toBeDefined()
  return { ctx, runner: createReconcileRunner(database, () => ctx, [reconciler]) }
}

describe('a reconciler', () => {
  it('works on what a nudge names, again after a failure, and forgets it when nothing differs', async () => {
    const { ids, database, clock } = server.current
    const id = ids.next()
    let attempts = 0
    const { ctx, runner } = await runnerOf({
      name: 'test-retry',
      concurrency: 2,
      sweepEveryMs: 60_000,
      sweep: async () => [],
      reconcile: async () => {
        attempts += 1
        if (attempts === 1) throw new Error('the cloud is down')
        return { done: true }
      },
    })
    await ctx.inTx((tx) => ctx.nudge(tx, 'test-retry', id))
    const rows = () =>
      database.as({ all: true }).selectFrom('reconcile_item').selectAll().where('id', '=', id).execute()
    runner.start()
    await vi.waitFor(async () => expect((await rows())[0]?.failures).toBe(1), 60_000)
    expect((await rows())[0]?.last_error).toContain('the cloud is down')
    clock.advance({ minutes: 1 })
    await vi.waitFor(async () => expect(await rows()).toEqual([]), 60_000)
    expect(attempts).toBe(2)
    await runner.stop()
  })

  it('does not lose a nudge that comes while the item is being worked on', async () => {
    const { ids } = server.current
    const id = ids.next()
    let passes = 0
    const { ctx, runner } = await runnerOf({
      name: 'test-nudge',
      concurrency: 1,
      sweepEveryMs: 60_000,
      sweep: async () => [],
      reconcile: async (inner) => {
        passes += 1
        if (passes === 1) await inner.inTx((tx) => inner.nudge(tx, 'test-nudge', id))
        return { done: true }
      },
    })
    await ctx.inTx((tx) => ctx.nudge(tx, 'test-nudge', id))
    runner.start()
    await vi.waitFor(() => expect(passes).toBe(2), 60_000)
    await runner.stop()
  })

  it('finds by its sweep what no nudge told of, and takes over what a dead process held', async () => {
    const { ids, database, clock } = server.current
    const [swept, held] = [ids.next(), ids.next()]
    await database.owner.query(
      `insert into reconcile_item (reconciler, id, due_at, leased_until, lease_token) values ('test-sweep', $1, $2, $3, $4)`,
      [held, clock.now(), new Date(clock.now().getTime() - 1), ids.next()],
    )
    const seen = new Set<string>()
    const { runner } = await runnerOf({
      name: 'test-sweep',
      concurrency: 4,
      sweepEveryMs: 60_000,
      sweep: async () => [swept],
      reconcile: async (_ctx, id) => {
        seen.add(id)
        return { done: true }
      },
    })
    runner.start()
    await vi.waitFor(() => expect(seen).toEqual(new Set([swept, held])), 60_000)
    await runner.stop()
  })

  it('waits 1 s, 2 s, 4 s … at most 5 min after failures in a row', () => {
    expect([1, 2, 3, 9, 10, 1000].map(backOffMs)).toEqual([1000, 2000, 4000, 256_000, 300_000, 300_000])
  })
})
