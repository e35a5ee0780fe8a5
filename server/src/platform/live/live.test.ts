import { describe, expect, it } from 'vitest'
import { useServer } from '../../../test/kit/server.ts'
import { createDispatcher } from '../events/index.ts'
import { createLiveFeed } from './index.ts'

const server = useServer()

describe('the live feed', () => {
  it('tells a page what changed within its scope, and nothing beyond it', async () => {
    const { database, composition, world, ctxOf } = server.current
    const ctx = await ctxOf(world.people.bureau)
    const feed = createLiveFeed(database, ctx.log)
    await feed.start()
    const gone = new AbortController()
    const scope = {
      all: false,
      bodyIds: [world.bodies.department],
      providerId: null,
      personId: null,
    } as const
    const seen: unknown[] = []
    const reading = (async () => {
      for await (const change of feed.follow(scope, gone.signal)) {
        seen.push(change)
        gone.abort()
      }
    })()
    const dispatcher = createDispatcher(database, () => ctx.asSystem('events'), [])
    dispatcher.start()
    for (const bodyId of [world.bodies.otherDepartment, world.bodies.department]) {
      await ctx.inTx((tx) => ctx.emit(tx, { type: 'body.updated', noun: 'body', id: bodyId, bodyId }))
    }
    await reading
    await dispatcher.stop()
    await feed.stop()
    const { department } = world.bodies
    expect(seen).toEqual([{ type: 'body.updated', noun: 'body', id: department, bodyId: department }])
    expect(composition.routes.some((route) => route.operation.id === 'platform.changes')).toBe(true)
  })
})
