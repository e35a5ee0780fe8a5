import { ROLES, type Role, type RoleNetworkTrial } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Db, elevated, type Tx } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { createAddressList, plainAddress } from '../../../platform/net/address-list.ts'
import { personOf } from '../session/own-session.ts'
import { lockOutOf, parseRanges } from './role-network.ts'
import { listLastAddresses, listSessionAddresses } from './role-network-store.ts'

/** What the list would do, changing nothing. @throws `role-network.range_invalid`. */
export async function tryRoleNetwork(
  ctx: Ctx,
  role: Role,
  given: readonly string[],
): Promise<RoleNetworkTrial> {
  ctx.authz.require(ctx, 'list', 'role-network')
  // Who could undo it is the rule's question: those whom the asker does not see count as well.
  return ctx.inTx((tx) => elevated(tx, () => trialOf(ctx, tx, role, rangesOf(given))))
}

export function rangesOf(given: readonly string[]): readonly string[] {
  const parsed = parseRanges(given)
  if ('wrong' in parsed) refuse('role-network.range_invalid', { details: { range: parsed.wrong } })
  return parsed.ranges
}

/** Under a transaction that sees everybody. */
export async function trialOf(
  ctx: Ctx,
  tx: Db | Tx,
  role: Role,
  ranges: readonly string[],
): Promise<RoleNetworkTrial> {
  const now = ctx.clock.now()
  const { personId, post } = personOf(ctx)
  const address = plainAddress(ctx.address ?? '')
  const list = createAddressList(ranges)
  const isWithin = (each: string) => ranges.length === 0 || list.has(each)
  const others = await listLastAddresses(tx, role, now, personId)
  const open = await listSessionAddresses(tx, role, now)
  const within = isWithin(address)
  return {
    ranges: [...ranges],
    address,
    within,
    sessionsOutside: open.filter((each) => !isWithin(each)).length,
    ...lockOutOf({
      role,
      ownRole: post?.role ?? null,
      keepers: ROLES.filter((each) => ctx.authz.matrix.get(each)?.get('role-network')?.has('modify')),
      within,
      othersWithin: ranges.length === 0 || others.some(isWithin),
    }),
  }
}
