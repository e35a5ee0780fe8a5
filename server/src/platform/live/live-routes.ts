import { platformOperations as operations } from '@yunheng/contract'
import { type Route, route } from '../http/index.ts'
import type { LiveFeed } from './live.ts'

export function createLiveRoutes(feed: LiveFeed): readonly Route[] {
  return [
    route(operations.changes, async (ctx, _input, http) => {
      const changes = feed.follow(ctx.actor.scope, http.signal)
      return (async function* () {
        for await (const change of changes) {
          if (change === 'lost') yield { event: 'lost', data: {} }
          else yield { event: 'change', data: { type: change.type, noun: change.noun, id: change.id } }
        }
      })()
    }),
  ]
}
