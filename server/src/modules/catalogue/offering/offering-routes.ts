import { catalogueOperations as operations } from '@yunheng/contract'
import type { Ctx } from '../../../platform/context.ts'
import { type Route, route } from '../../../platform/http/index.ts'
import { estimateCost } from '../estimate/estimate-cost.ts'
import { createOffering, updateDraft } from './draft-offering.ts'
import {
  findOffering,
  listOfferings,
  listVersions,
  type OfferingFilter,
  type OfferingWithContent,
} from './offering-store.ts'
import { toOffering, toVersion } from './offering-view.ts'
import { publishOffering, withdrawOffering } from './publish-offering.ts'

/** Those who keep the catalogue see drafts and what was withdrawn; everybody else sees what is offered. */
const keeps = (ctx: Ctx) => ctx.authz.may(ctx.actor, 'modify', 'offering')

const visible = (ctx: Ctx, row: OfferingWithContent | undefined) =>
  row?.version_published_at === null && !keeps(ctx) ? undefined : row

const visibleFilter = (ctx: Ctx, query: OfferingFilter): OfferingFilter =>
  keeps(ctx) ? query : { ...query, state: 'published' }

export const offeringRoutes: readonly Route[] = [
  route(operations.list, async (ctx, { query }) =>
    listOfferings(ctx.authz.require(ctx, 'list', 'offering'), visibleFilter(ctx, query), query, (row) =>
      toOffering(ctx, row),
    ),
  ),
  route(operations.get, async (ctx, { params, query }) => {
    const row = visible(ctx, await findOffering(ctx.db, params.id, query.itemVersion))
    return toOffering(ctx, ctx.authz.authorised(ctx, 'view', 'offering', row))
  }),
  route(operations.versions, async (ctx, { params }) => {
    const row = visible(ctx, await findOffering(ctx.db, params.id))
    const offering = ctx.authz.authorised(ctx, 'view', 'offering', row)
    const versions = await listVersions(ctx.db, offering.id)
    const shown = versions.filter((one) => one.published_at !== null || keeps(ctx))
    return { items: shown.map((one) => toVersion(offering, one)) }
  }),
  route(operations.create, async (ctx, { body }) => toOffering(ctx, await createOffering(ctx, body))),
  route(operations.update, async (ctx, { params, body }) =>
    toOffering(ctx, await updateDraft(ctx, params.id, body)),
  ),
  route(operations.publish, async (ctx, { params, body }) =>
    toOffering(ctx, await publishOffering(ctx, params.id, body.version)),
  ),
  route(operations.withdraw, async (ctx, { params, body }) =>
    toOffering(ctx, await withdrawOffering(ctx, params.id, body.version)),
  ),
  route(operations.estimate, async (ctx, { body }) => estimateCost(ctx, body)),
]
