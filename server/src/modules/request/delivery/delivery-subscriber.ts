import type { Subscriber } from '../../../platform/events/index.ts'
import { findRequestsOfLines } from '../line-store.ts'
import { RECONCILER } from './names.ts'

/** A resource got somewhere: the requests that wait for it are looked at soon. The sweep would find them as well. */
export function createDeliverySubscriber(): Subscriber {
  return {
    name: 'request.delivery',
    types: ['resource.provisioned', 'resource.changed', 'resource.released', 'resource.progressed'],
    async handle(ctx, tx, event) {
      const { requestId, changeLineId } = event.payload as { requestId?: unknown; changeLineId?: unknown }
      const ids = new Set<string>()
      if (typeof requestId === 'string') ids.add(requestId)
      const lines = typeof changeLineId === 'string' ? [changeLineId] : []
      for (const id of await findRequestsOfLines(tx, lines, event.aggregateId)) ids.add(id)
      for (const id of ids) await ctx.nudge(tx, RECONCILER.delivery, id)
    },
  }
}
