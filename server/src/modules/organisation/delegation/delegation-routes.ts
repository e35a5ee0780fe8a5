import { type Delegation, organisationOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { assert } from '../../../platform/errors.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { createDelegation } from './create-delegation.ts'
import { refuseEndDelegation } from './delegation.ts'
import { type DelegationRow, listDelegationsOf } from './delegation-store.ts'
import { endDelegation } from './end-delegation.ts'

export const delegationRoutes: readonly Route[] = [
  route(operations.listDelegations, async (ctx, { query }) => {
    const db = ctx.authz.require(ctx, 'list', 'delegation')
    assert(ctx.actor.kind === 'person', 'sessions belong to people')
    return listDelegationsOf(db, ctx.actor.personId, query, (row) => toDelegation(ctx, row))
  }),
  route(operations.createDelegation, async (ctx, { body }) =>
    toDelegation(ctx, await createDelegation(ctx, body)),
  ),
  route(operations.endDelegation, async (ctx, { params }) =>
    toDelegation(ctx, await endDelegation(ctx, params.id)),
  ),
]

function toDelegation(ctx: Ctx, row: DelegationRow): Delegation {
  return {
    id: row.id,
    fromPersonId: row.from_person_id,
    fromPersonName: row.from_name,
    toPersonId: row.to_person_id,
    toPersonName: row.to_name,
    reason: row.reason,
    validFrom: row.valid_from.toISOString(),
    validTo: row.valid_to.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    actions: {
      end: ctx.authz.allowance(ctx.actor, 'modify', 'delegation', refuseEndDelegation(row, ctx.clock.now())),
    },
  }
}
