import { organisationOperations as operations } from '@yunheng/contract'
import { type Route, route } from '../../../platform/http/index.ts'
import { closeRegion } from '../region/close-region.ts'
import { createRegion } from '../region/create-region.ts'
import { listRegions } from '../region/region-store.ts'
import { toRegion } from '../region/region-view.ts'
import { updateRegion } from '../region/update-region.ts'
import { findBody, listBodies } from './body-store.ts'
import { toBody } from './body-view.ts'
import { closeBody } from './close-body.ts'
import { createBody } from './create-body.ts'
import { setSecurityLead } from './set-security-lead.ts'
import { updateBody } from './update-body.ts'

export const bodyRoutes: readonly Route[] = [
  route(operations.listRegions, async (ctx, { query }) =>
    listRegions(ctx.authz.require(ctx, 'list', 'region'), query, query, (row) => toRegion(ctx, row)),
  ),
  route(operations.createRegion, async (ctx, { body }) => toRegion(ctx, await createRegion(ctx, body))),
  route(operations.updateRegion, async (ctx, { params, body }) =>
    toRegion(ctx, await updateRegion(ctx, params.id, body)),
  ),
  route(operations.closeRegion, async (ctx, { params, body }) =>
    toRegion(ctx, await closeRegion(ctx, params.id, body.version)),
  ),
  route(operations.listBodies, async (ctx, { query }) =>
    listBodies(ctx.authz.require(ctx, 'list', 'body'), query, query, (row) => toBody(ctx, row)),
  ),
  route(operations.getBody, async (ctx, { params }) =>
    toBody(ctx, ctx.authz.authorised(ctx, 'view', 'body', await findBody(ctx.db, params.id))),
  ),
  route(operations.createBody, async (ctx, { body }) => toBody(ctx, await createBody(ctx, body))),
  route(operations.updateBody, async (ctx, { params, body }) =>
    toBody(ctx, await updateBody(ctx, params.id, body)),
  ),
  route(operations.setSecurityLead, async (ctx, { params, body }) =>
    toBody(ctx, await setSecurityLead(ctx, params.id, body)),
  ),
  route(operations.closeBody, async (ctx, { params, body }) =>
    toBody(ctx, await closeBody(ctx, params.id, body.version)),
  ),
]
