import { describe, expect, it, vi } from 'vitest'
import { useServer } from '../../../test/kit/server.ts'
import { createDispatcher, type DomainEvent } from './index.ts'

const server = useServer()

describe('the outbox', () => {
  it('delivers each event once per subscriber, in order per aggregate, and lets a failure block only its own', async () => {
    const { database, ids, ctxOf, world, clock } = server.current
    const ctx = (await ctxOf(world.people.bureau)).asSystem('test')
    const [calm, troubled] = [ids.next(), ids.next()]
    for (const [id, n] of [
      [troubled, 1],
      [calm, 1],
      [troubled, 2],
      [calm, 2],
    ] as const) {
      await ctx.inTx((tx) =>
        ctx.emit(tx, { type: 'body.updated', noun: 'body', id, bodyId: null, payload: { n } }),
      )
    }
    const heard: string[] = []
    let failing = true
    const name = (event: DomainEvent) =>
      `${event.aggregateId === calm ? 'calm' : 'troubled'}-${event.payload.n}`
    const subscriber = {
      name: 'test.listener',
      types: ['body.updated'],
      async handle(_ctx: unknown, _tx: unknown, event: DomainEvent) {
        if (failing && event.aggregateId === troubled) throw new Error('not yet')
        heard.push(name(event))
      },
    }
    const dispatcher = createDispatcher(database, () => ctx, [subscriber])
    dispatcher.start()
    await vi.waitFor(() => expect(heard).toEqual(['calm-1', 'calm-2']), 60_000)
    failing = false
    clock.advance({ minutes: 10 })
    dispatcher.wake()
    await vi.waitFor(() => expect(heard).toEqual(['calm-1', 'calm-2', 'troubled-1', 'troubled-2']), 60_000)
    await dispatcher.stop()
  })
})
