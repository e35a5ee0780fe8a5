import type { Ctx } from '../../../platform/context.ts'
import { refuse } from '../../../platform/errors.ts'
import type { ResourceRow } from '../resource.ts'
import { serverOf } from '../resource-rules.ts'
import { findResource, type ResourceChange } from '../resource-store.ts'
import { changeIntent } from './change-intent.ts'

/**
 * Attaches a volume or an address to a server of the same system on the same cloud.
 * @throws `resource.attached_already`, `resource.elsewhere`, `resource.server_not_usable`.
 */
export async function attach(ctx: Ctx, id: string, version: number, serverId: string): Promise<void> {
  await changeIntent(ctx, id, {
    verb: 'attach',
    act: 'resource.attach',
    version,
    change: async (row, tx) => {
      const holder = serverOf(row)
      if (holder !== null && holder !== serverId) refuse('resource.attached_already')
      const server = await findResource(tx, serverId)
      if (server === undefined || server.kind !== 'server' || server.presence === 'absent')
        return refuse('resource.server_not_usable')
      if (server.project_id !== row.project_id) refuse('resource.elsewhere')
      return onServer(row, serverId)
    },
  })
}

/** @throws `resource.root_volume` while a server starts from it. */
export async function detach(ctx: Ctx, id: string, version: number): Promise<void> {
  await changeIntent(ctx, id, {
    verb: 'detach',
    act: 'resource.detach',
    version,
    change: async (row, tx) => {
      const holder = serverOf(row)
      const server = holder === null ? undefined : await findResource(tx, holder)
      const startsFrom = server?.spec.kind === 'server' ? server.spec.rootVolumeId : undefined
      if (startsFrom === row.id) refuse('resource.root_volume')
      return onServer(row, null)
    },
  })
}

function onServer(row: ResourceRow, serverId: string | null): ResourceChange {
  const { spec } = row
  if (spec.kind !== 'volume' && spec.kind !== 'floating-ip') return refuse('resource.wrong_kind')
  return { spec: { ...spec, serverId } }
}
