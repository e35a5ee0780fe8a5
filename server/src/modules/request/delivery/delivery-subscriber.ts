import type { Subscriber } from '../../../platform/events/index.ts'
import { findRequestsOfLines } from '../line-store.ts'
import { listMovingOfSystem } from '../request-store.ts'
import { RECONCILER } from './names.ts'

type Payload = Readonly<Partial<Record<'requestId' | 'changeLineId' | 'isGround' | 'systemId', unknown>>>

/** A resource got somewhere: the requests that wait for it are looked at soon. The sweep would find them as well. */
export function createDeliverySubscriber(): Subscriber {
  return {
    name: 'request.delivery',
    types: ['resource.provisioned', 'resource.changed', 'resource.released', 'resource.progressed'],
    async handle(ctx, tx, event) {
      const { requestId, changeLineId, isGround, systemId } = event.payload as Payload
      const ids = new Set<string>()
      if (typeof requestId === 'string') ids.add(requestId)
      const lines = typeof changeLineId === 'string' ? [changeLineId] : []
      for (const id of await findRequestsOfLines(tx, lines, event.aggregateId)) ids.add(id)
      // Ground belongs to no request: all of its system that are under way may stand on it.
      if (isGround === true && typeof systemId === 'string')
        for (const id of await listMovingOfSystem(tx, systemId)) ids.add(id)
      await ctx.nudge(tx, RECONCILER.delivery, [...ids])
    },
  }
}
