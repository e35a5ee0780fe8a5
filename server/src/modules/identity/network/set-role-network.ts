import type { Role } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { personOf } from '../session/own-session.ts'
import { refuseLockOut } from './role-network.ts'
import { lockRoleNetworks, saveRoleNetwork } from './role-network-store.ts'
import { rangesOf, trialOf } from './try-role-network.ts'

export interface RoleNetworkSet {
  readonly version: number
  readonly ranges: readonly string[]
  readonly reason: string
  readonly outsideAccepted?: boolean
}

/** From now on the role acts only from these ranges (R57). @throws the reasons of the operation. */
export async function setRoleNetwork(ctx: Ctx, role: Role, input: RoleNetworkSet): Promise<void> {
  ctx.authz.require(ctx, 'modify', 'role-network')
  const ranges = rangesOf(input.ranges)
  await ctx.inTx(async (tx) => {
    const before = (await lockRoleNetworks(tx)).find((row) => row.role === role)
    if ((before?.version ?? 0) !== input.version) refuse('common.version_stale')
    if (String(before?.ranges ?? []) === String(ranges)) refuse('role-network.nothing_changes')
    const trial = await elevated(tx, () => trialOf(ctx, tx, role, ranges))
    const refusal = refuseLockOut(trial, input.outsideAccepted ?? false)
    if (refusal !== null) refuse(refusal, { details: { address: trial.address } })
    const { personId, name } = personOf(ctx)
    await saveRoleNetwork(tx, {
      role,
      ranges: [...ranges],
      reason: input.reason.trim(),
      changed_by: personId,
      changed_by_name: name,
      changed_at: ctx.clock.now(),
    })
    await ctx.audit(tx, {
      noun: 'role-network',
      objectId: null,
      label: role,
      bodyId: null,
      before: { ranges: (before?.ranges ?? []).join(' ') },
      after: { ranges: ranges.join(' '), reason: input.reason.trim(), outsideAccepted: trial.locksYouOut },
    })
  })
}
