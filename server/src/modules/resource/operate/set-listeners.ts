import type { Listener } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { assert, refuse } from '../../../platform/errors.ts'
import { normaliseListeners } from '../intend/listeners.ts'
import { countOwn } from '../resource-store.ts'
import { changeIntent } from './change-intent.ts'

/**
 * All ways in to a load balancer at once, as with the rules of a security group: what it is and what it costs stays.
 * @throws `resource.listener_invalid`, `resource.elsewhere`.
 */
export async function setListeners(
  ctx: Ctx,
  id: string,
  version: number,
  listeners: readonly Listener[],
): Promise<void> {
  await changeIntent(ctx, id, {
    verb: 'setListeners',
    act: 'resource.set-listeners',
    version,
    change: async (row, tx) => {
      assert(row.spec.kind === 'load-balancer', 'the rule lets only load balancers through')
      const servers = [...new Set(listeners.flatMap((one) => one.serverIds))]
      const place = { systemId: row.system_id, cloudId: row.cloud_id, kind: 'server' } as const
      if ((await countOwn(tx, servers, place)) !== servers.length) refuse('resource.elsewhere')
      return { spec: { ...row.spec, listeners: normaliseListeners(listeners) } }
    },
  })
}
