import type { BodyOf, hostClaimOperations, ReasonCode } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated, type Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { findSystem } from '../../system/index.ts'
import type { HostPlacing } from './claim-host.ts'
import { findClaim, type HostClaimRow, loadClaimForUpdate, removeClaim } from './host-claim-store.ts'

export async function createClaim(
  ctx: Ctx,
  placing: HostPlacing,
  { name, wanted }: BodyOf<(typeof hostClaimOperations)['create']>,
): Promise<HostClaimRow> {
  ctx.authz.require(ctx, 'create', 'host-claim')
  return ctx.inTx(async (tx) => {
    const id = ctx.ids.next()
    await refuseSystem(tx, wanted.systemId ?? null)
    const hostId = await placing.claim(tx, ctx, { id, resourceId: null, name, wanted })
    await ctx.audit(tx, { noun: 'host-claim', objectId: id, bodyId: null, after: { hostId, name, wanted } })
    return (await findClaim(tx, id)) as HostClaimRow
  })
}

/** @throws `host.system_gone`. */
async function refuseSystem(tx: Tx, systemId: string | null): Promise<void> {
  if (systemId === null) return
  const system = await elevated(tx, () => findSystem(tx, systemId))
  if (system === undefined || system.retired_at !== null) refuse('host.system_gone')
}

/** A claim of a resource goes with the resource. */
export function refuseRelease(row: Pick<HostClaimRow, 'resource_id'>): ReasonCode | null {
  return row.resource_id === null ? null : 'host.claim_in_use'
}

export async function releaseClaim(ctx: Ctx, id: string): Promise<void> {
  await ctx.inTx(async (tx) => {
    const row = ctx.authz.authorised(ctx, 'delete', 'host-claim', await loadClaimForUpdate(tx, id))
    const refusal = refuseRelease(row)
    if (refusal) refuse(refusal)
    await removeClaim(tx, id)
    await ctx.audit(tx, { noun: 'host-claim', objectId: id, bodyId: null, before: { hostId: row.host_id } })
  })
}
