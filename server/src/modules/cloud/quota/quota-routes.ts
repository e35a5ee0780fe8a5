import { quotaOperations as operations, type Quota } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { elevated } from '../../../platform/db/index.ts'
import { refuse } from '../../../platform/errors.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { findBody } from '../../organisation/index.ts'
import { fromColumns } from '../amounts.ts'
import { freeOf } from './claim-quota.ts'
import { moveQuota } from './move-quota.ts'
import { findHolder, getQuotaView, listQuotas, type QuotaRow, type QuotaView } from './quota-store.ts'
import { setQuota } from './set-quota.ts'

function toQuota(ctx: Ctx, row: QuotaView): Quota {
  const { authz, actor } = ctx
  return {
    body: { id: row.body_id, name: row.body_name },
    region: { id: row.region_id, name: row.region_name, level: row.region_level },
    isTenantRegion: row.is_tenant_region,
    passedOnBy: row.parent_body_id === null ? null : { id: row.parent_body_id, name: row.parent_name ?? '' },
    limit: fromColumns('limit', row),
    allotted: fromColumns('allotted', row),
    used: fromColumns('used', row),
    free: freeOf(row),
    version: row.version,
    actions: {
      set: authz.allowance(actor, 'modify', 'quota'),
      move: authz.allowance(actor, 'modify', 'quota'),
    },
  }
}

async function shown(ctx: Ctx, { body_id }: QuotaRow): Promise<Quota> {
  return toQuota(ctx, await getQuotaView(ctx.db, body_id))
}

/** The quota that a visible body uses, which may be that of a body above it, beyond the reader's own sight. */
async function getQuota(ctx: Ctx, bodyId: string): Promise<QuotaView> {
  return ctx.inTx(async (tx) => {
    const body = ctx.authz.authorised(ctx, 'view', 'quota', await findBody(tx, bodyId))
    return elevated(tx, async () => {
      const holder = await findHolder(tx, body.id)
      return holder ? getQuotaView(tx, holder.body_id) : refuse('quota.not_set')
    })
  })
}

export const quotaRoutes: readonly Route[] = [
  route(operations.list, async (ctx, { query }) =>
    listQuotas(ctx.authz.require(ctx, 'list', 'quota'), query, query, (row) => toQuota(ctx, row)),
  ),
  route(operations.get, async (ctx, { params }) => toQuota(ctx, await getQuota(ctx, params.id))),
  route(operations.set, async (ctx, { params, body }) => shown(ctx, await setQuota(ctx, params.id, body))),
  route(operations.move, async (ctx, { body }) => {
    const { from, to } = await moveQuota(ctx, body)
    return { from: await shown(ctx, from), to: await shown(ctx, to) }
  }),
]
