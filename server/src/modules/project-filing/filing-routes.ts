import { projectFilingOperations as operations, type ProjectFiling } from '@yunheng/contract'
import type { Ctx } from '../../platform/context.ts'
import { type Route, route } from '../../platform/http/index.ts'
import {
  acceptFiling,
  approveException,
  declineFiling,
  submitFiling,
  withdrawFiling,
} from './act-on-filing.ts'
import { changeFiling, draftFiling } from './draft-filing.ts'
import { exportFilings } from './export-filings.ts'
import { type FilingRow, findFiling, listFilings } from './filing-store.ts'
import { presentFiling, toSummary } from './filing-view.ts'
import { previewFiling } from './judge-filing.ts'

const shown = async (ctx: Ctx, row: Promise<FilingRow>): Promise<ProjectFiling> =>
  presentFiling(ctx, ctx.db, await row)

export const filingRoutes: readonly Route[] = [
  route(operations.list, async (ctx, { query }) =>
    listFilings(ctx.authz.require(ctx, 'list', 'project-filing'), query, query, toSummary),
  ),
  route(operations.export, (ctx, { query }) => exportFilings(ctx, query)),
  route(operations.get, async (ctx, { params }) => {
    const found = await findFiling(ctx.db, params.id)
    return presentFiling(ctx, ctx.db, ctx.authz.authorised(ctx, 'view', 'project-filing', found))
  }),
  route(operations.preview, (ctx, { body }) => previewFiling(ctx, body)),
  route(operations.create, (ctx, { body }) => shown(ctx, draftFiling(ctx, body))),
  route(operations.update, (ctx, { params, body }) => shown(ctx, changeFiling(ctx, params.id, body))),
  route(operations.submit, (ctx, { params, body }) => shown(ctx, submitFiling(ctx, params.id, body.version))),
  route(operations.withdraw, (ctx, { params, body }) =>
    shown(ctx, withdrawFiling(ctx, params.id, body.version)),
  ),
  route(operations.approve, (ctx, { params, body }) => shown(ctx, approveException(ctx, params.id, body))),
  route(operations.accept, (ctx, { params, body }) => shown(ctx, acceptFiling(ctx, params.id, body))),
  route(operations.decline, (ctx, { params, body }) => shown(ctx, declineFiling(ctx, params.id, body))),
]
